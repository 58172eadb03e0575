-- Cutting suppliers: what is known of each connection before it is cut, cuts of many connections at once, cuts that were made
-- elsewhere, what has to be rotated, and whether it is silent since. Nothing here is about a person whose data it is.

create table connection_plan (
  connection int primary key references connection (id) on delete cascade,
  owner      text,
  link       text,
  effect     text,
  dependency text,
  fallback   text,
  revision   bigint not null
);

comment on table connection_plan is 'what to know before a connection is cut; each null when unknown';
comment on column connection_plan.link is 'https address of the page where it is cut';
comment on column connection_plan.effect is 'what stops in the business when it is cut';
comment on column connection_plan.dependency is 'what else needs it: carries password-reset mail';

-- Names and kinds, never values.
create table connection_credential (
  connection int not null references connection (id) on delete cascade,
  place      int not null,
  kind       text not null,
  name       text not null,
  primary key (connection, place)
);

-- A cut of a supplier, of one engagement or of one connection: one person, at once.
create table severance (
  id             uuid primary key,
  number         bigint not null generated always as identity unique,
  supplier       int not null references supplier (id),
  engagement     int references engagement (id),
  connection     int references connection (id),
  state          text not null check (state in ('paused', 'removed', 'terminated')),
  reason         text not null,
  by             uuid not null references account (id),
  at             timestamptz not null,
  policy_version bigint,
  own_copy       text check (own_copy in ('taken', 'not-possible', 'not-needed')),
  own_copy_words text,
  reviewed_by    uuid references account (id) check (reviewed_by <> by),
  reviewed_at    timestamptz,
  approval       uuid,
  restored_at    timestamptz,
  check (engagement is null or connection is null),
  check ((reviewed_by is null) = (reviewed_at is null)),
  check ((approval is null) = (restored_at is null))
);
create index on severance (supplier) where restored_at is null;
create index on severance (at) where reviewed_at is null;

comment on column severance.engagement is 'with connection null: the whole supplier';
comment on column severance.at is 'by the real clock, as all times here';
comment on column severance.policy_version is 'which gateways must obey; null when nothing of it goes through gateways';
comment on column severance.own_copy is 'whether our own copy was taken first; null while nobody said';

alter table gateway_cut add severance uuid references severance (id);
create index on gateway_cut (severance);

comment on column gateway_cut.severance is 'that it was made with; null when the connection was cut alone';

-- A cut that no gateway makes: in the application, at the supplier, by the platform between.
create table outside_cut (
  id          uuid primary key,
  number      bigint not null generated always as identity unique,
  connection  int not null references connection (id),
  severance   uuid references severance (id),
  cut_by      text not null check (cut_by in ('us', 'others')),
  who         text not null,
  proof       text not null,
  cut_at      timestamptz not null,
  noted_by    uuid not null references account (id),
  noted_at    timestamptz not null,
  approval    uuid,
  restored_at timestamptz,
  check ((approval is null) = (restored_at is null))
);
-- One holds at a time.
create unique index on outside_cut (connection) where restored_at is null;
create index on outside_cut (severance);

comment on column outside_cut.cut_by is 'others: it was done to us or for us, as when a platform revokes an app';

-- What has to be rotated or revoked after a cut.
create table rotation_item (
  id        uuid primary key,
  number    bigint not null generated always as identity unique,
  severance uuid not null references severance (id),
  connection int references connection (id),
  kind      text not null check (kind in ('credential', 'grant', 'second-order', 'unknown')),
  what      text not null,
  owner     text,
  added_by  uuid not null references account (id),
  closed    text check (closed in ('rotated', 'revoked', 'not-needed')),
  words     text,
  seen_to_fail boolean not null default false,
  closed_by uuid references account (id),
  closed_at timestamptz,
  check ((closed is null) = (words is null)),
  check ((closed is null) = (closed_by is null)),
  check ((closed is null) = (closed_at is null))
);
create index on rotation_item (severance);

comment on column rotation_item.kind is 'second-order: a secret that could be read with another; unknown: nobody wrote down what the connection uses';
comment on column rotation_item.words is 'the proof, or why it is not needed';
comment on column rotation_item.seen_to_fail is 'whether the old credential was seen to be refused; a revocation counts only then';

create table supplier_silence (
  supplier   int primary key references supplier (id),
  quiet_days int not null check (quiet_days between 1 and 365)
);

comment on table supplier_silence is 'after how many quiet days a cut counts as silent; 30 where there is no row';

-- Traffic after a cut that should not have been.
create table severance_alarm (
  id         uuid primary key,
  severance  uuid not null references severance (id),
  connection int not null references connection (id),
  day        date not null,
  kind       text not null check (kind in ('passed', 'again')),
  requests   bigint,
  raised_at  timestamptz not null,
  seen_by    uuid references account (id),
  seen_at    timestamptz,
  unique (severance, connection, day, kind),
  check ((seen_by is null) = (seen_at is null))
);
create index on severance_alarm (raised_at) where seen_at is null;

comment on column severance_alarm.requests is 'of that day; null for the day of the cut itself, of which only some came after it';
comment on column severance_alarm.kind is 'passed: something went to the supplier after the cut; again: attempts after it had been silent';

-- On which days a gateway called, so that a day without traffic can be told from a day that nobody saw.
create table gateway_day (
  gateway         uuid not null references gateway (id),
  day             date not null,
  first_at        timestamptz not null,
  last_at         timestamptz not null,
  longest_seconds bigint not null,
  clear_at        timestamptz,
  primary key (gateway, day)
);

comment on column gateway_day.day is 'UTC';
comment on column gateway_day.longest_seconds is 'longest time of the day, so far, that it did not call';
comment on column gateway_day.clear_at is 'when it last said that no closed segment waited there';
