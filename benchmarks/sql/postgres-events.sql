-- Who was sent what in 2024, from the plain table that most have: a row for each event, in words.
-- Sets of elements are few, so they are taken apart after the rows are grouped.
DROP TABLE IF EXISTS answer;
CREATE UNLOGGED TABLE answer AS
WITH sent AS (
  SELECT subject, elements, min(at) AS first_at, max(at) AS last_at
  FROM event
  WHERE supplier IN ${suppliers}
    AND at >= '2024-01-01 00:00:00+00' AND at < '2025-01-01 00:00:00+00'
  GROUP BY subject, elements),
known AS (
  SELECT p.person, CASE WHEN p.person IS NULL THEN s.subject END AS subject, s.elements, s.first_at,
    s.last_at
  FROM sent s LEFT JOIN person p ON p.subject = s.subject)
SELECT person, subject, array_agg(DISTINCT element ORDER BY element) AS elements,
  min(first_at) AS first_at, max(last_at) AS last_at
FROM known, unnest(elements) AS element
GROUP BY 1, 2 ORDER BY 1, 2;
