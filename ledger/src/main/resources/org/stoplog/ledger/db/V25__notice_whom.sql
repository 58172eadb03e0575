-- A later wave may be for those whom none has told, or for those of whom more is known than they were told.
alter table notice_wave add column whom text not null default 'all' check (whom in ('all', 'fresh', 'more'));
update notice_wave set whom = 'fresh' where fresh;
alter table notice_wave alter column whom drop default, drop column fresh;

comment on column notice_wave.whom is
  'all of the exposure; only whom no wave of the incident has told; only whom another notice has told less than is known now';
