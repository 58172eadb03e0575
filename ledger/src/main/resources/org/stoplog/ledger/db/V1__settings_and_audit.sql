create table setting (
  name  text primary key,
  value text not null
);

-- The hash covers the texts as they stand here: see AuditLog.
create table audit_entry (
  seq      bigint primary key check (seq > 0),
  at       timestamptz not null,
  recorded timestamptz not null,
  act      text not null,
  detail   text not null,
  previous bytea not null check (octet_length(previous) = 32),
  hash     bytea not null check (octet_length(hash) = 32)
);

comment on column audit_entry.at is 'by the product''s clock, which a drill may shift';
comment on column audit_entry.recorded is 'by the clock of the database';
comment on column audit_entry.detail is 'canonical JSON without personal values';
