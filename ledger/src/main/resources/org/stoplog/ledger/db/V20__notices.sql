-- Notices: the text, its sendings (waves), and one row a person in each. Addresses and names are never here: they are
-- read from the vault when a copy is made. Times are by the real clock.
create table notice (
  id         uuid primary key,
  number     int generated always as identity unique,
  incident   uuid not null references incident (id),
  content    bytea not null,
  revision   int not null default 1,
  created_by uuid not null references account (id),
  created_at timestamptz not null
);
create index on notice (incident);

comment on column notice.content is 'title, fields and the text in each language, sealed and bound to the incident';

-- Who changed the text since it was last approved: they do not decide on it.
create table notice_editor (
  notice  uuid not null references notice (id),
  account uuid not null references account (id),
  primary key (notice, account)
);

create table notice_wave (
  id              uuid primary key,
  notice          uuid not null references notice (id),
  number          int not null,
  state           text not null
    check (state in ('counting', 'ready', 'sending', 'paused', 'done', 'discarded')),
  drill           boolean not null,
  route           int not null,
  catcher         boolean not null,
  exposure        bigint not null references exposure (id),
  exposure_sha256 text not null,
  parts           text not null,
  grades          text not null,
  fresh           boolean not null,
  on_doubt        text not null check (on_doubt in ('resend', 'stand')),
  per_minute      int not null check (per_minute between 1 and 60000),
  error_limit     int not null check (error_limit between 1 and 100),
  secret          bytea not null,
  audience_sha256 text,
  content         bytea,
  text_sha256     text,
  route_sha256    text,
  work            uuid,
  created_by      uuid not null references account (id),
  created_at      timestamptz not null,
  approved_by     uuid references account (id),
  started_at      timestamptz,
  ended_at        timestamptz,
  paused          text,
  proof_sha256    text,
  unique (notice, number),
  unique (id, notice, drill),
  -- A drill goes to a catcher and to nothing else; what goes to a catcher told nobody.
  foreign key (route, catcher) references mail_route (id, catcher),
  check (drill = catcher),
  check (state in ('counting', 'discarded') or audience_sha256 is not null),
  -- Nothing is sent that a second person did not approve.
  check (state not in ('sending', 'paused', 'done')
    or (approved_by is not null and approved_by <> created_by and content is not null
      and text_sha256 is not null and route_sha256 is not null and started_at is not null))
);
create unique index notice_wave_open on notice_wave (notice, drill)
  where state in ('counting', 'ready', 'sending', 'paused');

comment on column notice_wave.parts is 'which of confirmed and possible';
comment on column notice_wave.grades is 'which grades of evidence';
comment on column notice_wave.fresh is 'only whom no wave of the incident has told';
comment on column notice_wave.on_doubt is
  'what is done with a copy that was handed over without an answer: sent again with the same Message-ID, or not';
comment on column notice_wave.error_limit is 'percent of refusals among the last answers that makes it pause';
comment on column notice_wave.secret is 'key of message ids and mailboxes, sealed and bound to the wave';
comment on column notice_wave.content is 'the text as it was approved, sealed; what is sent is made of this';
comment on column notice_wave.paused is 'why it stands still, a word of ours';
comment on column notice_wave.proof_sha256 is 'over the final rows in the order of people';

-- Who is in the exposure and gets no copy by this wave, and why.
create table notice_left_out (
  wave   uuid not null references notice_wave (id),
  reason text not null,
  people bigint not null,
  primary key (wave, reason)
);

create table notice_recipient (
  wave        uuid not null,
  person      bigint not null references person (id),
  notice      uuid not null,
  drill       boolean not null,
  state       text not null check (state in (
    'planned', 'claimed', 'handed-over', 'accepted', 'deferred', 'doubtful',
    'refused', 'given-up', 'no-address', 'bad-address', 'erased', 'merged', 'dropped')),
  low         bigint not null,
  high        bigint not null,
  country     int,
  mailbox     bytea,
  lead        bigint,
  in_doubt    boolean not null default false,
  attempts    int not null default 0,
  next_at     timestamptz,
  language    text,
  message     bytea,
  code        int,
  status      text,
  reply       text,
  answered_at timestamptz,
  primary key (wave, person),
  foreign key (wave, notice, drill) references notice_wave (id, notice, drill),
  check (state not in ('accepted', 'refused') or (code is not null and answered_at is not null)),
  check (lead <> person)
);

-- Nobody is told twice by a notice. Whom it did not reach may be in a later wave of it.
create unique index notice_recipient_once on notice_recipient (notice, drill, person)
  where state in ('planned', 'claimed', 'handed-over', 'accepted', 'deferred', 'doubtful');
create index notice_recipient_due on notice_recipient (wave, person)
  where lead is null and state in ('planned', 'deferred');
create index notice_recipient_lead on notice_recipient (wave, lead) where lead is not null;
create index notice_recipient_mailbox on notice_recipient (wave, mailbox) where state = 'planned';

comment on column notice_recipient.low is 'elements of this person, as the exposure has them';
comment on column notice_recipient.mailbox is 'hash of the address with the key of the wave';
comment on column notice_recipient.lead is 'the person whose copy tells this one: they share a mailbox';
comment on column notice_recipient.in_doubt is
  'handed over once without an answer: there may be a second copy with the same Message-ID';
comment on column notice_recipient.message is 'SHA-256 of the bytes that were handed over';
comment on column notice_recipient.reply is 'what the mail server answered, without the address';

-- A wave goes on only while it has a row here: those of a restored backup have none.
create table passing.live_wave (
  wave uuid primary key
);
