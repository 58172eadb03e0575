-- The register of suppliers. Nothing here is about a person; key is the name as compared: without case and spare spaces.

create table supplier (
  id int generated always as identity primary key,
  key text not null unique,
  name text not null,
  domain text,
  started date,
  ended date,
  -- the day by which the supplier is proven to have deleted all it had
  deleted date
);

-- supplier works for parent: what the parent was sent may be at the supplier.
create table supplier_chain (
  supplier int not null references supplier,
  parent int not null references supplier,
  primary key (supplier, parent),
  check (supplier <> parent)
);
create index supplier_chain_parent on supplier_chain (parent);

create table engagement (
  id int generated always as identity primary key,
  supplier int not null references supplier,
  key text not null,
  name text not null,
  purpose text,
  role text check (role in ('controller', 'processor')),
  owner text,
  started date,
  ended date,
  unique (supplier, key),
  unique (id, supplier)
);

create table connection (
  id int generated always as identity primary key,
  supplier int not null references supplier,
  engagement int,
  key text not null,
  name text not null,
  kind text,
  started date,
  ended date,
  unique (supplier, key),
  foreign key (engagement, supplier) references engagement (id, supplier)
);

create table data_grant (
  id int generated always as identity primary key,
  engagement int not null references engagement,
  elements text[] not null check (cardinality(elements) > 0),
  -- null: everybody
  population text,
  since date,
  -- the first day on which it is no longer in force
  until date,
  legal_basis text,
  retention text,
  place text
);
create index data_grant_engagement on data_grant (engagement);
