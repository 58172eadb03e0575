-- Codes by which a team that answers the telephone gets to one incident. They do not come back with a restored backup:
-- one that was ended since would be good again.
create table passing.support_code (
  id         uuid primary key,
  incident   uuid not null,
  number     int not null,
  code_hash  bytea not null unique check (octet_length(code_hash) = 32),
  created_by uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > created_at),
  ended_at   timestamptz,
  look_ups   int not null default 0,
  unique (incident, number)
);

comment on column passing.support_code.look_ups is 'made by those who entered it';
comment on column passing.support_code.created_at is 'by the real clock, as all times here';

create table passing.support_entry (
  code       uuid not null references passing.support_code (id),
  account    uuid not null,
  entered_at timestamptz not null,
  primary key (code, account)
);
create index on passing.support_entry (account);
