-- "If tonight": what an exposure of each supplier would say, as it was last worked out.
create table outlook (
  supplier int primary key references supplier on delete cascade,
  -- hash of all that the numbers hang on: the question, live batches, versions of the directory
  asked text not null,
  versions text not null,
  computed_at timestamptz not null,
  people bigint not null,
  seen bigint not null,
  seen_possible bigint not null,
  held bigint not null,
  declared bigint not null,
  ambiguous bigint not null,
  subjects bigint not null,
  organisations bigint not null,
  -- of those with a clause; null while nobody keeps clauses
  clause_organisations bigint,
  clause_hours int,
  harm bigint not null,
  harm_version int not null,
  coverage text not null,
  connections int not null,
  dark_connections int not null,
  declared_only_months int not null,
  is_complete boolean not null,
  last_import timestamptz,
  ended date,
  deleted date
);

create table outlook_element (
  supplier int not null references outlook on delete cascade,
  element text not null,
  -- people of whom it was seen or is held, and people of whom a grant allows it
  sure bigint not null,
  declared bigint not null,
  primary key (supplier, element)
);

create table outlook_country (
  supplier int not null references outlook on delete cascade,
  -- code of the attribute's value, 0 where it is not known
  country int not null,
  people bigint not null,
  primary key (supplier, country)
);

-- One row: what the record was like when all of the above was last looked at.
create table outlook_state (
  one boolean primary key default true check (one),
  truth text not null,
  day date not null,
  finished_at timestamptz not null
);


-- What somebody uploaded and has not yet confirmed; not in a backup.
create table passing.supplier_upload (
  id uuid not null,
  part int not null,
  account uuid not null,
  source text not null,
  name text not null,
  content bytea not null,
  created_at timestamptz not null,
  primary key (id, part)
);
create index on passing.supplier_upload (account);
