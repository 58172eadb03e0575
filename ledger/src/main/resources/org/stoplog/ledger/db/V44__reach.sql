-- What a credential or grant of a connection could read in systems of ours or of other suppliers: a scope can be derived from it when
-- the credential is stolen. No row means that nobody wrote it down, never that it could read nothing.
create table connection_reach (
  id          uuid primary key,
  number      bigint not null generated always as identity unique,
  connection  int not null references connection (id) on delete cascade,
  credential  text not null,
  system      int not null references supplier (id),
  elements    text[] not null,
  cohort      text,
  valid_since date,
  valid_until date,
  noted_by    uuid not null references account (id),
  noted_at    timestamptz not null,
  check (valid_since is null or valid_until is null or valid_since <= valid_until)
);
create index on connection_reach (connection);

comment on column connection_reach.credential is 'kind and name, never a value';
comment on column connection_reach.system is 'where it could read: what this row of the register was sent or holds';
comment on column connection_reach.elements is 'ids of data elements; empty: all that is there';
comment on column connection_reach.cohort is 'whom it could read of, as populations are written; null: everybody there';
comment on column connection_reach.valid_until is 'the last day on which it opened something (UTC); null: still, or nobody knows';
