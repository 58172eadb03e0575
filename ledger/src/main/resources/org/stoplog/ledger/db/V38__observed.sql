-- Which elements each connection was seen to carry, over all time; worked out with "If tonight", as of outlook_state.
create table observed_elements (
  supplier   int not null,
  connection int not null,
  low        bigint not null,
  high       bigint not null,
  primary key (supplier, connection)
);

comment on column observed_elements.low is 'set of elements, as in element_set';
