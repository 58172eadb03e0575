-- What programs call a supplier: tells no count, and stays when its name changes.
alter table supplier add column uid uuid not null default uuidv7();
create unique index on supplier (uid);

-- Keys of requests of programs, so that one that is sent again is not done again. They do not come
-- back with a backup.
create table passing.request_key (
  caller   uuid not null,
  key      text not null check (length(key) <= 100),
  request  bytea not null,
  at       timestamptz not null,
  status   int,
  type     text,
  location text,
  tag      text,
  answer   bytea,
  primary key (caller, key)
);
create index on passing.request_key (at);

comment on column passing.request_key.caller is 'the token, or the account in a session';
comment on column passing.request_key.request is 'SHA-256 of method, path and body';
comment on column passing.request_key.answer is 'sealed; null when the server ended before it was given';
comment on column passing.request_key.at is 'by the real clock';
