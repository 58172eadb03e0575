-- An exposure step by step, without any short cut: what the fast steps are compared with.
CREATE TEMP TABLE ref_seen_subject AS
SELECT subject, max(relation) AS relation, bit_or(low) AS low, bit_or(high) AS high,
  min(first_at) AS first_at, max(last_at) AS last_at
FROM record GROUP BY subject;
CREATE TEMP TABLE ref_seen_plain AS
SELECT s.subject, i.person, CASE WHEN i.kind = 3 THEN 3 ELSE 1 END AS match, s.relation, s.low,
  s.high, s.first_at, s.last_at
FROM ref_seen_subject s LEFT JOIN (SELECT * FROM ids WHERE owners = 1 AND scheme <> 2) i
  ON i.subject = s.subject;
CREATE TEMP TABLE ref_seen_several AS
WITH owners AS (SELECT * FROM ids WHERE owners > 1 AND scheme <> 2),
days AS (
  SELECT subject, day, max(relation) AS relation, bit_or(low) AS low, bit_or(high) AS high,
    min(first_at) AS first_at, max(last_at) AS last_at
  FROM record WHERE subject IN (SELECT subject FROM owners) GROUP BY subject, day),
hits AS (
  SELECT d.*, o.person, o.kind, o.since, o.until
  FROM days d JOIN owners o ON o.subject = d.subject
  QUALIFY (d.day >= o.since AND d.day < o.until)
    = bool_or(d.day >= o.since AND d.day < o.until) OVER (PARTITION BY d.subject, d.day)),
people AS (
  SELECT subject, day, person, max(kind) AS kind, max(since) AS since, min(until) AS until,
    any_value(relation) AS relation, any_value(low) AS low, any_value(high) AS high,
    any_value(first_at) AS first_at, any_value(last_at) AS last_at
  FROM hits GROUP BY subject, day, person)
SELECT subject, person,
  CASE WHEN bool_or(kind = 2) OVER w THEN 4 WHEN count(*) OVER w = 1 THEN 1
       WHEN max(since) OVER w < min(until) OVER w THEN 2 ELSE 4 END AS match,
  relation, low, high, first_at, last_at
FROM people WINDOW w AS (PARTITION BY subject, day);
CREATE TEMP TABLE ref_seen_base AS
SELECT DISTINCT p.subject, i.person,
  CASE WHEN i.owners = 1 THEN 3 ELSE 4 END AS match,
  p.relation, p.low, p.high, p.first_at, p.last_at
FROM ref_seen_plain p JOIN ids i ON i.subject = p.subject AND i.scheme = 2
WHERE p.person IS NULL AND p.subject NOT IN (SELECT subject FROM ref_seen_several);
CREATE TEMP TABLE ref_seen_person AS
SELECT * FROM ref_seen_plain WHERE person IS NOT NULL
UNION ALL SELECT * FROM ref_seen_several
UNION ALL SELECT * FROM ref_seen_base
UNION ALL SELECT * FROM ref_seen_plain WHERE person IS NULL
  AND subject NOT IN (SELECT subject FROM ref_seen_several)
  AND subject NOT IN (SELECT subject FROM ref_seen_base);
CREATE TEMP TABLE ref_held_person AS
WITH hits AS (
  SELECT h.subject, h.day, h.low, h.high, i.person, i.kind, i.since, i.until
  FROM held h LEFT JOIN (
    SELECT subject, person, kind, since, until FROM ids WHERE scheme <> 2
    UNION ALL
    SELECT b.subject, b.person, CASE WHEN b.owners = 1 THEN 3 ELSE 2 END, b.since, b.until
    FROM ids b ANTI JOIN (SELECT subject FROM ids WHERE scheme <> 2) x USING (subject)
    WHERE b.scheme = 2) i USING (subject)
  QUALIFY i.person IS NULL OR (h.day >= i.since AND h.day < i.until)
    = bool_or(h.day >= i.since AND h.day < i.until) OVER (PARTITION BY h.subject, h.day)),
people AS (
  SELECT subject, day, person, max(kind) AS kind, max(since) AS since, min(until) AS until,
    bit_or(low) AS low, bit_or(high) AS high
  FROM hits GROUP BY subject, day, person)
SELECT subject, person,
  CASE WHEN person IS NULL THEN 1 WHEN bool_or(kind = 2) OVER w THEN 4
       WHEN count(*) OVER w = 1 THEN CASE WHEN kind = 3 THEN 3 ELSE 1 END
       WHEN max(since) OVER w < min(until) OVER w THEN 2 ELSE 4 END AS match, low, high
FROM people WINDOW w AS (PARTITION BY subject, day);
CREATE TEMP VIEW ref_parts AS
SELECT person, CASE WHEN person IS NULL THEN subject END AS subject, match, relation AS seen,
  low AS seen_low, high AS seen_high, 0::BIGINT AS held_low, 0::BIGINT AS held_high,
  0::BIGINT AS file_low, 0::BIGINT AS file_high, 0::BIGINT AS declared_low,
  0::BIGINT AS declared_high, first_at, last_at, false AS held, false AS in_file,
  false AS declared FROM ref_seen_person
UNION ALL
SELECT person, CASE WHEN person IS NULL THEN subject END, match, 0, 0, 0, low, high, 0, 0, 0, 0,
  NULL, NULL, true, false, false FROM ref_held_person
UNION ALL
SELECT p.person, NULL, p.match, 0, 0, 0, 0, 0, s.low, s.high, 0, 0, NULL, NULL, false, true,
  false
FROM file_person p JOIN file_row r USING (row) JOIN file_set s ON s.id = r.elements
UNION ALL
SELECT person, NULL, 1, 0, 0, 0, 0, 0, 0, 0, low, high, NULL, NULL, false, false, true
FROM declared_in;
CREATE TEMP TABLE ref_exposed AS
SELECT person, subject,
  min(CASE WHEN declared THEN 5 ELSE match END)::TINYINT AS match,
  max(seen) FILTER (match < 4)::TINYINT AS seen,
  coalesce(bool_or(held) FILTER (match < 4), false) AS held,
  coalesce(bool_or(in_file) FILTER (match < 4), false) AS in_file,
  bool_or(declared) AS declared,
  bool_and(match = 4) AS only_ambiguous,
  coalesce(min(CASE WHEN in_file THEN match END), 0)::TINYINT AS file_match,
  coalesce(min(CASE WHEN seen > 0 THEN match END), 0)::TINYINT AS seen_match,
  coalesce(bit_or(seen_low) FILTER (match < 4), 0) AS seen_low,
  coalesce(bit_or(seen_high) FILTER (match < 4), 0) AS seen_high,
  coalesce(bit_or(held_low) FILTER (match < 4), 0) AS held_low,
  coalesce(bit_or(held_high) FILTER (match < 4), 0) AS held_high,
  coalesce(bit_or(file_low) FILTER (match < 4), 0) AS file_low,
  coalesce(bit_or(file_high) FILTER (match < 4), 0) AS file_high,
  bit_or(declared_low) AS declared_low, bit_or(declared_high) AS declared_high,
  min(first_at) FILTER (match < 4) AS first_at, max(last_at) FILTER (match < 4) AS last_at
FROM ref_parts
WHERE NOT (SELECT yes FROM limited) OR person IN (SELECT person FROM cohort)
GROUP BY person, subject
