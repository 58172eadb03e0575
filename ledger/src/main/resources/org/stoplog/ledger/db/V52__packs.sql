-- Evidence packs: what an authority or a court is given of an incident, and what the public may have.
create table pack (
  id         uuid primary key,
  incident   uuid not null references incident (id),
  number     int not null,
  edition    text not null check (edition in ('authority', 'public')),
  secret     bytea not null,
  made_by    uuid not null references account (id),
  asked_at   timestamptz not null,
  product_at timestamptz not null,
  work       uuid,
  made_at    timestamptz,
  sha256     text,
  bytes      bigint,
  entry      bigint,
  files      int,
  unique (incident, number),
  check ((sha256 is null) = (made_at is null)),
  check ((sha256 is null) = (bytes is null)),
  check ((sha256 is null) = (entry is null)),
  check ((sha256 is null) = (files is null))
);
create index on pack (sha256);

comment on column pack.secret is 'key of the pseudonyms of its people, sealed and bound to the pack';
comment on column pack.asked_at is 'by the real clock: the time in the pack, also when it is made again after a kill';
comment on column pack.product_at is 'the same by the clock that a drill may shift: for what is counted until then';
comment on column pack.entry is 'of the audit log, that its checkpoint signs';

-- Files that say who the pseudonyms of a pack are, sealed to somebody outside; made when they are taken, and not kept.
create table pack_key (
  id        uuid primary key,
  pack      uuid not null references pack (id),
  recipient text not null,
  reason    bytea not null,
  asked_by  uuid not null references account (id),
  asked_at  timestamptz not null
);
create index on pack_key (pack);

comment on column pack_key.recipient is 'public key of whoever can open it';
comment on column pack_key.reason is 'in somebody''s words, sealed and bound to the incident';

-- What was approved of a wave, in the words whose hash the approval has.
alter table notice_wave add column approved text;
comment on column notice_wave.approved is 'canonical JSON: ids, counts, hashes, words of ours; null before there were packs';

-- An entry says what it says in a hash of its own, so that others can check the chain without reading it.
alter table audit_entry add column salt bytea check (octet_length(salt) = 16);
comment on column audit_entry.salt is 'null in entries from before there were salts: see AuditEntry';
