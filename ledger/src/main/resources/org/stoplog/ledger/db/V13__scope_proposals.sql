-- A scope that somebody asked for and another person has to approve, since it narrows. One an incident; the approval binds
-- its content.
create table incident_scope_proposal (
  incident uuid primary key references incident (id),
  base     int not null,
  claims   text[] not null,
  reason   bytea not null,
  asked_by uuid not null references account (id)
);
