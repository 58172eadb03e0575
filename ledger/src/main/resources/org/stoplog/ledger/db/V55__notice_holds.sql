-- An authority asks to hold notices back. Entered by one person, confirmed by another; it ends nothing and starts
-- nothing by itself. Times are by the real clock.
create table notice_hold (
  id            uuid primary key,
  incident      uuid not null references incident (id),
  number        int not null,
  words         bytea not null,
  notices       boolean not null,
  organisations boolean not null,
  statements    boolean not null,
  until         timestamptz not null,
  renews        int,
  entered_by    uuid not null references account (id),
  entered_at    timestamptz not null,
  confirmed_by  uuid references account (id),
  confirmed_at  timestamptz,
  lifted_by     uuid references account (id),
  lifted_at     timestamptz,
  lift_reason   bytea,
  unique (incident, number),
  check (notices or organisations or statements),
  check (until > entered_at),
  check ((confirmed_by is null) = (confirmed_at is null)),
  check (confirmed_by <> entered_by),
  check ((lifted_by is null) = (lifted_at is null) and (lifted_by is null) = (lift_reason is null))
);
comment on column notice_hold.words is 'authority, its reference and its reason, sealed and bound to the incident';
comment on column notice_hold.notices is 'letters to people stand still; telling authorities never does';
comment on column notice_hold.renews is 'number of the one that it goes on with';
