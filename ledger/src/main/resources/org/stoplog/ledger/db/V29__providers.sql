-- Whom a provider of OpenID Connect says somebody is. Never the e-mail, which can be given to another person.
alter table account add column issuer text check (length(issuer) between 1 and 500);
alter table account add column subject text check (length(subject) between 1 and 255);
alter table account add constraint account_of_provider check ((issuer is null) = (subject is null));
create unique index account_by_subject on account (issuer, subject);

comment on column account.issuer is 'null where somebody signs in by password and code';
