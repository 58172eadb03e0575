-- Apps that lists of identity providers name, until somebody has decided about each.
create table review_item (
  id int generated always as identity primary key,
  source text not null,
  -- its id at the source
  external text not null,
  name text not null,
  kind text not null,
  hosts text[] not null,
  scopes text[] not null,
  -- proposed: the supplier's name, its domain, and the known supplier that it may be
  supplier text not null,
  domain text,
  known text,
  -- what the proposal rests on
  evidence text not null check (evidence in ('domain', 'name', 'nothing')),
  warning text,
  status text not null default 'pending' check (status in ('pending', 'accepted', 'dismissed')),
  unique (source, external)
);
