-- What programs call with. It does not come back with a restored backup: one that was ended since would
-- be good again.
create table passing.token (
  id          uuid primary key,
  token_hash  bytea not null unique check (octet_length(token_hash) = 32),
  account     uuid not null,
  purpose     text not null,
  permissions text[] not null,
  created_at  timestamptz not null,
  expires_at  timestamptz not null check (expires_at > created_at),
  used_at     timestamptz,
  ended_at    timestamptz
);
create index on passing.token (account, created_at);

comment on column passing.token.permissions is 'what it may at most; never more than its account may at the time of the call';
comment on column passing.token.used_at is 'by the real clock, as all times here; to the minute';

-- Somebody outside, who sees the one incident whose code they have.
alter table account drop constraint account_role_check;
alter table account add constraint account_role_check
  check (role in ('viewer', 'responder', 'approver', 'support', 'administrator'));

-- A link that the owner of the folder made, at the command line with the server stopped.
alter table passing.link add column by_owner boolean not null default false;
