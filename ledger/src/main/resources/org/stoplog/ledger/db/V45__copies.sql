-- Each copy has a number that its reader can ask about, and that bounces come back with. Copies of one domain of
-- recipients are paced together.
alter table notice_recipient
  add column copy_code bigint check (copy_code >= 0),
  add column domain    bigint;
create unique index notice_recipient_copy on notice_recipient (copy_code) where copy_code is not null;

comment on column notice_recipient.copy_code is
  '60 bits of a keyed hash of the person with the key of the wave; set when the copy is first handed over';
comment on column notice_recipient.domain is
  '64 bits of a keyed hash of the domain of the address with the key of the wave';

alter table notice_wave add column connections int not null default 1 check (connections between 1 and 100);
comment on column notice_wave.connections is 'to the mail server at once, at most';
