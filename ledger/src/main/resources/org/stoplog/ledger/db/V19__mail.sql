-- Mail servers that take our messages. A row is never deleted: what was sent refers to it.
create table mail_route (
  id              int generated always as identity primary key,
  name            text not null check (length(name) between 1 and 60),
  catcher         boolean not null,
  host            text not null check (length(host) between 1 and 253),
  port            int not null check (port between 1 and 65535),
  security        text not null check (security in ('none', 'starttls', 'tls')),
  login           text,
  sealed_password bytea,
  sender          text not null,
  sender_name     text,
  revision        int not null default 1,
  removed_at      timestamptz,
  check ((login is null) = (sealed_password is null)),
  -- What may bind only a catcher refers to both.
  unique (id, catcher)
);
create unique index mail_route_name on mail_route (lower(name)) where removed_at is null;

comment on column mail_route.catcher is 'for drills: keeps what it gets and sends nothing on; never changes';
comment on column mail_route.sealed_password is 'sealed with the keyset, bound to the route''s id';
comment on column mail_route.revision is 'one more at each change, so that two who change it at once notice';
