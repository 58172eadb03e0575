-- Pages on which anybody may ask whether they are affected by an incident. Nothing of people is here.
create table inquiry_page (
  incident      uuid primary key references incident (id),
  slug          text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{2,59}$'),
  title         text not null check (length(title) between 1 and 120),
  content       bytea not null,
  route         int not null references mail_route (id),
  state         text not null check (state in ('draft', 'open', 'closed')),
  content_hash  text,
  created_by    uuid not null references account (id),
  created_at    timestamptz not null,
  approved_by   uuid references account (id),
  opened_at     timestamptz,
  check (state <> 'open' or (approved_by is not null and content_hash is not null))
);
comment on column inquiry_page.title is 'as the world reads it';
comment on column inquiry_page.content is 'what answers say, sealed and bound to the incident';
comment on column inquiry_page.content_hash is 'of all that was approved: another text or route is not it any more';

create table inquiry_page_editor (
  incident uuid not null references inquiry_page (incident),
  account  uuid not null references account (id),
  primary key (incident, account)
);

-- A number of a letter that is asked for often, or many that are none: somebody sends letters in our name.
create table inquiry_alarm (
  id        uuid primary key,
  incident  uuid references incident (id),
  copy      bytea check (octet_length(copy) = 32),
  asked     int not null,
  networks  int not null,
  raised_at timestamptz not null,
  seen_by   uuid references account (id),
  seen_at   timestamptz,
  check ((incident is null) = (copy is null))
);
create index on inquiry_alarm (raised_at) where seen_at is null;
comment on column inquiry_alarm.copy is 'hash of the number of the copy; null for numbers that are none';

-- Questions of strangers. They do not come back with a backup: who asked twice was answered.
create table passing.inquiry (
  id         uuid primary key,
  kind       text not null check (kind in ('affected', 'letter')),
  incident   uuid,
  asker      bytea not null check (octet_length(asker) = 32),
  network    bytea not null check (octet_length(network) = 32),
  day        date not null,
  sealed     bytea,
  token_hash bytea unique check (octet_length(token_hash) = 32),
  asked_at   timestamptz not null,
  state      text not null default 'waiting' check (state in ('waiting', 'answered')),
  answer     bytea,
  check ((kind = 'letter') = (token_hash is not null)),
  check (state = 'answered' or sealed is not null)
);
create index on passing.inquiry (asked_at) where state = 'waiting';
create index on passing.inquiry (network, asked_at);
create unique index inquiry_once on passing.inquiry (asker, coalesce(incident, '00000000-0000-0000-0000-000000000000'::uuid), day)
  where kind = 'affected';

comment on column passing.inquiry.asker is 'keyed hash of the address that was typed';
comment on column passing.inquiry.network is 'hash of where it came from, with a key that ends with the program';
comment on column passing.inquiry.sealed is 'what was typed, bound to the id; gone once it is answered';
comment on column passing.inquiry.answer is 'sealed, until it is shown, which happens once';

-- To whom a mail went: none gets two within a day.
create table passing.inquiry_mailed (
  asker     bytea primary key check (octet_length(asker) = 32),
  mailed_at timestamptz not null
);

-- Which numbers were asked for, from where.
create table passing.inquiry_code (
  copy    bytea not null,
  network bytea not null,
  known   boolean not null,
  right_address boolean not null,
  at      timestamptz not null
);
create index on passing.inquiry_code (copy, at);
create index on passing.inquiry_code (at);

grant select (incident, slug, title, state) on inquiry_page to stoplog_public;
grant insert, select (id, kind, network, asked_at, token_hash, state, answer), update (answer)
  on passing.inquiry to stoplog_public;
