-- Who is told: filters of an audience, and guardians of minors.

-- A guardian who was erased stays a guardian whom nobody can write to: the minor is not written to instead.
alter table person_period add column guardian_erased boolean not null default false;
create index person_period_guarded on person_period (person) where guardian is not null or guardian_erased;
comment on column person_period.guardian_erased is 'the file names a guardian who was erased; who it was is gone';

alter table notice_wave
  add column countries        int[] not null default '{}',
  add column elements_low     bigint not null default 0,
  add column elements_high    bigint not null default 0,
  add column elements_unknown boolean not null default false,
  add column roles            text not null default 'other member admin';
comment on column notice_wave.countries is 'codes of countries whose people get it, 0 for unknown; none for all';
comment on column notice_wave.elements_low is 'whoever has any of these elements gets it; none for all';
comment on column notice_wave.elements_unknown is 'whoever of whom no element is known gets it, too';
comment on column notice_wave.roles is 'which of administrators of organisations, members and others';

alter table notice_recipient
  add column guardian bigint,
  drop constraint notice_recipient_state_check,
  add constraint notice_recipient_state_check check (state in (
    'planned', 'claimed', 'handed-over', 'accepted', 'deferred', 'doubtful', 'bounced',
    'refused', 'given-up', 'no-address', 'bad-address', 'erased', 'merged', 'dropped',
    'guardian-erased', 'guardian-loop', 'guardian-no-address', 'guardian-changed')),
  add check (guardian <> person);
comment on column notice_recipient.guardian is
  'whose mailbox a minor is told by, at the end of the chain of guardians; null for whoever has none';

-- What is done for people of the file who are not in our directory. They are never mailed by default.
create table notice_outside (
  incident   uuid not null references incident (id),
  number     int not null,
  decision   text not null check (decision in ('not-told', 'told-by-supplier', 'told-by-letter', 'public-notice')),
  reason     bytea not null,
  people     bigint not null,
  exposure   bigint not null references exposure (id),
  decided_by uuid not null references account (id),
  decided_at timestamptz not null,
  primary key (incident, number)
);
comment on column notice_outside.reason is 'in the words of whoever decided, sealed and bound to the incident';
comment on column notice_outside.people is 'how many they were when it was decided';

-- Why somebody wants the company's own ids of those whom a wave did not reach.
create table notice_residual_reason (
  wave     uuid primary key references notice_wave (id),
  reason   bytea not null,
  asked_by uuid not null references account (id),
  asked_at timestamptz not null
);
comment on column notice_residual_reason.reason is 'in the words of whoever asked last, sealed and bound to the incident';
