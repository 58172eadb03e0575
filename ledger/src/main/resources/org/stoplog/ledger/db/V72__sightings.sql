-- What somebody wants looked at of suppliers, on demand and by schedule. Times are by the real clock.
create table lookout (
  id            uuid primary key,
  kind          text not null check (kind in
    ('breaches', 'exploited', 'certificate', 'names', 'sub-processors')),
  supplier      int references supplier,
  title         text not null,
  target        text,
  products      text[] not null default '{}',
  inside        boolean not null,
  every_days    int not null check (every_days between 1 and 92),
  made_by       uuid not null references account (id),
  made_at       timestamptz not null,
  begun_at      timestamptz not null,
  paused_at     timestamptz,
  removed_at    timestamptz,
  next_at       timestamptz,
  failures      int not null default 0 check (failures >= 0),
  failing_since timestamptz,
  check (kind = 'breaches' or supplier is not null),
  check (kind in ('breaches', 'exploited') or target is not null),
  check (target is not null or next_at is null),
  check ((failures = 0) = (failing_since is null))
);
create index lookout_due on lookout (next_at) where next_at is not null and paused_at is null and removed_at is null;
comment on column lookout.supplier is 'null for all suppliers';
comment on column lookout.target is 'address, host or domain; null for a list that is only ever imported as a file';
comment on column lookout.inside is 'whether addresses of private networks may be asked';
comment on column lookout.begun_at is 'what was seen before is not compared with: the target was another one';
comment on column lookout.failing_since is 'first look of those in a row that failed';

-- Rows are only ever added.
create table lookout_observation (
  id      uuid primary key,
  number  bigint generated always as identity unique,
  lookout uuid not null references lookout (id),
  at      timestamptz not null,
  asked_by uuid references account (id),
  source  bytea not null,
  outcome text not null check (outcome in ('seen', 'failed')),
  sha256  text,
  words   bytea not null,
  content bytea,
  check ((outcome = 'seen') = (sha256 is not null))
);
create index lookout_observation_lookout on lookout_observation (lookout, number);
comment on column lookout_observation.asked_by is 'who sent a file; null for a look of the program';
comment on column lookout_observation.source is 'address or file name; sealed and bound to the row';
comment on column lookout_observation.words is 'what was seen in a line, or why nothing was; sealed and bound to the row';
comment on column lookout_observation.content is 'lines to compare with, when they are others than before; sealed and bound to the row';

-- What somebody should look at. Rows are only ever added; so are what people say of them.
create table sighting (
  id          uuid primary key,
  number      int generated always as identity unique,
  lookout     uuid not null references lookout (id),
  observation uuid not null references lookout_observation (id),
  kind        text not null,
  supplier    int references supplier,
  key         text not null,
  version     text not null,
  title       text not null,
  grave       boolean not null,
  again       boolean not null,
  detail      bytea not null,
  seen_at     timestamptz not null
);
create unique index sighting_once on sighting (kind, coalesce(supplier, 0), key, version);
create index sighting_supplier on sighting (supplier);
create index sighting_lookout on sighting (lookout);
comment on column sighting.key is 'what was seen: the name of a breach, the number of a vulnerability, or the lookout';
comment on column sighting.version is 'in which state of it: the same is not sighted twice';
comment on column sighting.again is 'whether the same thing was sighted before, in another state';
comment on column sighting.detail is 'sealed and bound to the row';

create table sighting_event (
  sighting uuid not null references sighting (id),
  number   int not null,
  kind     text not null check (kind in ('looked-at', 'not-ours', 'incident')),
  words    bytea not null,
  incident uuid references incident (id),
  said_by  uuid not null references account (id),
  said_at  timestamptz not null,
  primary key (sighting, number),
  check ((kind = 'incident') = (incident is not null))
);
comment on column sighting_event.words is 'sealed and bound to the sighting';

-- security.txt of suppliers (RFC 9116), each time that somebody had it read.
create table security_txt (
  id       uuid primary key,
  number   bigint generated always as identity unique,
  supplier int not null references supplier,
  domain   text not null,
  read_by  uuid not null references account (id),
  read_at  timestamptz not null,
  content  bytea,
  failure  text,
  check ((content is null) = (failure is not null))
);
create index security_txt_supplier on security_txt (supplier, number);
comment on column security_txt.content is 'the file, sealed and bound to the row';
comment on column security_txt.failure is 'why there is none, in words of ours';
