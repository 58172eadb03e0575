-- Files of an incident: how they came, and how they are read. What somebody called them, and the headers of their columns,
-- are a stranger's words: sealed.
alter table incident_file
  add source   text not null default 'portal',
  add verified text not null default 'none',
  add received timestamptz,
  -- of an encrypted ZIP, sealed with the keyset
  add password bytea,
  -- how it would be read, as YAML; null while that could not be guessed
  add guess    bytea,
  -- why not: a problem's slug, and what was said of it
  add trouble  text,
  add trouble_said text;

comment on column incident_file.received is 'when it reached us, as somebody said; null when unknown';

-- A file read in one way. Claims name the way, so it is never changed; another way is another row.
create table incident_reading (
  incident uuid not null,
  sha256   text not null,
  version  text not null,
  mapping  bytea not null,
  seq      bigint not null,
  rows     bigint,
  left_out bigint,
  report   bytea,
  failure  text,
  primary key (incident, sha256, version),
  foreign key (incident, sha256) references incident_file (incident, sha256),
  foreign key (incident, seq) references incident_event (incident, seq)
);

comment on column incident_reading.version is 'SHA-256 of the mapping';
comment on column incident_reading.rows is 'usable ones; null until it was read to its end';
comment on column incident_reading.report is 'rows left out: reasons, lines, headers; sealed';
comment on column incident_reading.failure is 'why the last reading came to nothing; no value of the file';

-- What is being kept and not yet named by anything: taken away at the next start.
create table passing.evidence_draft (
  sha256 text primary key
);
