-- What suppliers promised. What ended stays.
create table agreement (
  id       int generated always as identity primary key,
  supplier int not null references supplier,
  name     text not null,
  signed   date,
  ends     date,
  place    text not null,
  made_by  uuid not null references account (id),
  made_at  timestamptz not null
);
create index agreement_supplier on agreement (supplier);
comment on column agreement.ends is 'first day on which it holds no more';
comment on column agreement.place is 'where it lies; empty while nobody wrote it down';

create table agreement_clause (
  id        int generated always as identity primary key,
  agreement int not null references agreement,
  kind      text not null check (kind in
    ('notice', 'data', 'deletion', 'sub-processors', 'logs', 'audit', 'mfa', 'places')),
  number    int check (number > 0),
  event     text check (event in ('detection', 'confirmation', 'notice', 'end')),
  words     text not null,
  since     date not null,
  until     date,
  made_by   uuid not null references account (id),
  made_at   timestamptz not null
);
create index agreement_clause_agreement on agreement_clause (agreement);
comment on column agreement_clause.number is 'hours of a notice, days of the others';
comment on column agreement_clause.event is 'what the number runs from';
comment on column agreement_clause.until is 'first day on which it holds no more';
