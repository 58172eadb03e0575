-- How bad incidents are for people: what was judged to say so.

-- Answers to what the methods ask. Rows are only ever added; the last one to a question holds.
create table incident_judgement (
  incident uuid not null references incident (id),
  number   int not null,
  question text not null,
  answer   text not null,
  reason   bytea not null,
  said_by  uuid not null references account (id),
  said_at  timestamptz not null,
  primary key (incident, number)
);
comment on column incident_judgement.question is 'a word of ours: got-by, points-simple';
comment on column incident_judgement.answer is 'a word of ours';
comment on column incident_judgement.reason is 'in the words of whoever judged, sealed and bound to the incident';

-- How often each part of our own score counts. Each change is a row; the last one holds.
create table deception_weights (
  number     int primary key check (number > 0),
  weights    int[] not null check (0 <= all (weights) and 3 >= all (weights)),
  changed_by uuid not null references account (id),
  changed_at timestamptz not null
);
comment on column deception_weights.weights is 'of the parts, in their order';

alter table notice_wave
  add column bands text[] not null default '{}',
  add column judgement int not null default 0;
comment on column notice_wave.bands is 'whose data scores in any of these bands gets it, and of whom none is known; none for all';
comment on column notice_wave.judgement is 'number of the last judgement of the incident that the bands are by';
