-- People of a wave whom somebody else tells: the supplier, or a customer of ours. Exactly one party tells each.
alter table notice_recipient
  drop constraint notice_recipient_state_check,
  add constraint notice_recipient_state_check check (state in (
    'planned', 'claimed', 'handed-over', 'accepted', 'deferred', 'doubtful', 'bounced', 'delegated',
    'refused', 'given-up', 'no-address', 'bad-address', 'erased', 'merged', 'dropped',
    'guardian-erased', 'guardian-loop', 'guardian-no-address', 'guardian-changed'));
drop index notice_recipient_once;
create unique index notice_recipient_once on notice_recipient (notice, drill, person)
  where state in ('planned', 'claimed', 'handed-over', 'accepted', 'deferred', 'doubtful', 'delegated');

create table notice_delegation (
  wave         uuid primary key references notice_wave (id),
  teller       text not null check (teller in ('supplier', 'organisation', 'other')),
  words        bytea not null,
  since        date not null,
  asked_by     uuid not null references account (id),
  asked_at     timestamptz not null,
  approved_by  uuid references account (id),
  approved_at  timestamptz
);
comment on column notice_delegation.teller is 'who tells them instead of us';
comment on column notice_delegation.words is 'which one, and how we know; sealed and bound to the incident';
comment on column notice_delegation.since is 'the day from which they tell them';

-- Why people who are not affected are written to all the same.
alter table notice_wave add column unaffected_reason bytea;
comment on column notice_wave.unaffected_reason is 'in the words of whoever prepared it, sealed and bound to the incident; null for affected people';
