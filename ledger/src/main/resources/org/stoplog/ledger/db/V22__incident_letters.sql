-- The correspondence of an incident: what came, and what was sent. Added to, never changed. What it says, and whom it names,
-- is sealed.
create table incident_letter (
  incident uuid not null references incident (id),
  id       uuid primary key,
  seq      bigint not null,
  is_ours  boolean not null,
  channel  text not null check (channel in ('mail', 'letter', 'portal', 'call', 'other')),
  at       timestamptz not null,
  sha256   text,
  bytes    bigint,
  content  bytea not null,
  unique (incident, sha256),
  foreign key (incident, seq) references incident_event (incident, seq),
  check ((sha256 is null) = (bytes is null))
);

comment on column incident_letter.at is 'when it reached them or us, as somebody said';
comment on column incident_letter.sha256 is 'the original or what shows that it was received, kept sealed; null for none';
