-- Whoever may approve is written to when a wave starts, so that a stolen approval is seen while it can be stopped.
create table account_mail (
  account uuid primary key references account (id) on delete cascade,
  sealed  bytea not null,
  set_at  timestamptz not null
);
comment on column account_mail.sealed is 'an address of a colleague, sealed and bound to the account';

create table notice_start_mail (
  wave        uuid not null references notice_wave (id),
  account     uuid not null references account (id),
  state       text not null check (state in
    ('planned', 'handed-over', 'accepted', 'deferred', 'refused', 'given-up', 'no-address')),
  in_doubt    boolean not null default false,
  attempts    int not null default 0,
  next_at     timestamptz,
  code        int,
  answered_at timestamptz,
  primary key (wave, account)
);
create index notice_start_mail_due on notice_start_mail (next_at) where state in ('planned', 'deferred', 'handed-over');

-- Those of a restored backup went out after it, or never: they have no row here.
create table passing.live_start_mail (
  wave uuid primary key
);
