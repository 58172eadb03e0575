-- Services of ours that bring short messages, or messages in our own app.
create table message_service (
  id            int generated always as identity primary key,
  name          text not null check (length(name) between 1 and 60),
  kind          text not null check (kind in ('sms', 'in-app')),
  catcher       boolean not null,
  url           text not null check (length(url) <= 500),
  own_network   boolean not null,
  longest       int not null check (longest between 20 and 100000),
  supplier      int references supplier (id),
  sealed_secret bytea,
  revision      int not null default 1,
  removed_at    timestamptz,
  unique (id, kind, catcher),
  check ((sealed_secret is null) = (removed_at is not null))
);
create unique index message_service_name on message_service (lower(name)) where removed_at is null;
comment on column message_service.catcher is 'for drills: keeps what it gets and brings nothing on; never changes';
comment on column message_service.own_network is 'its address may be of a private network';
comment on column message_service.longest is 'characters that a message may have';
comment on column message_service.supplier is 'whose service it is, if one of the register: its own breach is told by another';
comment on column message_service.sealed_secret is 'signs calls; sealed with the keyset, bound to the service''s id';
comment on column message_service.revision is 'one more at each change, so that two who change it at once notice';

alter table notice_wave
  drop constraint notice_wave_channel_check,
  add constraint notice_wave_channel_check check (channel in ('mail', 'paper', 'sms', 'in-app')),
  add column service int,
  add constraint notice_wave_service foreign key (service, channel, catcher)
    references message_service (id, kind, catcher),
  add constraint notice_wave_by_service check ((channel in ('sms', 'in-app')) = (service is not null));

-- Joined contact details have a telephone number and the company's own id now. What was joined in the form of before is not read any more.
update contact_file set shredded_at = now() where shredded_at is null;
delete from passing.joined_contact;
