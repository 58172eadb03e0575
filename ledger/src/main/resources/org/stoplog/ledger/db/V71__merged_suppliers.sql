-- A supplier that was merged into another keeps its row, with all that was ever sent to it: what the record says it got stays true.
-- From then on a breach of the other one reaches it, as if it were one company; nothing is moved, so a merger can be taken back.
alter table supplier
  add column merged_into int references supplier (id),
  add constraint supplier_not_into_itself check (merged_into <> id);
create index on supplier (merged_into) where merged_into is not null;

comment on column supplier.merged_into is 'the supplier that has what it had; null: none. Never in a circle';

-- The rows that are one company since mergers, the given one among them: what is true of one that was breached is true of all.
create function company(one int) returns setof int
  language sql stable
as $$
  with recursive part as (
    select id, merged_into from supplier where id = one
    union
    select s.id, s.merged_into from supplier s
      join part p on s.merged_into = p.id or s.id = p.merged_into)
  select id from part
$$;
