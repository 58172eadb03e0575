-- Acts of two people. Who asked, who changed the content since it was last approved, and who decided:
-- always another person.
create table approval (
  id           uuid primary key,
  number       bigint not null unique generated always as identity,
  act          text not null,
  target       text not null,
  content_hash bytea not null check (octet_length(content_hash) = 32),
  title        text not null,
  lines        text not null,
  asked_by     uuid not null references account (id),
  asked_at     timestamptz not null,
  expires_at   timestamptz not null check (expires_at > asked_at),
  state        text not null check (state in ('open', 'executed', 'refused', 'withdrawn', 'void', 'expired')),
  decided_by   uuid references account (id),
  decided_at   timestamptz,
  reason       text,
  result_path  text,
  check ((state = 'open') = (decided_at is null)),
  check (state not in ('executed', 'refused') or (decided_by is not null and decided_by <> asked_by)),
  check (state <> 'withdrawn' or decided_by = asked_by)
);
create unique index on approval (act, target) where state = 'open';
create index on approval (state, expires_at);
create index on approval (asked_by, number);
create index on approval (act, target, number);

comment on column approval.target is 'what the act is done to: ids and words of ours';
comment on column approval.content_hash is 'SHA-256 of the canonical content; computed again before the act is done';
comment on column approval.lines is 'the difference to be approved, as plain text';
comment on column approval.asked_at is 'as all times here, by the real clock';
comment on column approval.decided_by is 'who approved, refused or withdrew, or whose change made it void; null for the program';

create table approval_editor (
  approval uuid not null references approval (id),
  account  uuid not null references account (id),
  primary key (approval, account)
);

create table approval_fact (
  approval uuid not null references approval (id),
  place    int not null,
  name     text not null,
  value    text not null,
  path     text,
  primary key (approval, place)
);

-- An approval is open only while it has a row here: those of a restored backup have none.
create table passing.open_approval (
  approval uuid primary key
);

-- The right to make a link, once, that an approved act gives to whoever asked for it.
create table passing.link_due (
  approval   uuid primary key,
  asker      uuid not null,
  role       text,
  account    uuid,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  check ((role is null) <> (account is null))
);

alter table passing.link add column approval uuid;
comment on column passing.link.approval is 'that allowed it; null where one person could';
