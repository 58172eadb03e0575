-- What the peer keeps: the ledger's rows, and the plain table that most would start with.
CREATE TABLE disclosure (subject uuid, supplier int, connection int, day date, first_at timestamptz,
  last_at timestamptz, elements int, events bigint);
CREATE TABLE event (id bigint, at timestamptz, supplier text, subject text, elements text[]);
CREATE TABLE person (subject text, person bigint);
CREATE TABLE identifier (subject uuid, person bigint);
CREATE TABLE element_set (id int PRIMARY KEY, low bigint, high bigint);
