-- What an exposure asked, without the files that were matched: a hash of QuestionText, so that like is compared with like.
-- Null for questions that belong to no supplier. The texts themselves may name attributes' values and are not kept.
alter table exposure add column question_sha256 text;
alter table exposure add column datasets int not null default 0;
create index exposure_question on exposure (question_sha256, id);
