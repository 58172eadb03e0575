-- How messages of a route are signed (DKIM), where their bounces go, and whose the route is.
alter table mail_route
  add column returns    text,
  add column supplier   int references supplier (id),
  add column checked_at timestamptz,
  add column findings   text;

comment on column mail_route.returns is
  'address that bounces go to, with the number of the copy after a plus; null when they go to the sender, without one';
comment on column mail_route.supplier is 'whose mail server it is, if one of the register: its own breach is told by another';
comment on column mail_route.findings is 'what the DNS said of the sender''s domain when it was last asked: a word and a sentence a line';

create table mail_route_key (
  id             int generated always as identity primary key,
  route          int not null references mail_route (id),
  domain         text not null check (length(domain) between 1 and 253),
  selector       text not null check (length(selector) between 1 and 63),
  algorithm      text not null check (algorithm in ('rsa', 'ed25519')),
  sealed_private bytea,
  public_key     bytea not null,
  signs          boolean not null default false,
  created_at     timestamptz not null,
  removed_at     timestamptz,
  -- A selector that was in the DNS once never means another key.
  unique (domain, selector),
  check ((removed_at is null) = (sealed_private is not null)),
  check (removed_at is null or not signs)
);
create index on mail_route_key (route);

comment on column mail_route_key.sealed_private is 'PKCS 8, sealed with the keyset and bound to domain and selector; gone with the key';
comment on column mail_route_key.public_key is 'X.509 SubjectPublicKeyInfo';

alter table notice_wave
  add column domain_per_minute int not null default 1000000 check (domain_per_minute between 1 and 1000000),
  add column warm_up           int not null default 0 check (warm_up between 0 and 1440);
alter table notice_wave
  drop constraint notice_wave_per_minute_check,
  add constraint notice_wave_per_minute_check check (per_minute between 1 and 1000000);
comment on column notice_wave.domain_per_minute is 'messages at most to one domain of recipients';
comment on column notice_wave.warm_up is 'minutes in which the pace rises evenly to its most';
