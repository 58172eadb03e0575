-- A wave goes by mail, or as letters on paper.
alter table notice_wave
  alter column route drop not null,
  add column channel text not null default 'mail' check (channel in ('mail', 'paper')),
  add column price bigint not null default 0 check (price between 0 and 1000000000),
  add column currency text not null default 'EUR' check (currency ~ '^[A-Z]{3}$'),
  add check ((channel = 'mail') = (route is not null));
alter table notice_wave alter column channel drop default;
comment on column notice_wave.price is 'of one copy, in ten-thousandths of the currency; 0 for what costs nothing by the piece';

alter table notice_wave
  drop constraint notice_wave_whom_check,
  add constraint notice_wave_whom_check check (whom in ('all', 'fresh', 'more', 'unreached'));
comment on column notice_wave.whom is
  'all of the exposure; only whom no wave of the incident has told; only whom another notice has told less than is known now; only whom a wave of the incident did not reach';

-- A letter on paper has no answer of a server: somebody says that it was posted.
alter table notice_recipient
  add column parcel int,
  drop constraint notice_recipient_check,
  add constraint notice_recipient_answered check (
    state not in ('accepted', 'refused') or (answered_at is not null and (code is not null or parcel is not null)));
comment on column notice_recipient.parcel is 'of letters on paper; null for what is not printed';

-- Letters of a wave that are printed together.
create table notice_parcel (
  wave      uuid not null references notice_wave (id),
  number    int not null check (number > 0),
  state     text not null check (state in ('planned', 'taken', 'posted')),
  taken_by  uuid references account (id),
  taken_at  timestamptz,
  letters   int,
  pages     int,
  sha256    text,
  posted_by uuid references account (id),
  posted_on date,
  said_at   timestamptz,
  carrier   bytea,
  primary key (wave, number),
  check ((state = 'planned') = (taken_at is null)),
  check ((state = 'posted') = (posted_on is not null))
);
create index on notice_recipient (wave, parcel) where parcel is not null;
comment on column notice_parcel.sha256 is 'of the file of letters, when it was taken last';
comment on column notice_parcel.carrier is 'who printed and posted them, with what proof; sealed and bound to the incident';

-- Addresses that are joined for the letters of one incident and shredded after. No backup has them.
create table contact_file (
  id          uuid primary key,
  incident    uuid not null references incident (id),
  number      int not null,
  sha256      text not null,
  lines       bigint not null,
  people      bigint not null,
  unknown     bigint not null,
  keep_days   int not null check (keep_days between 1 and 365),
  added_by    uuid not null references account (id),
  added_at    timestamptz not null,
  shredded_at timestamptz,
  shredded_by uuid references account (id),
  unique (incident, number)
);
comment on column contact_file.unknown is 'lines whose id nobody in the directory has';
comment on column contact_file.keep_days is 'after the end of the last wave of the incident, or after it was added, until it is shredded';
comment on column contact_file.shredded_by is 'null when its time had come';

create table passing.joined_contact (
  incident uuid not null,
  person   bigint not null,
  file     uuid not null,
  sealed   bytea not null,
  primary key (incident, person)
);
create index on passing.joined_contact (file);
create index on passing.joined_contact (person);
