-- The connection that an accepted app became: its name at the source may change.
alter table review_item add connection int references connection on delete set null;
