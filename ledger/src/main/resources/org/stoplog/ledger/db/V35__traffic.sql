-- What gateways recorded: segments as they came, the groups of them that became batches, and what is known of traffic beside its
-- rows. Times of requests are by the gateway's clock, but never after the segment came. Nothing here is about a person.

create table traffic_group (
  id         bigint generated always as identity primary key,
  gateway    uuid not null,
  planned_at timestamptz not null,
  done_at    timestamptz
);
-- One at a time for each gateway.
create unique index on traffic_group (gateway) where done_at is null;

create table traffic_segment (
  gateway       uuid not null,
  number        bigint not null check (number > 0),
  state         text not null check (state in ('missing', 'kept', 'planned', 'done', 'unreadable')),
  sha256        text,
  bytes         bigint,
  received_at   timestamptz,
  begun_at      timestamptz not null,
  ended_at      timestamptz not null,
  traffic_group bigint references traffic_group,
  why           text,
  refused       text,
  primary key (gateway, number),
  check ((state = 'missing') = (sha256 is null)),
  check (state not in ('planned', 'done') or traffic_group is not null),
  check ((state = 'unreadable') = (why is not null))
);
create index on traffic_segment (traffic_group);
create index on traffic_segment (gateway, state, number) where state <> 'done';

comment on column traffic_segment.state is 'missing: waited for long enough; kept: its file is here; planned: in a group; done: in the tables, its file is gone; unreadable: set aside, its file is here';
comment on column traffic_segment.begun_at is 'when it was begun, as its header says; with ended_at the time whose requests it may hold';
comment on column traffic_segment.why is 'slug of the reason';
comment on column traffic_segment.refused is 'SHA-256 of other content that came under its number, the first time';

alter table batch
  add gateway uuid,
  add traffic_group bigint references traffic_group,
  add possible boolean not null default false;

comment on column batch.gateway is 'which recorded it; null for a file';
comment on column batch.possible is 'nobody knows that the supplier received it: exposures take it as possible at most';

create index batch_possible on batch (id) where possible;

-- What a connection carried on a day (UTC), counted once with the group that it came in.
create table traffic_day (
  gateway       uuid not null,
  connection    int not null,
  day           date not null,
  delivered     bigint not null default 0,
  possible      bigint not null default 0,
  refused       bigint not null default 0,
  unsent        bigint not null default 0,
  streams       bigint not null default 0,
  opaque        bigint not null default 0,
  opaque_bytes  bigint not null default 0,
  refused_first timestamptz,
  refused_last  timestamptz,
  passed_last   timestamptz,
  primary key (gateway, connection, day)
);
create index on traffic_day (connection, day);

comment on column traffic_day.delivered is 'requests that the supplier answered';
comment on column traffic_day.possible is 'requests that may have reached it';
comment on column traffic_day.refused is 'requests that the gateway did not let through: attempts';
comment on column traffic_day.unsent is 'requests that never left, by a fault';
comment on column traffic_day.opaque is 'requests among those delivered or possible whose content nobody could read';
comment on column traffic_day.passed_last is 'last request or stream that reached the supplier, or may have';

-- Requests that went through without a record.
create table traffic_gap (
  gateway    uuid not null,
  connection int not null,
  first_at   timestamptz not null,
  last_at    timestamptz not null,
  requests   bigint not null,
  primary key (gateway, connection, first_at, last_at, requests)
);
create index on traffic_gap (connection);

create table traffic_stream (
  gateway    uuid not null,
  segment    bigint not null,
  request    int not null,
  connection int,
  host       text,
  opened_at  timestamptz,
  ended_at   timestamptz,
  bytes      bigint,
  primary key (gateway, segment, request)
);
create index on traffic_stream (connection, opened_at);

comment on column traffic_stream.opened_at is 'null when its opening is in a segment that was not read';
comment on column traffic_stream.ended_at is 'null while it is open, or nobody said';
