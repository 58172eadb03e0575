-- How each file was read, and which rows were left out and why: line, header of the column, reason; never a value.
alter table batch
  add mapping text,
  add imported_by uuid,
  add ended_by uuid;

comment on column batch.mapping is 'as YAML; null for batches of before';
comment on column batch.imported_by is 'the account; null for the command line';
comment on column batch.ended_by is 'who replaced it or took it back';

create table batch_left_out (
  batch       bigint not null references batch,
  place       int not null,
  line        bigint not null,
  file_column text,
  reason      text not null,
  primary key (batch, place)
);

create table batch_left_out_reason (
  batch  bigint not null references batch,
  reason text not null,
  rows   bigint not null,
  primary key (batch, reason)
);

-- Uploaded files that wait in the data folder. They are in no backup, so their rows are in none either.
create table passing.upload (
  id         uuid primary key,
  account    uuid not null,
  created_at timestamptz not null,
  name       text not null,
  bytes      bigint not null,
  sha256     text not null,
  kind       text not null check (kind in ('people', 'disclosures', 'holdings')),
  supplier   int,
  connection text,
  region     text,
  as_of      date,
  password   bytea,
  mapping    text not null,
  state      text not null default 'waiting' check (state in ('waiting', 'importing', 'done')),
  after_batch bigint,
  failure    text,
  batch      bigint
);

comment on column passing.upload.created_at is 'by the real clock: the file goes a day later';
comment on column passing.upload.after_batch is 'the last batch when its import was asked for: its own has a higher number';
comment on column passing.upload.password is 'of a ZIP, sealed with the keyset';
comment on column passing.upload.failure is 'why the last import of it came to nothing; no value of the file';
