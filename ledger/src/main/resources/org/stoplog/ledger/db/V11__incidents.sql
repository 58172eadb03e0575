-- Incidents: what was said, decided and done. What people write freely may name somebody, so it is sealed with the
-- keyset (columns of type bytea); what is plain here are words of ours, ids, times and counts.
create table incident (
  id         uuid primary key,
  number     int generated always as identity unique,
  title      text not null check (length(title) between 1 and 120),
  supplier   int references supplier,
  state      text not null check (state in ('suspected', 'confirmed', 'contained', 'closed')),
  signal     text not null,
  opened_by  uuid not null references account (id),
  opened_at  timestamptz not null,
  -- number of its last event; whoever shows it can tell whether anything changed
  version    bigint not null default 0
);

comment on column incident.supplier is 'null while nobody knows which one it is';
comment on column incident.signal is 'what made us look';

create table incident_member (
  incident   uuid not null references incident (id),
  account    uuid not null references account (id),
  works      boolean not null,
  privileged boolean not null,
  added_by   uuid not null references account (id),
  added_at   timestamptz not null,
  primary key (incident, account)
);
create index on incident_member (account);

comment on column incident_member.works is 'may change things; else only read';
comment on column incident_member.privileged is 'sees what is under legal privilege';

-- The timeline: added to, never changed.
create table incident_event (
  incident   uuid not null references incident (id),
  seq        bigint not null,
  kind       text not null,
  actor      uuid references account (id),
  at         timestamptz not null,
  real_at    timestamptz not null,
  privileged boolean not null default false,
  ref        text,
  text       bytea,
  primary key (incident, seq)
);

comment on column incident_event.at is 'by the clock of the product, which a drill may shift';
comment on column incident_event.ref is 'what it is about: a claim, a kind of time, a task';

-- What is said of when things happened. Every statement stays; the last one of a source counts for that source.
create table incident_time (
  incident   uuid not null references incident (id),
  seq        bigint not null,
  kind       text not null,
  source     text not null,
  said       bytea not null,
  first      timestamptz,
  last       timestamptz,
  reason     bytea,
  primary key (incident, seq),
  foreign key (incident, seq) references incident_event (incident, seq),
  check ((first is null) = (last is null))
);

comment on column incident_time.first is 'null when it is unknown';
comment on column incident_time.last is 'end of the time that the words may mean, not included';

-- A claim as the claims file of docs/reference/claims.md would have it; never changed, only superseded.
create table incident_claim (
  incident   uuid not null references incident (id),
  id         text not null,
  seq        bigint not null,
  polarity   text not null,
  verified   text not null,
  source     text not null,
  document   bytea not null,
  primary key (incident, id),
  foreign key (incident, seq) references incident_event (incident, seq)
);

-- A file that belongs to an incident; its content lies sealed under the evidence folder.
create table incident_file (
  incident   uuid not null references incident (id),
  sha256     text not null,
  name       bytea not null,
  bytes      bigint not null,
  seq        bigint not null,
  primary key (incident, sha256),
  foreign key (incident, seq) references incident_event (incident, seq)
);

-- The claims that are worked with, version by version, as decided.
create table incident_scope (
  incident    uuid not null references incident (id),
  version     int not null,
  seq         bigint not null,
  narrows     boolean not null,
  decided_by  uuid not null references account (id),
  approved_by uuid references account (id),
  reason      bytea not null,
  primary key (incident, version),
  foreign key (incident, seq) references incident_event (incident, seq),
  -- Narrowing is the decision of two people.
  check (not narrows or approved_by is not null and approved_by <> decided_by)
);

create table incident_scope_claim (
  incident uuid not null,
  version  int not null,
  claim    text not null,
  primary key (incident, version, claim),
  foreign key (incident, version) references incident_scope (incident, version),
  foreign key (incident, claim) references incident_claim (incident, id)
);

-- Frozen answers of an incident. Numbers are written once, with the exposure that they were read from; they name places
-- and organisations, so they are sealed.
create table incident_exposure (
  incident   uuid not null references incident (id),
  exposure   bigint not null references exposure,
  seq        bigint not null,
  scope      int not null,
  numbers    bytea not null,
  primary key (incident, exposure),
  foreign key (incident, seq) references incident_event (incident, seq),
  foreign key (incident, scope) references incident_scope (incident, version)
);

create table incident_task (
  incident   uuid not null references incident (id),
  id         uuid primary key,
  title      bytea not null,
  owner      uuid references account (id),
  due        timestamptz,
  added_seq  bigint not null,
  done_seq   bigint,
  proof      bytea,
  foreign key (incident, added_seq) references incident_event (incident, seq),
  foreign key (incident, done_seq) references incident_event (incident, seq)
);
create index on incident_task (incident);

-- The questions to the breached supplier: asked when, and what came back.
create table incident_question (
  incident   uuid not null references incident (id),
  question   text not null,
  asked_seq  bigint not null,
  chased     int not null default 0,
  answer_seq bigint,
  answer     bytea,
  claim      text,
  primary key (incident, question),
  foreign key (incident, asked_seq) references incident_event (incident, seq),
  foreign key (incident, answer_seq) references incident_event (incident, seq),
  foreign key (incident, claim) references incident_claim (incident, id)
);
