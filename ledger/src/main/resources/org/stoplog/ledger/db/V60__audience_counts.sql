-- Audiences of millions: they are written by COPY, and the page of a wave counts nothing.

-- Each row asked for its person and its wave again, and locked them, which took longer than writing it. Rows are written
-- by one piece of code from people that the exposure joined to the directory; no person is ever deleted, nor a wave.
alter table notice_recipient
  drop constraint notice_recipient_person_fkey,
  drop constraint notice_recipient_wave_notice_drill_fkey;
-- Who shares a mailbox is found in one pass over the wave.
drop index notice_recipient_mailbox;

-- How many people of a wave are in each state: the sum of its rows here. Each statement that changes recipients adds
-- what it changed, so that lanes that commit at once never wait for each other; they are gathered now and then.
create table notice_tally (
  wave     uuid not null,
  state    text not null,
  follows  boolean not null,
  in_doubt boolean not null,
  people   bigint not null
);
create index notice_tally_wave on notice_tally (wave);
comment on column notice_tally.follows is 'they share a mailbox, and the copy of another person tells them';
comment on column notice_tally.people is 'added; less than 0 when they left the state';

create function notice_tally_add() returns trigger language plpgsql as $$
begin
  insert into notice_tally select wave, state, lead is not null, in_doubt, count(*) from after group by 1, 2, 3, 4;
  return null;
end $$;
create function notice_tally_move() returns trigger language plpgsql as $$
begin
  insert into notice_tally
  select wave, state, follows, in_doubt, sum(people) from (
    select wave, state, lead is not null as follows, in_doubt, count(*) as people from after group by 1, 2, 3, 4
    union all
    select wave, state, lead is not null, in_doubt, -count(*) from before group by 1, 2, 3, 4) both_sides
  group by 1, 2, 3, 4 having sum(people) <> 0;
  return null;
end $$;
create function notice_tally_take() returns trigger language plpgsql as $$
begin
  insert into notice_tally select wave, state, lead is not null, in_doubt, -count(*) from before group by 1, 2, 3, 4;
  return null;
end $$;
create trigger notice_tally_add after insert on notice_recipient
  referencing new table as after for each statement execute function notice_tally_add();
create trigger notice_tally_move after update on notice_recipient
  referencing old table as before new table as after for each statement execute function notice_tally_move();
create trigger notice_tally_take after delete on notice_recipient
  referencing old table as before for each statement execute function notice_tally_take();

insert into notice_tally
select wave, state, lead is not null, in_doubt, count(*) from notice_recipient group by 1, 2, 3, 4;

-- What does not change once an audience is frozen.
create table notice_frozen (
  wave    uuid not null references notice_wave (id),
  country int,
  low     bigint not null,
  high    bigint not null,
  guarded boolean not null,
  people  bigint not null
);
create index notice_frozen_wave on notice_frozen (wave);
comment on column notice_frozen.guarded is 'a guardian is written to for them';
insert into notice_frozen
select wave, country, low, high, guardian is not null, count(*)
from notice_recipient r join notice_wave w on w.id = r.wave and w.state <> 'counting' group by 1, 2, 3, 4, 5;
