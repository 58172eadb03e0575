-- Long work and how it ended. It refers to files that are in no backup, so it is not in one either.
create table passing.work (
  id         uuid primary key,
  kind       text not null,
  title      text not null,
  started_by uuid not null,
  state      text not null check (state in ('waiting', 'running', 'done', 'failed', 'stopped')),
  result     text,
  message    text,
  created_at timestamptz not null,
  ended_at   timestamptz
);
create index on passing.work (created_at, id) where state = 'waiting';
create index on passing.work (started_by, created_at);

create table passing.work_argument (
  work  uuid not null references passing.work (id) on delete cascade,
  name  text not null,
  value text not null,
  primary key (work, name)
);
