-- The covering index is in the order in which the groups come, so that nothing has to be sorted.
CREATE INDEX disclosure_covering ON disclosure (supplier, subject) INCLUDE (elements, first_at, last_at);
ALTER TABLE event ADD PRIMARY KEY (id);
ALTER TABLE person ADD PRIMARY KEY (subject);
CREATE UNIQUE INDEX identifier_subject ON identifier (subject) INCLUDE (person);
VACUUM (ANALYZE) disclosure;
VACUUM (ANALYZE) event;
VACUUM (ANALYZE) person;
VACUUM (ANALYZE) identifier;
ANALYZE element_set;
CREATE TABLE filled (yes boolean);
