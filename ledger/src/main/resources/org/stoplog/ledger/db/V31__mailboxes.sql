-- Mailboxes that are looked into, and never changed. A row is never deleted: what came from it refers to it.
create table mailbox (
  id              int generated always as identity primary key,
  name            text not null check (length(name) between 1 and 60),
  host            text not null check (length(host) between 1 and 253),
  port            int not null check (port between 1 and 65535),
  security        text not null check (security in ('none', 'tls')),
  login           text not null,
  sealed_password bytea,
  folder          text not null check (length(folder) between 1 and 200),
  owner           uuid not null references account (id),
  active          boolean not null default true,
  read_at         timestamptz,
  failed_at       timestamptz,
  failure         text,
  removed_at      timestamptz,
  check (removed_at is not null or sealed_password is not null)
);

comment on column mailbox.owner is 'first member of the incidents that its mails open';
comment on column mailbox.sealed_password is 'sealed with the keyset, bound to the mailbox''s id';
comment on column mailbox.failure is 'what was wrong the last time; null when nothing was';

-- Every mail of a mailbox, once.
create table mailbox_mail (
  id       uuid primary key,
  mailbox  int not null references mailbox (id),
  validity bigint not null,
  uid      bigint not null,
  state    text not null check (state in ('waiting', 'taken', 'known', 'refused', 'aside')),
  seen_at  timestamptz not null,
  sha256   text,
  bytes    bigint,
  content  bytea,
  dkim     bytea,
  why      text,
  letter   uuid references incident_letter (id),
  unique (mailbox, validity, uid),
  check (state <> 'waiting' or (sha256 is not null and content is not null))
);
create index mailbox_mail_sha256 on mailbox_mail (sha256);
create index mailbox_mail_waiting on mailbox_mail (seen_at) where state = 'waiting';

comment on column mailbox_mail.state is
  'waiting: for somebody to say where it belongs; taken: a letter of an incident; known: was here before; aside: looked at and left';
comment on column mailbox_mail.content is 'what the mail says of itself, sealed and bound to the id, while it waits';
