-- Exports of tickets, searched for secrets and data of people. What was found is named and counted and lies nowhere as a
-- value. What a stranger wrote (ids of tickets, names of fields and files) is sealed.
create table incident_ticket_search (
  id          uuid primary key,
  incident    uuid not null,
  sha256      text not null,
  seq         bigint not null,
  password    bytea,
  -- how it is read, as JSON; changed until it is asked for, and never after
  plan        bytea not null,
  asked       boolean not null default false,
  -- null until it was searched to its end
  tickets     bigint,
  people      bigint,
  unread      bigint,
  unread_said bytea,
  failure     text,
  foreign key (incident, sha256) references incident_file (incident, sha256),
  foreign key (incident, seq) references incident_event (incident, seq)
);
create index on incident_ticket_search (incident);

comment on column incident_ticket_search.people is 'different people of the directory whom tickets name exactly';
comment on column incident_ticket_search.unread is 'what could not be searched, in tickets and around them';
comment on column incident_ticket_search.failure is 'why the last search came to nothing; no value of the file';

create table incident_ticket (
  search    uuid not null references incident_ticket_search (id),
  number    bigint not null,
  -- its id as the export has it; null when it has none
  label     bytea,
  names     boolean not null,
  person    bigint,
  at        timestamptz,
  has_text  boolean not null,
  secrets   int not null,
  checked   int not null,
  possible  int not null,
  unread    int not null,
  -- the first places and what could not be searched, as JSON
  detail    bytea not null,
  primary key (search, number)
);
create index on incident_ticket (person) where person is not null;

comment on column incident_ticket.number is 'its place in the export, from 1';
comment on column incident_ticket.names is 'whether the export says whose it is';
comment on column incident_ticket.person is 'whom it names exactly; never shown beside the ticket, which would tell who is known';

create table incident_ticket_find (
  search   uuid not null,
  number   bigint not null,
  detector text not null,
  count    int not null check (count > 0),
  primary key (search, number, detector),
  foreign key (search, number) references incident_ticket (search, number) on delete cascade
);
create index on incident_ticket_find (search, detector, number);

create table incident_ticket_secret (
  search      uuid not null,
  number      bigint not null,
  detector    text not null,
  fingerprint uuid not null,
  primary key (search, number, fingerprint),
  foreign key (search, number) references incident_ticket (search, number) on delete cascade
);
create index on incident_ticket_secret (search, detector, fingerprint);

comment on column incident_ticket_secret.fingerprint is 'keyed hash: the same secret has the same one; without the key it says nothing';

-- What each reviewer says of a ticket; somebody may change their own mind, not another's.
create table incident_ticket_review (
  search  uuid not null,
  number  bigint not null,
  account uuid not null references account (id),
  verdict text not null check (verdict in ('confirmed', 'false-alarm', 'more')),
  at      timestamptz not null,
  primary key (search, number, account),
  foreign key (search, number) references incident_ticket (search, number)
);

-- The task to rotate secrets of a kind, once for each search.
create table incident_ticket_task (
  search   uuid not null references incident_ticket_search (id),
  detector text not null,
  task     uuid not null references incident_task (id),
  primary key (search, detector)
);
