-- The right to take what two people allowed to be shown: by whoever asked, for a short time, a few times. It does not
-- come back with a restored backup.
create table passing.reveal_right (
  approval   uuid primary key,
  act        text not null,
  target     text not null,
  asker      uuid not null,
  uses       int not null check (uses >= 0),
  created_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > created_at)
);
create index on passing.reveal_right (act, target);

comment on column passing.reveal_right.uses is 'how often it can still be taken';
comment on column passing.reveal_right.created_at is 'by the real clock, as all times here';

alter table person_lookup add column reveal_reason text;
comment on column person_lookup.reveal_reason is
  'why the contact values were asked for, in the person''s own words; goes when they are erased';

-- A list of an incident that names people, asked for by one person and approved by another.
create table incident_export (
  id         uuid primary key,
  incident   uuid not null references incident (id),
  number     int not null,
  kind       text not null check (kind in ('exposure', 'delta', 'rows')),
  exposure   bigint references exposure,
  earlier    bigint references exposure,
  reading    text,
  contacts   boolean not null,
  reason     bytea not null,
  asked_by   uuid not null references account (id),
  asked_at   timestamptz not null,
  unique (incident, number),
  check ((kind = 'delta') = (earlier is not null)),
  check ((kind = 'rows') = (exposure is null)),
  check ((kind = 'rows') = (reading is not null))
);

comment on column incident_export.reading is 'hash of a file and of its mapping, whose rows are listed';
comment on column incident_export.contacts is 'whether address, name and language follow each line';
comment on column incident_export.reason is 'in somebody''s words, sealed and bound to the incident';
comment on column incident_export.asked_at is 'by the real clock';
