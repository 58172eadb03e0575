-- The resolver that is asked for the keys of mail signatures. No row: the network is not asked.
create table mail_resolver (
  id       boolean primary key default true check (id),
  address  text not null,
  port     int not null check (port between 1 and 65535),
  revision int not null default 1
);

alter table incident_letter
  add dkim bytea,
  add dkim_state text
    check (dkim_state in ('none', 'valid', 'other', 'failed', 'no-key', 'not-checked'));

comment on column incident_letter.dkim is 'a verdict for each signature, sealed; null for what is no mail, or came before they were checked';
comment on column incident_letter.dkim_state is 'all verdicts in one word; other: signed, by a domain that it does not come from';

-- Mails to the supplier with questions. What it says and whom it names is sealed.
create table incident_question_mail (
  id          uuid primary key,
  incident    uuid not null references incident (id),
  supplier    int not null references supplier,
  route       int not null references mail_route (id),
  chase       int not null default 0 check (chase >= 0),
  questions   text[] not null,
  message_id  text not null unique,
  token       text not null unique,
  content     bytea not null,
  made_by     uuid not null references account (id),
  made_at     timestamptz not null,
  state       text not null
    check (state in ('waiting', 'handed', 'sent', 'refused', 'doubtful', 'failed', 'stopped')),
  attempts    int not null default 0,
  due_at      timestamptz not null,
  answered_at timestamptz,
  reply_code  int,
  reply       text,
  letter      uuid references incident_letter (id),
  check ((state = 'sent') = (letter is not null))
);
-- Asked a second time by the interval, once.
create unique index incident_question_mail_chase on incident_question_mail (incident, chase)
  where chase > 0;
create index incident_question_mail_incident on incident_question_mail (incident);

comment on column incident_question_mail.chase is '0 when a person sent it, else which one of the interval';
comment on column incident_question_mail.token is 'stands in the subject, to find what answers it';
comment on column incident_question_mail.state is
  'handed: given to the mail server, without an answer yet; doubtful: for good';
comment on column incident_question_mail.reply is 'what the mail server said, without the address';

-- Who is asked again by itself, until all is answered.
create table incident_chase (
  incident    uuid primary key references incident (id),
  route       int not null references mail_route (id),
  every_hours int not null check (every_hours between 1 and 720),
  most        int not null check (most between 1 and 20),
  done        int not null default 0,
  first       int not null,
  next_at     timestamptz not null,
  set_by      uuid not null references account (id),
  stopped     text
);

comment on column incident_chase.first is 'number of its first mail';
comment on column incident_chase.stopped is 'why it ended, a word of ours; null while it goes on';

-- They go on only while they have a row here: those of a restored backup have none.
create table passing.live_question_mail (id uuid primary key);
create table passing.live_chase (incident uuid primary key);

alter table incident_question add letter uuid references incident_letter (id);
comment on column incident_question.letter is 'the letter that the answer stands in; null for none';
