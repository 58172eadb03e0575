-- What a people file says of how to write to a person, when the import was asked to keep it. One row for each
-- person and batch, so that taking a batch back brings back what an earlier one said.
create table person_contact (
  person bigint not null references person,
  batch  bigint not null references batch,
  sealed bytea not null,
  primary key (person, batch)
);
create index person_contact_batch on person_contact using brin (batch);

comment on column person_contact.sealed is
  'e-mail, name and language, sealed with the keyset; the person''s id is what it is bound to';

-- A thousand people are asked for at once: who was merged into them is found by these.
create index person_merge_person on person_merge (person);
create index person_merge_into on person_merge (into_person);
