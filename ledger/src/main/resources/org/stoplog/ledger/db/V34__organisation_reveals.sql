-- Why somebody wants to see a contact of an organisation; it goes with the contact.
alter table organisation_contact add column reveal_reason bytea;
comment on column organisation_contact.reveal_reason is 'in the words of whoever asked last, sealed; null before';
