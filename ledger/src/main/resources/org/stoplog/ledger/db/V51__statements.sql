-- Statements: what the world is told of an incident. Drafts and what revisions were made of are sealed, since their exact
-- numbers and proofs are not for the world; what it reads is in public_statement, and nothing else is.
create table statement (
  id              uuid primary key,
  incident        uuid not null unique references incident (id),
  slug            text not null unique
    check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) between 3 and 60),
  published       int not null default 0,
  draft           bytea,
  edits           int not null default 0,
  next_update     timestamptz,
  reminded        int not null default 0,
  missed          int not null default 0,
  contradicted_by bigint references exposure (id),
  outdated_by     bigint references exposure (id),
  created_by      uuid not null references account (id),
  created_at      timestamptz not null
);

comment on column statement.slug is 'the last part of its address, for good';
comment on column statement.published is 'number of the last revision; 0 before the first';
comment on column statement.draft is 'the next revision as it is written, sealed and bound to the incident';
comment on column statement.next_update is 'what the last revision promises, by the clock of the product';
comment on column statement.reminded is 'number of the revision whose promise the members were reminded of';
comment on column statement.contradicted_by is 'the exposure by which a sentence of the last revision does not hold';

-- Who changed the draft since the last revision: they do not decide on it.
create table statement_editor (
  statement uuid not null references statement (id),
  account   uuid not null references account (id),
  primary key (statement, account)
);

create table statement_revision (
  statement    uuid not null references statement (id),
  number       int not null check (number > 0),
  content      bytea not null,
  sha256       text not null,
  exposure     bigint not null references exposure (id),
  asked_by     uuid not null references account (id),
  approved_by  uuid not null references account (id),
  published_at timestamptz not null,
  real_at      timestamptz not null,
  primary key (statement, number),
  check (asked_by <> approved_by)
);

comment on column statement_revision.sha256 is 'of the public document';

-- What is public, and nothing that is not.
create table public_statement (
  slug         text not null,
  number       int not null,
  document     bytea not null,
  signature    bytea not null check (length(signature) = 64),
  published_at timestamptz not null,
  primary key (slug, number)
);

comment on column public_statement.document is 'canonical JSON: the bytes that are signed';
grant select on public_statement to stoplog_public;
