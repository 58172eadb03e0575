-- Who looked somebody up, and why. The reason in the person's own words may be personal, so it is not in the audit log,
-- and goes with the person when they are erased.
create table person_lookup (
  id          uuid primary key,
  account     uuid not null,
  at          timestamptz not null,
  reason_kind text not null,
  reason      text,
  subject     uuid,
  people      bigint[] not null,
  persons     int not null
);
create index person_lookup_account on person_lookup (account, at);
create index person_lookup_people on person_lookup using gin (people);

comment on column person_lookup.at is 'by the real clock: look-ups are counted by the hour';
comment on column person_lookup.subject is 'keyed hash of the identifier; null once the person was erased';
comment on column person_lookup.people is 'ids of all accounts; none when nobody has the identifier';
comment on column person_lookup.persons is 'how many people that are: merged accounts are one';

-- Every look-up that was asked for, also one that named no identifier: what the limit counts.
create table passing.lookup_attempt (
  account uuid not null,
  at      timestamptz not null
);
create index lookup_attempt_account on passing.lookup_attempt (account, at);

-- What we owe an organisation when its people are in a breach.
create table organisation_clause (
  id           uuid primary key,
  organisation int not null references organisation,
  hours        int not null check (hours between 1 and 8760),
  event        text not null check (event in ('suspicion', 'awareness', 'confirmation', 'scope')),
  source       text not null check (length(source) between 1 and 500),
  checked_on   date not null,
  unique (organisation, event)
);

create table organisation_contact (
  id           uuid primary key,
  organisation int not null references organisation,
  sealed       bytea not null
);
create index organisation_contact_organisation on organisation_contact (organisation);

comment on column organisation_clause.hours is 'from the event; the shortest one counts';
comment on column organisation_contact.sealed is 'name, e-mail and telephone number, sealed with the keyset';
