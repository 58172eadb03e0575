-- Duties to tell of a breach: what they hang on, and what was decided.

-- People of an exposure of an incident by where they are and what of theirs it is; nobody is in two groups.
create table exposure_group (
  exposure bigint not null references exposure (id),
  country  text not null,
  low      bigint not null,
  high     bigint not null,
  people   bigint not null check (people > 0),
  primary key (exposure, country, low, high)
);
comment on column exposure_group.country is 'as the directory writes it; empty when it is unknown';

-- What the company is, as far as laws ask. Each change is a row; the last one holds.
create table company_profile (
  number         int primary key,
  roles          text[] not null,
  establishments text[] not null,
  zone           text not null,
  changed_by     uuid not null references account (id),
  changed_at     timestamptz not null
);
comment on column company_profile.roles is 'of roles.yaml: controller, processor, those of sectors';
comment on column company_profile.establishments is 'ISO 3166 codes: IE, US-CA';
comment on column company_profile.zone is 'in which days end';

-- Answers to what duties ask of an incident. The last one to a question holds.
create table incident_answer (
  incident    uuid not null references incident (id),
  number      int not null,
  question    text not null,
  answer      text not null check (answer in ('yes', 'no', 'unknown', 'unlikely', 'some', 'serious', 'at')),
  happened_at timestamptz,
  reason      bytea not null,
  answered_by uuid not null references account (id),
  answered_at timestamptz not null,
  primary key (incident, number),
  check ((answer = 'at') = (happened_at is not null))
);
comment on column incident_answer.question is 'a key or a question of the catalogue, harm, or what starts a clock';
comment on column incident_answer.happened_at is 'of what starts a clock';
comment on column incident_answer.reason is 'in the words of whoever answered, sealed and bound to the incident';

-- What was decided of a duty, and when it was met. The last row of each kind holds.
create table incident_duty (
  incident uuid not null references incident (id),
  number   int not null,
  duty     text not null,
  kind     text not null check (kind in ('tell', 'not', 'counsel', 'met', 'not-met')),
  met_at   timestamptz,
  words    bytea not null,
  terms    bytea not null,
  said_by  uuid not null references account (id),
  said_at  timestamptz not null,
  primary key (incident, number),
  check ((kind = 'met') = (met_at is not null))
);
comment on column incident_duty.duty is 'id of the obligation in the catalogue';
comment on column incident_duty.words is 'why, or by which act it was met; sealed and bound to the incident';
comment on column incident_duty.terms is 'what the duty came to at that moment, as text; sealed and bound to the incident';
