-- Many suppliers asked one set of questions by links; with an incident it is a sweep. Times of links and mails are by the
-- real clock.
alter table assessment_question drop constraint assessment_question_kind_check,
  add constraint assessment_question_kind_check
    check (kind in ('yes-no', 'no-yes', 'at-most', 'at-least', 'text'));
alter table assessment_answer add column claimed_at timestamptz;
comment on column assessment_answer.claimed_at is 'when the supplier itself said so; who took it over is in said_by';

create table campaign (
  id          uuid primary key,
  number      int generated always as identity unique,
  incident    uuid references incident (id),
  title       text not null,
  set_id      text not null,
  set_version text not null,
  due         date not null,
  why         text not null,
  state       text not null check (state in ('draft', 'running', 'paused', 'ended', 'discarded')),
  route       int not null,
  catcher     boolean not null,
  days        int not null check (days between 1 and 90),
  language    text not null check (language in ('en', 'de', 'fr', 'es')),
  remind      int not null check (remind between 0 and 30),
  content     bytea not null,
  secret      bytea not null,
  created_by  uuid not null references account (id),
  created_at  timestamptz not null,
  started_by  uuid references account (id),
  started_at  timestamptz,
  ended_by    uuid references account (id),
  ended_at    timestamptz,
  paused      text,
  foreign key (route, catcher) references mail_route (id, catcher),
  check (state in ('draft', 'discarded') or (started_by is not null and started_at is not null)),
  check ((state = 'paused') = (paused is not null))
);
create index campaign_incident on campaign (incident);
comment on column campaign.days is 'how long a link can be used';
comment on column campaign.remind is 'how many days before it is due whoever is silent is written again; 0 for never';
comment on column campaign.content is 'subject and text of the mail, sealed and bound to the campaign';
comment on column campaign.secret is 'key of links, codes and message ids, sealed and bound to the campaign';

create table campaign_supplier (
  campaign      uuid not null references campaign (id),
  supplier      int not null references supplier,
  assessment    uuid unique references assessment (id),
  likeness      text[] not null default '{}',
  contact       bytea,
  second        bytea,
  needs_code    boolean not null default false,
  obstacle      text check (obstacle in ('no-contact', 'no-second-contact')),
  language      text not null,
  generation    int not null default 1,
  token_sha256  bytea unique,
  expires_at    timestamptz,
  revoked_at    timestamptz,
  opened_at     timestamptz,
  saved_at      timestamptz,
  sent_at       timestamptz,
  sent_by       bytea,
  taken_at      timestamptz,
  code_failures int not null default 0,
  noted_at      timestamptz,
  primary key (campaign, supplier)
);
comment on column campaign_supplier.likeness is 'in what it is like the breached one: words of ours';
comment on column campaign_supplier.contact is 'address that gets the link, as it was when it began; sealed and bound to the campaign';
comment on column campaign_supplier.second is 'address that gets the code, likewise';
comment on column campaign_supplier.token_sha256 is 'of the link that can be used now';
comment on column campaign_supplier.sent_by is 'who sent the answers, in their own words; sealed and bound to the assessment';
comment on column campaign_supplier.taken_at is 'when somebody of us took the answers over';
comment on column campaign_supplier.noted_at is 'the sending that has its entry in the log';

-- Handed over by a commit before the first byte, as copies of notices are.
create table campaign_mail (
  campaign    uuid not null,
  supplier    int not null,
  kind        text not null check (kind in ('link', 'code', 'reminder')),
  number      int not null,
  state       text not null check (state in
    ('planned', 'handed-over', 'accepted', 'deferred', 'refused', 'given-up', 'dropped')),
  in_doubt    boolean not null default false,
  attempts    int not null default 0,
  planned_at  timestamptz not null,
  next_at     timestamptz,
  code        int,
  status      text,
  reply       text,
  answered_at timestamptz,
  primary key (campaign, supplier, kind, number),
  foreign key (campaign, supplier) references campaign_supplier (campaign, supplier)
);
create index campaign_mail_due on campaign_mail (campaign) where state in ('planned', 'handed-over', 'deferred');
comment on column campaign_mail.number is 'of the link and its code: its generation; of reminders: counted';

-- What a supplier has written and perhaps not sent yet. The last word alone: it is a draft.
create table campaign_answer (
  campaign uuid not null,
  supplier int not null,
  question int not null,
  answer   text not null,
  words    bytea not null,
  version  int not null,
  saved_at timestamptz not null,
  primary key (campaign, supplier, question),
  foreign key (campaign, supplier) references campaign_supplier (campaign, supplier)
);
comment on column campaign_answer.words is 'sealed and bound to the assessment';

-- Documents that show something: from a supplier by its link, or entered by us.
create table supplier_evidence (
  id          uuid primary key,
  supplier    int not null references supplier,
  campaign    uuid,
  assessment  uuid references assessment (id),
  question    int,
  name        bytea not null,
  type        text not null,
  bytes       bigint not null,
  sha256      text not null,
  valid_until date,
  added_by    uuid references account (id),
  added_at    timestamptz not null,
  removed_at  timestamptz,
  reviewed_by uuid references account (id),
  reviewed_at timestamptz,
  verdict     text check (verdict in ('good', 'not-enough', 'wrong')),
  words       bytea,
  foreign key (campaign, supplier) references campaign_supplier (campaign, supplier),
  check ((reviewed_by is null) = (verdict is null)),
  check ((campaign is null) = (added_by is not null))
);
create index supplier_evidence_supplier on supplier_evidence (supplier);
create index supplier_evidence_campaign on supplier_evidence (campaign, supplier);
comment on column supplier_evidence.name is 'as whoever gave it called it; sealed and bound to the supplier';
comment on column supplier_evidence.valid_until is 'last day on which it shows anything; null for no end';
comment on column supplier_evidence.words is 'of the review; sealed and bound to the supplier';

-- A campaign goes on only while it has a row here: those of a restored backup have none.
create table passing.live_campaign (
  campaign uuid primary key
);

-- What strangers' requests can do, each only with the hash of a link that works: they see no table.
create function asked_link(hash bytea, at timestamptz)
returns table (campaign uuid, supplier int, assessment uuid, generation int, secret bytea, expires_at timestamptz,
  needs_code boolean, failures int, sent_at timestamptz, sent_by bytea, language text, due date, title text,
  set_id text, set_version text, supplier_name text, is_open boolean)
language sql security definer set search_path = public, pg_temp as $$
  update campaign_supplier s set opened_at = coalesce(s.opened_at, $2)
  from campaign c, assessment a, supplier p
  where c.id = s.campaign and a.id = s.assessment and p.id = s.supplier
    and s.token_sha256 = $1 and s.revoked_at is null and s.expires_at > $2
    and c.state in ('running', 'paused')
  returning c.id, s.supplier, s.assessment, s.generation, c.secret, s.expires_at, s.needs_code,
    s.code_failures, s.sent_at, s.sent_by, s.language, c.due, c.title, c.set_id, c.set_version, p.name,
    a.closed_at is null and s.taken_at is null
$$;

create function asked_try_code(hash bytea, at timestamptz) returns boolean
language sql security definer set search_path = public, pg_temp as $$
  with tried as (
    update campaign_supplier set code_failures = code_failures + 1
    where token_sha256 = $1 and revoked_at is null and expires_at > $2 and code_failures < 5
    returning 1)
  select count(*) = 1 from tried
$$;

create function asked_code_fits(hash bytea, at timestamptz) returns void
language sql security definer set search_path = public, pg_temp as $$
  update campaign_supplier set code_failures = code_failures - 1
  where token_sha256 = $1 and revoked_at is null and expires_at > $2 and code_failures between 1 and 5
$$;

create function asked_questions(hash bytea, at timestamptz)
returns table (number int, key text, kind text, bound int, unit text, weight int, proof boolean, only_if int,
  title text, question text, why text, source text)
language sql stable security definer set search_path = public, pg_temp as $$
  select q.number, q.key, q.kind, q.bound, q.unit, q.weight, q.proof, q.only_if, q.title, q.question, q.why, q.source
  from campaign_supplier s join assessment_question q on q.assessment = s.assessment
  where s.token_sha256 = $1 and s.revoked_at is null and s.expires_at > $2
  order by q.number
$$;

create function asked_answers(hash bytea, at timestamptz)
returns table (question int, answer text, words bytea, version int, saved_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select r.question, r.answer, r.words, r.version, r.saved_at
  from campaign_supplier s join campaign_answer r on r.campaign = s.campaign and r.supplier = s.supplier
  where s.token_sha256 = $1 and s.revoked_at is null and s.expires_at > $2
  order by r.question
$$;

-- What was answered last time to the same questions, when that was closed: to be confirmed.
create function asked_before(hash bytea, at timestamptz)
returns table (assessment uuid, question int, answer text, words bytea)
language sql stable security definer set search_path = public, pg_temp as $$
  with here as (
    select s.assessment, a.supplier, a.set_id
    from campaign_supplier s join assessment a on a.id = s.assessment
    where s.token_sha256 = $1 and s.revoked_at is null and s.expires_at > $2),
  last as (
    select a.id from assessment a, here h
    where a.supplier = h.supplier and a.set_id = h.set_id and a.closed_at is not null and a.id <> h.assessment
    order by a.made_at desc limit 1)
  select distinct on (q.number) w.assessment, q.number, w.answer, w.words
  from here h join assessment_question q on q.assessment = h.assessment
  join last l on true
  join assessment_question o on o.assessment = l.id and o.key = q.key and o.kind = q.kind
  join assessment_answer w on w.assessment = l.id and w.question = o.number and w.claimed_at is not null
    and w.answer not like 'read-%'
  order by q.number, w.number desc
$$;

-- 0 when somebody else has saved meanwhile, or nothing can be changed any more; else the new version.
create function asked_save(hash bytea, at timestamptz, question int, answer text, words bytea, seen int) returns int
language sql security definer set search_path = public, pg_temp as $$
  with held as (
    update campaign_supplier s set saved_at = $2
    from campaign c, assessment a
    where c.id = s.campaign and a.id = s.assessment and a.closed_at is null
      and s.token_sha256 = $1 and s.revoked_at is null and s.expires_at > $2
      and s.sent_at is null and s.taken_at is null and c.state in ('running', 'paused')
      and exists (select from assessment_question q where q.assessment = a.id and q.number = $3)
    returning s.campaign, s.supplier),
  kept as (
    insert into campaign_answer as r (campaign, supplier, question, answer, words, version, saved_at)
    select h.campaign, h.supplier, $3, $4, $5, 1, $2 from held h
    where $6 = 0 or exists (select from campaign_answer o
      where o.campaign = h.campaign and o.supplier = h.supplier and o.question = $3)
    on conflict (campaign, supplier, question) do update
      set answer = excluded.answer, words = excluded.words, version = r.version + 1, saved_at = excluded.saved_at
      where r.version = $6
    returning r.version)
  select coalesce((select version from kept), 0)
$$;

create function asked_send(hash bytea, at timestamptz, name bytea) returns boolean
language sql security definer set search_path = public, pg_temp as $$
  with sent as (
    update campaign_supplier s set sent_at = $2, sent_by = $3
    from campaign c, assessment a
    where c.id = s.campaign and a.id = s.assessment and a.closed_at is null
      and s.token_sha256 = $1 and s.revoked_at is null and s.expires_at > $2
      and s.sent_at is null and s.taken_at is null and c.state in ('running', 'paused')
    returning 1)
  select count(*) = 1 from sent
$$;

create function asked_files(hash bytea, at timestamptz)
returns table (id uuid, question int, name bytea, type text, bytes bigint, valid_until date, added_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select e.id, e.question, e.name, e.type, e.bytes, e.valid_until, e.added_at
  from campaign_supplier s join supplier_evidence e on e.campaign = s.campaign and e.supplier = s.supplier
  where s.token_sha256 = $1 and s.revoked_at is null and s.expires_at > $2 and e.removed_at is null
  order by e.added_at, e.id
$$;

-- Before a file is put beside the others: what is left after an end that nobody saw is taken away by it.
create function asked_file_draft(hash bytea, at timestamptz, sha256 text) returns boolean
language sql security definer set search_path = public, pg_temp as $$
  with drafted as (
    insert into passing.evidence_draft (sha256)
    select $3 from campaign_supplier s
    where s.token_sha256 = $1 and s.revoked_at is null and s.expires_at > $2
      and s.sent_at is null and s.taken_at is null
    on conflict do nothing)
  select exists (select from campaign_supplier s
    where s.token_sha256 = $1 and s.revoked_at is null and s.expires_at > $2 and s.sent_at is null
      and s.taken_at is null)
$$;

-- 30 files and 100 MB for each link.
create function asked_file(hash bytea, at timestamptz, id uuid, question int, name bytea, type text, bytes bigint,
  sha256 text, valid_until date) returns boolean
language sql security definer set search_path = public, pg_temp as $$
  with held as (
    update campaign_supplier s set saved_at = $2
    from assessment a
    where a.id = s.assessment and a.closed_at is null
      and s.token_sha256 = $1 and s.revoked_at is null and s.expires_at > $2
      and s.sent_at is null and s.taken_at is null
    returning s.campaign, s.supplier, s.assessment),
  added as (
    insert into supplier_evidence (id, supplier, campaign, assessment, question, name, type, bytes, sha256,
      valid_until, added_at)
    select $3, h.supplier, h.campaign, h.assessment, $4, $5, $6, $7, $8, $9, $2 from held h
    where (select count(*) from supplier_evidence e
        where e.campaign = h.campaign and e.supplier = h.supplier) < 30
      and $7 + (select coalesce(sum(e.bytes), 0) from supplier_evidence e
        where e.campaign = h.campaign and e.supplier = h.supplier) <= 104857600
    returning 1)
  select count(*) = 1 from added
$$;

create function asked_file_remove(hash bytea, at timestamptz, id uuid) returns boolean
language sql security definer set search_path = public, pg_temp as $$
  with gone as (
    update supplier_evidence e set removed_at = $2
    from campaign_supplier s
    where e.campaign = s.campaign and e.supplier = s.supplier and e.id = $3 and e.removed_at is null
      and s.token_sha256 = $1 and s.revoked_at is null and s.expires_at > $2
      and s.sent_at is null and s.taken_at is null
    returning 1)
  select count(*) = 1 from gone
$$;

revoke execute on function asked_link, asked_try_code, asked_code_fits, asked_questions, asked_answers, asked_before,
  asked_save, asked_send, asked_files, asked_file_draft, asked_file, asked_file_remove from public;
grant execute on function asked_link, asked_try_code, asked_code_fits, asked_questions, asked_answers, asked_before,
  asked_save, asked_send, asked_files, asked_file_draft, asked_file, asked_file_remove to stoplog_public;
