-- What comes back after a mail server took a copy: added, never changed. What the server answered stays in its row.
alter table mailbox add column purpose text not null default 'suppliers' check (purpose in ('suppliers', 'bounces'));
comment on column mailbox.purpose is 'suppliers: its mails belong to incidents; bounces: they report on copies of notices';
comment on column mailbox.owner is 'first member of the incidents that its mails open; of one for bounces, who added it';

alter table notice_recipient drop constraint notice_recipient_state_check;
alter table notice_recipient add constraint notice_recipient_state_check check (state in (
  'planned', 'claimed', 'handed-over', 'accepted', 'deferred', 'doubtful', 'bounced',
  'refused', 'given-up', 'no-address', 'bad-address', 'erased', 'merged', 'dropped'));
comment on column notice_recipient.state is
  'bounced: it came back after it was accepted, or handed over without an answer; code, status, reply and answered_at stay those of the acceptance';

create table notice_event (
  id          uuid primary key,
  wave        uuid not null,
  person      bigint not null,
  kind        text not null check (kind in ('bounced', 'delayed', 'delivered', 'complained', 'replied')),
  class       text check (class in ('hard', 'soft', 'unknown')),
  status      text,
  said        text,
  source      text not null check (source in ('mailbox', 'person', 'ses', 'sendgrid', 'mailgun', 'postmark')),
  source_id   int,
  at          timestamptz,
  received_at timestamptz not null,
  early       boolean not null default false,
  same        bytea not null unique check (octet_length(same) = 32),
  foreign key (wave, person) references notice_recipient (wave, person),
  check ((kind = 'bounced') = (class is not null))
);
create index on notice_event (wave, person);
create index notice_event_early on notice_event (wave, person) where early;

comment on column notice_event.person is 'whose copy it was: whoever shares the mailbox has it, too';
comment on column notice_event.class is
  'hard: the address is not good; soft: it may be good another time; unknown: the report does not say';
comment on column notice_event.status is 'enhanced code (RFC 3463)';
comment on column notice_event.said is 'the reason that was given, without addresses';
comment on column notice_event.source_id is 'number of the mailbox or of the webhook; null when a person tied it';
comment on column notice_event.at is 'when it happened, as the report says; null for not said';
comment on column notice_event.early is 'a bounce that came before the answer of the mail server was written down';
comment on column notice_event.same is 'hash of what makes it the same event: reported twice it counts once';

-- Every mail of a mailbox for bounces, once. What it says is kept only while it waits for somebody.
create table bounce_mail (
  id       uuid primary key,
  mailbox  int not null references mailbox (id),
  validity bigint not null,
  uid      bigint not null,
  state    text not null check (state in ('added', 'known', 'waiting', 'forged', 'refused', 'aside')),
  seen_at  timestamptz not null,
  sha256   text,
  content  bytea,
  why      text,
  unique (mailbox, validity, uid),
  check (state <> 'waiting' or content is not null)
);
create index bounce_mail_waiting on bounce_mail (seen_at, id) where state = 'waiting';
create index bounce_mail_sha256 on bounce_mail (sha256);

comment on column bounce_mail.state is
  'added: a fact about a copy; known: that was reported before; waiting: for somebody to look at it; forged: it bears a mark that is not ours';
comment on column bounce_mail.content is 'what the mail says, sealed and bound to the id, while it waits';

-- How often each thing came, a day (UTC) and source. Forged ones leave nothing but this.
create table came_back_day (
  day    date not null,
  source text not null,
  what   text not null check (what in ('added', 'known', 'waiting', 'forged', 'refused')),
  count  bigint not null,
  primary key (day, source, what)
);

-- Providers that call us about what became of mails. A row is never deleted: events refer to it.
create table mail_hook (
  id         int generated always as identity primary key,
  name       text not null check (length(name) between 1 and 60),
  provider   text not null check (provider in ('ses', 'sendgrid', 'mailgun', 'postmark')),
  path_hash  bytea not null unique check (octet_length(path_hash) = 32),
  sealed     bytea,
  active     boolean not null default true,
  created_by uuid not null references account (id),
  created_at timestamptz not null,
  called_at  timestamptz,
  confirm    bytea,
  removed_at timestamptz,
  check (removed_at is not null or sealed is not null)
);
comment on column mail_hook.path_hash is 'SHA-256 of the last part of its address, which only the provider knows';
comment on column mail_hook.sealed is 'key, certificate or password by which its calls are checked; sealed and bound to the id';
comment on column mail_hook.confirm is 'an address that somebody has to open once to confirm it (SNS), sealed and bound to the id';

-- Calls that were checked and wait to be tied to copies. They do not come back with a backup: the provider's log has them.
create table passing.hook_event (
  id          bigint generated always as identity primary key,
  hook        int not null,
  mark        text,
  message_id  text,
  kind        text not null,
  class       text,
  status      text,
  said        text,
  at          timestamptz,
  received_at timestamptz not null,
  same        text not null check (length(same) <= 1000)
);

-- What was called already: a call is taken once.
create table passing.hook_call (
  hook    int not null,
  token   bytea not null check (octet_length(token) = 32),
  seen_at timestamptz not null,
  primary key (hook, token)
);
create index on passing.hook_call (seen_at);

-- The public door checks calls and puts events into the queue; of what was sent to whom it reads nothing.
grant usage on schema passing to stoplog_public;
grant select (id, provider, path_hash, sealed, active, removed_at), update (called_at, confirm)
  on mail_hook to stoplog_public;
grant insert, select (id) on passing.hook_event to stoplog_public;
grant insert on passing.hook_call to stoplog_public;
grant select, insert, update on came_back_day to stoplog_public;
