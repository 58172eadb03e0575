-- Folders below the server's inbox whose files are imported as they come.
create table followed_folder (
  id         uuid primary key,
  name       text not null,
  kind       text not null check (kind in ('people', 'disclosures', 'holdings')),
  supplier   int references supplier (id) on delete cascade,
  connection text,
  region     text,
  mapping    text,
  max_hours  int check (max_hours between 1 and 10000),
  created_by uuid not null references account (id),
  created_at timestamptz not null,
  ended_at   timestamptz,
  check ((kind = 'people') = (supplier is null)),
  check ((kind = 'people') = (connection is null))
);
create unique index on followed_folder (name) where ended_at is null;

comment on column followed_folder.name is 'of a folder right below the inbox';
comment on column followed_folder.mapping is 'how its files are read, as YAML; null to guess';
comment on column followed_folder.max_hours is 'older than that the newest file must not be; null for no alarm';

-- What became of its files; a file that was written again is another one. It does not come back
-- with a backup: files are known by their hash.
create table passing.followed_file (
  folder   uuid not null references public.followed_folder (id) on delete cascade,
  name     text not null,
  bytes    bigint not null,
  modified timestamptz not null,
  marked   timestamptz not null,
  at       timestamptz not null,
  batch    bigint,
  failure  text,
  primary key (folder, name),
  check ((batch is null) <> (failure is null))
);

-- When each was looked at last, and what stood in the way.
create table passing.followed_look (
  folder  uuid primary key references public.followed_folder (id) on delete cascade,
  at      timestamptz not null,
  waiting int not null,
  failure text
);
