-- Hosts that letters to people may link to: one list, changed by two people. There is none at first, and so no link.
create table notice_link_list (
  only_one    boolean primary key default true check (only_one),
  version     int not null default 1,
  hosts       text[] not null default '{}',
  proposed    text[]
);
insert into notice_link_list default values;

comment on column notice_link_list.version is 'one more at each change; a proposal that was made before is not done';
comment on column notice_link_list.proposed is 'the whole list as somebody wants it; null when nobody does';
