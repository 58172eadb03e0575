-- Who a supplier is before the law, whom to reach there beside the first contact, and whom they reach here.
alter table supplier
  add second_contact text,
  add our_contact text,
  add legal_name text,
  add lei text check (lei ~ '^[0-9A-Z]{18}[0-9]{2}$'),
  add parent_company text,
  add status_page text;
comment on column supplier.second_contact is 'for what must not go to one mailbox alone';

-- Within what time another supplier could do it.
alter table engagement
  add replaceable text check (replaceable in ('days', 'weeks', 'months', 'no'));
