-- Risk that somebody took as it was. Rows are only ever added; name and points are those of that moment.
create table risk_accepted (
  id          uuid primary key,
  supplier    int not null references supplier,
  name        text not null,
  inherent    int not null check (inherent between 0 and 100),
  residual    int not null check (residual between 0 and 100),
  rules       int not null,
  words       bytea not null,
  until       date not null,
  accepted_by uuid not null references account (id),
  at          timestamptz not null
);
create index risk_accepted_supplier on risk_accepted (supplier);
comment on column risk_accepted.words is 'why; sealed and bound to the row';
comment on column risk_accepted.until is 'first day on which it holds no more';

-- What became of a supplier after an incident. Rows are only ever added; the last one of an incident holds.
create table supplier_decision (
  id         uuid primary key,
  supplier   int not null references supplier,
  incident   uuid not null references incident (id),
  kind       text not null check (kind in ('keep', 'restrict', 'end')),
  reasons    bytea not null,
  promises   bytea not null,
  decided_by uuid not null references account (id),
  decided_at timestamptz not null
);
create index supplier_decision_supplier on supplier_decision (supplier);
create index supplier_decision_incident on supplier_decision (incident);
comment on column supplier_decision.reasons is 'sealed and bound to the incident';
comment on column supplier_decision.promises is 'what it had promised and what happened, as it was then: JSON, sealed and bound to the incident';
