-- Suppliers held against what is expected of them. Questions are as they were when it began.
create table assessment (
  id          uuid primary key,
  supplier    int not null references supplier,
  set_id      text not null,
  set_version text not null,
  title       text not null,
  due         date not null,
  why         text not null,
  made_by     uuid not null references account (id),
  made_at     timestamptz not null,
  closed_by   uuid references account (id),
  closed_at   timestamptz,
  check ((closed_by is null) = (closed_at is null))
);
create index assessment_supplier on assessment (supplier);

create table assessment_question (
  assessment uuid not null references assessment (id),
  number     int not null,
  key        text not null,
  kind       text not null check (kind in ('yes-no', 'at-most', 'at-least', 'text')),
  bound      int,
  unit       text not null,
  weight     int not null check (weight between 1 and 3),
  proof      boolean not null,
  only_if    int,
  title      text not null,
  question   text not null,
  why        text not null,
  source     text not null,
  primary key (assessment, number),
  unique (assessment, key),
  foreign key (assessment, only_if) references assessment_question (assessment, number)
);
comment on column assessment_question.bound is 'what a number is held against';
comment on column assessment_question.only_if is 'question that must be answered with yes before';

-- Rows are only ever added; the last one of a question holds.
create table assessment_answer (
  assessment uuid not null,
  number     int not null,
  question   int not null,
  answer     text not null,
  words      bytea not null,
  said_by    uuid not null references account (id),
  said_at    timestamptz not null,
  primary key (assessment, number),
  foreign key (assessment, question) references assessment_question (assessment, number)
);
comment on column assessment_answer.answer is 'yes, partly, no, not-applicable, a number, said; or how its words were read';
comment on column assessment_answer.words is 'sealed and bound to the assessment';

create table finding (
  id         uuid primary key,
  supplier   int not null references supplier,
  assessment uuid references assessment (id),
  question   int,
  title      bytea not null,
  weight     text not null check (weight in ('low', 'medium', 'high')),
  owner      uuid not null references account (id),
  due        date not null,
  made_by    uuid not null references account (id),
  made_at    timestamptz not null,
  foreign key (assessment, question) references assessment_question (assessment, number)
);
create index finding_supplier on finding (supplier);
comment on column finding.title is 'sealed and bound to the finding';

create table finding_event (
  finding uuid not null references finding (id),
  number  int not null,
  kind    text not null check (kind in ('note', 'remedied', 'good', 'bad', 'accepted', 'dropped')),
  words   bytea not null,
  until   date,
  said_by uuid not null references account (id),
  said_at timestamptz not null,
  primary key (finding, number),
  check ((kind = 'accepted') = (until is not null))
);
comment on column finding_event.words is 'sealed and bound to the finding';
comment on column finding_event.until is 'first day on which an acceptance holds no more';
