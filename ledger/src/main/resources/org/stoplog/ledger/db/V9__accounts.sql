-- Who did it; part of the hash where it is set: see AuditLog.
alter table audit_entry add column actor uuid;
create index on audit_entry (actor, seq) where actor is not null;

create table account (
  id             uuid primary key,
  name           text not null unique check (length(name) between 2 and 64),
  role           text not null check (role in ('viewer', 'responder', 'approver', 'administrator')),
  password       text not null,
  totp           bytea,
  totp_step      bigint not null default 0,
  created_at     timestamptz not null,
  signed_in_at   timestamptz,
  disabled_at    timestamptz
);

comment on column account.password is 'Argon2id';
comment on column account.totp is 'secret of the second factor, sealed with the keyset; null until it is set up';
comment on column account.totp_step is 'time step of the last code taken: an older or equal one is refused';

create table recovery_code (
  account uuid not null references account (id),
  hash    bytea not null check (octet_length(hash) = 32),
  used_at timestamptz,
  primary key (account, hash)
);

-- What must not come back with a restored backup, which copies the schema public only; so nothing here
-- refers to a table there, which a restore empties first.
create schema passing;

create table passing.session (
  id_hash       bytea primary key check (octet_length(id_hash) = 32),
  account       uuid not null,
  secret_hash   bytea not null,
  previous_hash bytea,
  client_hash   bytea not null,
  created_at    timestamptz not null,
  rotated_at    timestamptz not null,
  seen_at       timestamptz not null
);
create index on passing.session (account);

create table passing.link (
  token_hash bytea primary key check (octet_length(token_hash) = 32),
  role       text,
  account    uuid,
  made_by    uuid,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  check ((role is null) <> (account is null))
);

comment on column passing.link.role is 'of the account that it makes';
comment on column passing.link.account is 'the account that it opens again with a new password';

create table passing.device (
  token_hash bytea primary key check (octet_length(token_hash) = 32),
  account    uuid not null,
  created_at timestamptz not null
);
create index on passing.device (account);

create table passing.attempt (
  source      bytea primary key check (octet_length(source) = 32),
  failures    int not null,
  last_at     timestamptz not null,
  locked_until timestamptz
);

-- For the page of the log: which acts there are, and those of one kind by number.
create index on audit_entry (act, seq);
