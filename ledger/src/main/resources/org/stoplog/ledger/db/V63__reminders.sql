-- Messages to the company's own team, and what its clocks reminded of.

alter table message_service drop constraint message_service_kind_check,
  add constraint message_service_kind_check check (kind in ('sms', 'in-app', 'team'));

create table team_message (
  id          uuid primary key,
  topic       text not null,
  account     uuid references account (id),
  service     int references message_service (id),
  route       int,
  breached    int,
  content     bytea not null,
  planned_at  timestamptz not null,
  state       text not null check (state in
    ('planned', 'handed-over', 'accepted', 'deferred', 'refused', 'given-up', 'no-address')),
  in_doubt    boolean not null default false,
  attempts    int not null default 0,
  next_at     timestamptz,
  code        int,
  answered_at timestamptz,
  check ((account is null) <> (service is null)),
  unique (topic, account),
  unique (topic, service)
);
create index team_message_due on team_message (next_at) where state in ('planned', 'deferred', 'handed-over');
comment on column team_message.topic is 'what it is about, by ids of ours; nobody is told twice of the same';
comment on column team_message.route is 'of mail by which it goes; null for the first that really sends';
comment on column team_message.breached is 'supplier whose mail servers are not used';
comment on column team_message.content is 'sealed and bound to the message';

-- Those of a restored backup went out after it, or never: they have no row here.
create table passing.live_team_message (
  id uuid primary key
);

-- Starts of waves are told by the same way from now on.
insert into team_message (id, topic, account, content, planned_at, state, in_doubt, attempts, code, answered_at)
select gen_random_uuid(), 'wave ' || s.wave, s.account, '', w.started_at,
  case when s.state in ('planned', 'handed-over', 'deferred') then 'given-up' else s.state end,
  s.in_doubt, s.attempts, s.code, s.answered_at
from notice_start_mail s join notice_wave w on w.id = s.wave;
drop table passing.live_start_mail;
drop table notice_start_mail;

-- Of which deadline was told, and how near it was then.
create table clock_reminder (
  incident uuid not null references incident (id),
  duty     text not null,
  by       timestamptz not null,
  stage    text not null check (stage in ('day', 'hours', 'missed')),
  told_at  timestamptz not null,
  primary key (incident, duty, by, stage)
);
comment on column clock_reminder.by is 'the deadline, in whole seconds';

-- What duties came to, each time that it was something else than before.
create table incident_evaluation (
  incident uuid not null references incident (id),
  number   int not null,
  at       timestamptz not null,
  inputs   text not null,
  outcomes text not null,
  primary key (incident, number)
);
comment on column incident_evaluation.inputs is 'what it was worked out from: a line of key=value each';
comment on column incident_evaluation.outcomes is 'id of the duty=what it comes to and by when, a line each; what is not required is left out';
