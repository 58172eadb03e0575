-- The system of record: batches, the directory of people, observed links, exposures, and the pointers of the Iceberg tables.
-- Subjects are keyed hashes (uuid); sealed columns are encrypted with a key that is never in this folder.

-- Pointers of the Iceberg tables, in the layout of Iceberg's JDBC catalogue (schema version V1).
create table iceberg_tables (
  catalog_name varchar(255) not null,
  table_namespace varchar(255) not null,
  table_name varchar(255) not null,
  metadata_location varchar(1000),
  previous_metadata_location varchar(1000),
  iceberg_type varchar(5),
  primary key (catalog_name, table_namespace, table_name)
);
create table iceberg_namespace_properties (
  catalog_name varchar(255) not null,
  namespace varchar(255) not null,
  property_key varchar(255),
  property_value varchar(1000),
  primary key (catalog_name, namespace, property_key)
);

-- One import of one file. A live batch is unique by file, mapping and place; repeating replaces.
create table batch (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('people', 'disclosures', 'holdings')),
  status text not null default 'live' check (status in ('live', 'replaced', 'undone')),
  file_name text not null,
  file_sha256 text not null,
  file_bytes bigint not null,
  mapping_version text not null,
  normaliser int not null,
  supplier int,
  connection int,
  as_of date,
  imported_at timestamptz not null,
  ended_at timestamptz,
  rows bigint not null,
  left_out bigint not null,
  suppressed bigint not null default 0,
  first_day date,
  last_day date,
  schemes int not null default 0,
  elements_low bigint not null default 0,
  elements_high bigint not null default 0,
  report text
);
create unique index batch_live on batch (kind, file_sha256, mapping_version, coalesce(supplier, 0), coalesce(connection, 0))
  where status = 'live';

-- Dictionary of sets of elements; append-only, since the tables hold its ids.
create table element_set (
  id int generated always as identity primary key,
  low bigint not null,
  high bigint not null,
  unique (low, high)
);

-- Somebody in the directory. The id is never reused; ref is the keyed hash of the company's own id.
create table person (
  id bigint primary key,
  ref uuid unique,
  sealed bytea,
  erased_at timestamptz
);
create sequence person_id as bigint;

-- What a people file says of a person for a period: attribute codes, organisation.
create table person_period (
  person bigint not null,
  batch bigint not null references batch,
  since date,
  until date,
  codes int[] not null,
  organisation int,
  admin boolean not null default false,
  guardian bigint
);
create index person_period_person on person_period (person);
create index person_period_batch on person_period using brin (batch);

create table person_identifier (
  person bigint not null,
  batch bigint not null references batch,
  scheme smallint not null,
  subject uuid not null,
  -- forms that follow from it (base of an e-mail, hashes): 17 bytes each, scheme and subject
  derived bytea not null default '',
  since date,
  until date
);
create index person_identifier_person on person_identifier (person);
create index person_identifier_subject on person_identifier (subject);
create index person_identifier_batch on person_identifier using brin (batch);

create table person_merge (
  person bigint not null,
  into_person bigint not null,
  batch bigint not null references batch
);
create index person_merge_batch on person_merge (batch);

-- Values of attributes (plan, country …): a code for each, the value itself sealed.
create table attribute_value (
  code int generated always as identity primary key,
  lookup uuid not null unique,
  sealed bytea not null
);

create table organisation (
  id int generated always as identity primary key,
  subject uuid not null unique,
  sealed bytea
);

-- Identifiers that an import tied together: an identify or alias event, or a plus-tagged e-mail and its base.
create table observed_link (
  batch bigint not null references batch,
  subject uuid not null,
  scheme smallint not null,
  other uuid not null,
  other_scheme smallint not null,
  first_day date,
  last_day date
);
create index observed_link_batch on observed_link using brin (batch);
create index observed_link_subject on observed_link (subject);
create index observed_link_other on observed_link (other);

-- Erased people's subjects: kept so that a later import cannot bring them back.
create table suppressed_subject (
  subject uuid primary key,
  erased_at timestamptz not null
);

-- Counters that tell whether a derived copy is current.
create table derived_copy (
  name text primary key,
  truth_version bigint not null default 0,
  copy_version bigint not null default -1
);
insert into derived_copy (name) values ('directory'), ('erasure');

create table exposure (
  id bigint generated always as identity primary key,
  created_at timestamptz not null,
  title text not null,
  supplier int,
  scenario text,
  scope text not null,
  versions text not null,
  file_sha256 text not null,
  file_bytes bigint not null,
  summary text not null
);
