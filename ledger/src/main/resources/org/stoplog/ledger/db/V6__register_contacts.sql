-- Whom to call about security, how we know that it is them, and when we last tried.
alter table supplier
  add security_contact text,
  add contact_verified text,
  add contact_tested date;

-- Domains beside the main one; each is one supplier's.
create table supplier_domain (
  domain text primary key,
  supplier int not null references supplier
);
create index supplier_domain_supplier on supplier_domain (supplier);

alter table connection add scopes text[] not null default '{}';
