-- Suppliers that the world is told of as our sub-processors. Rows are added and ended, never changed.
create table sub_processor (
  id       uuid primary key,
  supplier int not null references supplier,
  name     text not null,
  domain   text,
  purpose  text not null,
  data     text not null,
  place    text not null,
  since    date not null,
  shown_by uuid not null references account (id),
  shown_at timestamptz not null,
  gone_by  uuid references account (id),
  gone_at  timestamptz,
  check ((gone_by is null) = (gone_at is null))
);
create unique index sub_processor_shown on sub_processor (supplier) where gone_at is null;
comment on column sub_processor.name is 'as the world reads it';
comment on column sub_processor.since is 'day from which it works for us';

-- What anybody may read of them, the newest change first.
create function public_sub_processors()
returns table (id uuid, name text, domain text, purpose text, data text, place text, since date,
  shown_at timestamptz, gone_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select s.id, s.name, s.domain, s.purpose, s.data, s.place, s.since, s.shown_at, s.gone_at
  from sub_processor s order by coalesce(s.gone_at, s.shown_at) desc, s.id limit 2000
$$;
revoke execute on function public_sub_processors from public;
grant execute on function public_sub_processors to stoplog_public;
