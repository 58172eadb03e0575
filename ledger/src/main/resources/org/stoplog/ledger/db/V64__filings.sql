-- Reports that duties ask for. Each time that one is kept is a row; the last one of a report holds.
create table incident_filing (
  incident uuid not null references incident (id),
  number   int not null,
  duty     text not null,
  report   int not null check (report > 0),
  lines    bytea not null,
  filed_at timestamptz,
  receipt  bytea,
  kept_by  uuid not null references account (id),
  kept_at  timestamptz not null,
  primary key (incident, number),
  check ((filed_at is null) = (receipt is null))
);
create unique index incident_filing_once on incident_filing (incident, duty, report) where filed_at is not null;
comment on column incident_filing.duty is 'id of the obligation in the catalogue';
comment on column incident_filing.report is '1 for the first; what follows it has the next number';
comment on column incident_filing.lines is 'what was asked and answered, sealed and bound to the incident';
comment on column incident_filing.receipt is 'sealed likewise';
