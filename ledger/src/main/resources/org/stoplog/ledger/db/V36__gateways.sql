-- Gateways, what they are told, and what they told of themselves. Nothing here is about a person.
create table gateway (
  id         uuid primary key,
  name       text not null,
  address    text,
  made_by    uuid references account (id),
  made_at    timestamptz not null,
  revoked_by uuid references account (id),
  revoked_at timestamptz,
  check ((revoked_by is null) = (revoked_at is null))
);
create unique index on gateway (lower(name)) where revoked_at is null;

comment on column gateway.made_by is 'null for the one that runs inside the server';
comment on column gateway.address is 'what applications call it, for showing only';
comment on column gateway.made_at is 'by the real clock, as all times here';

-- What a gateway calls with. It does not come back with a restored backup: one that was revoked since would be good
-- again.
create table passing.gateway_token (
  gateway    uuid primary key references gateway (id),
  token_hash bytea not null unique check (octet_length(token_hash) = 32),
  made_at    timestamptz not null
);

-- How a gateway is, as it says itself at its last call.
create table passing.gateway_seen (
  gateway uuid primary key references gateway (id),
  at      timestamptz not null,
  obeys   bigint,
  state   text,
  waiting bigint,
  gaps    bigint,
  lost    bigint,
  differs bigint
);

comment on column passing.gateway_seen.obeys is 'version of the policy; null while it has none';
comment on column passing.gateway_seen.waiting is 'closed segments that it still has';
comment on column passing.gateway_seen.gaps is 'requests since its start that it could not record';
comment on column passing.gateway_seen.lost is 'outcomes since its start that it could not record';
comment on column passing.gateway_seen.differs is 'the last segment that came again with another content';

-- A connection that goes through gateways.
create table gateway_connection (
  connection       int primary key references connection (id),
  slug             text not null unique,
  language         text not null,
  mode             text not null,
  upstream         text,
  private_reason   text,
  secret_sha256    text,
  when_cut         text not null,
  unreadable       text not null,
  undeclared       text not null,
  fail_open        boolean not null,
  sends_address    boolean not null,
  sends_user_agent boolean not null,
  hash_key_id      text,
  hash_key         bytea,
  revision         bigint not null,
  check ((hash_key_id is null) = (hash_key is null))
);

comment on column gateway_connection.slug is 'part of the address that applications send to; never changed';
comment on column gateway_connection.private_reason is 'why the upstream may be an address of a private network; null when it may not';
comment on column gateway_connection.secret_sha256 is 'of the part of the path that senders know; null when whoever reaches the gateway may send';
comment on column gateway_connection.hash_key is 'sealed with the keyset';
comment on column gateway_connection.revision is 'rises with each change of the form';

create table gateway_rule (
  connection int not null references gateway_connection (connection),
  element    text not null,
  action     text not null,
  primary key (connection, element)
);

-- A cut of a connection. The newest that was not restored says in which state the connection is.
create table gateway_cut (
  id          uuid primary key,
  number      bigint not null generated always as identity unique,
  connection  int not null references gateway_connection (connection),
  state       text not null check (state in ('paused', 'removed', 'terminated')),
  reason      text not null,
  by          uuid not null references account (id),
  at          timestamptz not null,
  reviewed_by uuid references account (id) check (reviewed_by <> by),
  reviewed_at timestamptz,
  approval    uuid,
  restored_at timestamptz,
  check ((reviewed_by is null) = (reviewed_at is null)),
  check ((approval is null) = (restored_at is null))
);
create index on gateway_cut (connection) where restored_at is null;
create index on gateway_cut (at) where reviewed_at is null;

comment on column gateway_cut.number is 'in their order, also where the clock stood still or was set back';
comment on column gateway_cut.reviewed_by is 'another than whoever cut: one person may cut alone';
comment on column gateway_cut.approval is 'of the two people who restored it';

-- The policy as it is handed out, sealed with the keyset: it holds the keys of hashes.
create table gateway_policy (
  one      boolean primary key check (one),
  version  bigint not null check (version > 0),
  document bytea
);
insert into gateway_policy (one, version) values (true, 1);

comment on column gateway_policy.document is 'null while it has no connection';

-- The policy is handed out only while this has its row. It has none after a restore: what was cut since the backup
-- would be open again.
create table passing.policy_handed (
  one boolean primary key references gateway_policy (one)
);
insert into passing.policy_handed (one)
  select true where not exists (select from setting where name = 'restored');
