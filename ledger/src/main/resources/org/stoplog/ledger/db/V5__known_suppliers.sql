-- What a company says of suppliers over the seed that comes with Stoplog: one row for each cell.
create table known_supplier_cell (
  supplier text not null check (supplier ~ '^[a-z0-9][a-z0-9-]{0,59}$'),
  fact text not null,
  value text not null check (value <> ''),
  primary key (supplier, fact)
);
