-- Campaigns that are made by a calendar: on its day a plan makes one draft.
create table campaign_plan (
  id          uuid primary key,
  title       text not null check (length(title) between 1 and 100),
  tiers       int[] not null check (cardinality(tiers) > 0 and tiers <@ '{1,2,3,4}'),
  every       int not null check (every between 1 and 36),
  first       date not null,
  set_id      text not null,
  answer      int not null check (answer between 1 and 60),
  remind      int not null check (remind between 0 and 30),
  route       int not null references mail_route (id),
  language    text not null,
  content     bytea not null,
  responsible uuid not null references account (id),
  starts      boolean not null,
  skip        int not null check (skip between 0 and 730),
  paused      boolean not null default false,
  since       date not null,
  removed_at  timestamptz,
  created_by  uuid not null references account (id),
  created_at  timestamptz not null
);
comment on column campaign_plan.every is 'months from one day to the next';
comment on column campaign_plan.first is 'day that all others are counted from';
comment on column campaign_plan.answer is 'days from the draft until answers are due';
comment on column campaign_plan.content is 'subject and text of the mail, sealed and bound to the plan';
comment on column campaign_plan.starts is 'asks by itself when nothing is missing in the draft';
comment on column campaign_plan.skip is 'days: who was asked the same questions within them is left out; 0 asks all';
comment on column campaign_plan.since is 'first day on which it may make a draft: days before it was kept or went on are let go';

-- What plans made: one row for each plan and day, whatever restarts and however many servers look.
create table campaign_planned (
  plan      uuid not null references campaign_plan (id),
  day       date not null,
  campaign  uuid references campaign (id),
  suppliers int not null,
  left_out  int not null,
  state     text not null check (state in ('nobody', 'to-start', 'draft', 'started')),
  why       text,
  made_at   timestamptz not null,
  primary key (plan, day),
  check ((campaign is null) = (state = 'nobody'))
);
create index campaign_planned_campaign on campaign_planned (campaign);
comment on column campaign_planned.left_out is 'suppliers of the tiers that were asked not long ago';
comment on column campaign_planned.why is 'why it is a draft that somebody has to look at: words of ours';

-- A plan asks by itself only while it has a row here: after a backup was restored it may have asked already.
create table passing.live_plan (
  plan uuid primary key
);

-- What is done about silence after answers were due. Campaigns that began before this are left as they were.
alter table campaign add column follows boolean not null default false;
comment on column campaign.follows is 'silence is followed up by itself';
alter table campaign_mail drop constraint campaign_mail_kind_check,
  add constraint campaign_mail_kind_check check (kind in ('link', 'code', 'reminder', 'second'));
create table campaign_step (
  campaign uuid not null,
  supplier int not null,
  step     text not null check (step in ('second', 'owner', 'finding')),
  day      date not null,
  came     text not null check (came in ('done', 'nobody', 'code', 'no-link', 'drill')),
  finding  uuid references finding (id),
  primary key (campaign, supplier, step),
  foreign key (campaign, supplier) references campaign_supplier (campaign, supplier)
);
comment on table campaign_step is 'each step of following up a silent supplier, once';
comment on column campaign_step.came is 'what came of it: why nothing was done, or done';

-- What was told of the end of a document: each once for each last day.
create table document_told (
  document uuid not null references supplier_evidence (id),
  until    date not null,
  stage    text not null check (stage in ('60', '30', '7', 'over')),
  day      date not null,
  primary key (document, until, stage)
);
comment on column document_told.until is 'last day of the document, as it was known then';
comment on column document_told.stage is 'days before the last day, or over';

-- What happened after which suppliers may have to be asked: somebody makes a draft of it, or lets it go.
create table campaign_proposal (
  id       uuid primary key,
  kind     text not null check (kind in ('incident', 'ownership', 'sub-processor', 'document')),
  ref      text not null,
  supplier int not null references supplier,
  incident uuid references incident (id),
  words    text not null,
  seen_at  timestamptz not null,
  state    text not null check (state in ('open', 'made', 'let-go')),
  campaign uuid references campaign (id),
  done_by  uuid references account (id),
  done_at  timestamptz,
  unique (kind, ref),
  check ((kind = 'incident') = (incident is not null))
);
create index campaign_proposal_open on campaign_proposal (seen_at) where state = 'open';
comment on column campaign_proposal.ref is 'what happened, by ids of ours: nothing is proposed twice of it';
comment on column campaign_proposal.words is 'what happened: words of ours, and names of the register';

-- The register as it was when somebody last looked for what is new in it. What is there now is not new.
create table supplier_seen (
  supplier int primary key references supplier,
  parent   text,
  legal    text,
  merged   int references supplier
);
create table supplier_chain_seen (
  supplier int not null references supplier,
  parent   int not null references supplier,
  primary key (supplier, parent)
);
insert into supplier_seen select id, parent_company, legal_name, merged_into from supplier;
insert into supplier_chain_seen select supplier, parent from supplier_chain;
