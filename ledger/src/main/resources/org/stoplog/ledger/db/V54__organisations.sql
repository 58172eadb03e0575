-- Organisations whose people are affected: each gets its own list by a link that works once. No value of a person is
-- here: a list is rows of numbers, and is written out of the vault when it is taken. Times are by the real clock.
create table organisation_round (
  id              uuid primary key,
  incident        uuid not null references incident (id),
  number          int not null,
  state           text not null
    check (state in ('counting', 'ready', 'sending', 'paused', 'done', 'discarded')),
  route           int not null,
  catcher         boolean not null,
  exposure        bigint not null references exposure (id),
  exposure_sha256 text not null,
  possible        boolean not null,
  days            int not null check (days between 1 and 90),
  content         bytea not null,
  secret          bytea not null,
  lists_sha256    text,
  route_sha256    text,
  work            uuid,
  created_by      uuid not null references account (id),
  created_at      timestamptz not null,
  approved_by     uuid references account (id),
  started_at      timestamptz,
  ended_at        timestamptz,
  paused          text,
  unique (incident, number),
  foreign key (route, catcher) references mail_route (id, catcher),
  check (state in ('counting', 'discarded') or lists_sha256 is not null),
  -- Nothing is sent that a second person did not approve.
  check (state not in ('sending', 'paused', 'done')
    or (approved_by is not null and approved_by <> created_by and route_sha256 is not null
      and started_at is not null))
);
create unique index organisation_round_open on organisation_round (incident)
  where state in ('counting', 'ready', 'sending', 'paused');
comment on column organisation_round.possible is 'possibly affected people are in the lists, too';
comment on column organisation_round.days is 'how long a link can be used';
comment on column organisation_round.content is 'subject and text, sealed and bound to the incident';
comment on column organisation_round.secret is 'key of links, codes and message ids, sealed and bound to the round';

create table organisation_notice (
  round           uuid not null references organisation_round (id),
  organisation    int not null references organisation (id),
  people          bigint not null,
  low             bigint not null,
  high            bigint not null,
  own_low         bigint not null,
  own_high        bigint not null,
  list_sha256     text not null,
  contact         uuid,
  second          uuid,
  needs_code      boolean not null default false,
  obstacle        text check (obstacle in ('no-contact', 'no-second-contact', 'too-large')),
  generation      int not null default 1,
  token_sha256    bytea unique,
  expires_at      timestamptz,
  revoked_at      timestamptz,
  opened_at       timestamptz,
  taken_at        timestamptz,
  taken_sha256    bytea,
  acknowledged_at timestamptz,
  code_failures   int not null default 0,
  noted           text not null default '',
  primary key (round, organisation)
);
comment on column organisation_notice.list_sha256 is 'over the rows of its list';
comment on column organisation_notice.contact is 'who gets the link';
comment on column organisation_notice.second is 'who gets the code, where the first has a mailbox at the breached supplier';
comment on column organisation_notice.generation is 'one more for each new link; the one before ends';
comment on column organisation_notice.token_sha256 is 'of the link that can be used now';
comment on column organisation_notice.opened_at is 'its page was first called, by a person or by what looks at links in mails';
comment on column organisation_notice.taken_sha256 is 'of the file that was handed out';
comment on column organisation_notice.noted is 'which of taken and acknowledged have their entry in the log';

create table organisation_list_row (
  round        uuid not null,
  organisation int not null,
  person       bigint not null,
  low          bigint not null,
  high         bigint not null,
  sure         boolean not null,
  primary key (round, organisation, person),
  foreign key (round, organisation) references organisation_notice (round, organisation)
);

-- The same discipline as copies of notices have: handed over by a commit before the first byte.
create table organisation_mail (
  round        uuid not null,
  organisation int not null,
  kind         text not null check (kind in ('link', 'code')),
  state        text not null check (state in
    ('planned', 'handed-over', 'accepted', 'deferred', 'refused', 'given-up', 'no-contact', 'dropped')),
  in_doubt     boolean not null default false,
  attempts     int not null default 0,
  next_at      timestamptz,
  code         int,
  status       text,
  reply        text,
  answered_at  timestamptz,
  primary key (round, organisation, kind),
  foreign key (round, organisation) references organisation_notice (round, organisation)
);

create table organisation_question (
  id           uuid primary key,
  round        uuid not null,
  organisation int not null,
  asked_at     timestamptz not null,
  words        bytea not null,
  noted        boolean not null default false,
  answered_at  timestamptz,
  answered_by  uuid references account (id),
  foreign key (round, organisation) references organisation_notice (round, organisation)
);
create index on organisation_question (round, organisation);
comment on column organisation_question.words is 'a stranger''s, sealed and bound to the incident';

-- A round goes on only while it has a row here: those of a restored backup have none.
create table passing.live_round (
  round uuid primary key
);

-- What strangers' requests can do, each only with the hash of a link that works: they see no table.
create function organisation_link(hash bytea, at timestamptz)
returns table (incident uuid, round uuid, organisation int, generation int, secret bytea,
  expires_at timestamptz, needs_code boolean, failures int, taken boolean, acknowledged boolean)
language sql security definer set search_path = public, pg_temp as $$
  update organisation_notice n set opened_at = coalesce(n.opened_at, $2)
  from organisation_round r
  where r.id = n.round and n.token_sha256 = $1 and n.revoked_at is null and n.expires_at > $2
    and r.state in ('sending', 'paused', 'done')
  returning r.incident, n.round, n.organisation, n.generation, r.secret, n.expires_at,
    n.needs_code, n.code_failures, n.taken_at is not null, n.acknowledged_at is not null
$$;

create function organisation_try_code(hash bytea, at timestamptz) returns boolean
language sql security definer set search_path = public, pg_temp as $$
  with tried as (
    update organisation_notice set code_failures = code_failures + 1
    where token_sha256 = $1 and revoked_at is null and expires_at > $2 and code_failures < 5
    returning 1)
  select count(*) = 1 from tried
$$;

-- Once: whoever comes second gets nothing.
create function organisation_take(hash bytea, at timestamptz) returns boolean
language sql security definer set search_path = public, pg_temp as $$
  with taken as (
    update organisation_notice set taken_at = $2, taken_sha256 = null
    where token_sha256 = $1 and revoked_at is null and expires_at > $2 and taken_at is null
    returning 1)
  select count(*) = 1 from taken
$$;

-- Of a list that was taken at that very time; whoever was erased since has no row, and a drill gives out nobody.
create function organisation_rows(hash bytea, at timestamptz)
returns table (person bigint, low bigint, high bigint, sure boolean, own_id bytea, contact bytea)
language sql security definer set search_path = public, pg_temp as $$
  select l.person, l.low, l.high, l.sure, p.sealed, (
    select c.sealed from person_contact c join batch b on b.id = c.batch
    where c.person = p.id order by b.as_of desc, b.id desc limit 1)
  from organisation_notice n
  join organisation_round r on r.id = n.round and not r.catcher
  join organisation_list_row l on l.round = n.round and l.organisation = n.organisation
  join person p on p.id = l.person and p.erased_at is null
  where n.token_sha256 = $1 and n.taken_at = $2 and n.taken_sha256 is null
  order by l.person
$$;

create function organisation_taken(hash bytea, file bytea) returns void
language sql security definer set search_path = public, pg_temp as $$
  update organisation_notice set taken_sha256 = $2
  where token_sha256 = $1 and taken_at is not null and taken_sha256 is null
$$;

create function organisation_acknowledge(hash bytea, at timestamptz) returns void
language sql security definer set search_path = public, pg_temp as $$
  update organisation_notice set acknowledged_at = coalesce(acknowledged_at, $2)
  where token_sha256 = $1 and revoked_at is null and expires_at > $2 and taken_at is not null
$$;

-- 20 questions for each organisation and round.
create function organisation_ask(hash bytea, at timestamptz, question uuid, words bytea) returns boolean
language sql security definer set search_path = public, pg_temp as $$
  with held as (
    select n.round, n.organisation from organisation_notice n
    where n.token_sha256 = $1 and n.revoked_at is null and n.expires_at > $2 for update),
  asked as (
    insert into organisation_question (id, round, organisation, asked_at, words)
    select $3, h.round, h.organisation, $2, $4 from held h
    where (select count(*) from organisation_question q
      where q.round = h.round and q.organisation = h.organisation) < 20
    returning 1)
  select count(*) = 1 from asked
$$;

revoke execute on function organisation_link, organisation_try_code, organisation_take, organisation_rows, organisation_taken,
  organisation_acknowledge, organisation_ask from public;
grant execute on function organisation_link, organisation_try_code, organisation_take, organisation_rows, organisation_taken,
  organisation_acknowledge, organisation_ask to stoplog_public;
