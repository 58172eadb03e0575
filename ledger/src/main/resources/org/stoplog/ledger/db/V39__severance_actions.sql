-- What was done about a cut outside of gateways: calls and commands that the server's owner allowed, each with what came of it.
create table severance_action (
  id        uuid primary key,
  number    bigint not null generated always as identity unique,
  severance uuid not null references severance (id),
  item      uuid references rotation_item (id),
  kind      text not null check (kind in ('webhook', 'command', 'probe')),
  name      text not null,
  by        uuid not null references account (id),
  at        timestamptz not null,
  ended_at  timestamptz,
  outcome   text check (outcome in ('done', 'failed', 'timed-out', 'refused', 'accepted')),
  code      int,
  output    bytea,
  check ((ended_at is null) = (outcome is null))
);
create index on severance_action (severance);
create index on severance_action (item);

comment on column severance_action.name is 'as in the settings file of the owner';
comment on column severance_action.ended_at is 'null: it was begun, and nobody knows what came of it';
comment on column severance_action.outcome is 'of a probe: refused when the old credential was, accepted when it still opens something';
comment on column severance_action.code is 'exit code, or HTTP status';
comment on column severance_action.output is 'its first 16 KiB, sealed: it may hold secrets';
