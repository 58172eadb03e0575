-- What a supplier's own list says of its sub-processors. Rows are added and ended, never changed.
create table listed_sub_processor (
  id            uuid primary key,
  supplier      int not null references supplier,
  sub_processor int not null references supplier,
  name          text not null,
  domain        text,
  purpose       text not null,
  data          text not null,
  place         text not null,
  since         date,
  source        text not null,
  sha256        text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  line          int not null check (line > 0),
  listed_by     uuid not null references account (id),
  listed_at     timestamptz not null,
  gone_by       uuid references account (id),
  gone_at       timestamptz,
  check ((gone_by is null) = (gone_at is null)),
  check (supplier <> sub_processor)
);
create unique index listed_sub_processor_now on listed_sub_processor (supplier, sub_processor)
  where gone_at is null;
create index on listed_sub_processor (sub_processor);
comment on column listed_sub_processor.supplier is 'whose list it is';
comment on column listed_sub_processor.sub_processor is 'who it is in the register';
comment on column listed_sub_processor.name is 'as the list writes it, as are the next five';
comment on column listed_sub_processor.source is 'where the list came from, in words or as an address';
comment on column listed_sub_processor.sha256 is 'of the file, in which it stands on that line';
