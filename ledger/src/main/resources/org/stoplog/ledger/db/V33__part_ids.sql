-- What programs call what belongs to a supplier: tells no count, and stays when a name changes.
alter table engagement add column uid uuid not null default uuidv7();
create unique index on engagement (uid);
alter table connection add column uid uuid not null default uuidv7();
create unique index on connection (uid);
alter table data_grant add column uid uuid not null default uuidv7();
create unique index on data_grant (uid);
