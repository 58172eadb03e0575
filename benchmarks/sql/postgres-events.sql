-- Who was sent what in 2024, from a plain table with a row for each event.
DROP TABLE IF EXISTS answer;
CREATE UNLOGGED TABLE answer AS
WITH sent AS (
  SELECT subject, bit_or(low) AS low, bit_or(high) AS high, min(at) AS first_at, max(at) AS last_at
  FROM event d JOIN element_set e ON e.id = d.elements
  WHERE supplier IN ${suppliers}
    AND at >= '2024-01-01 00:00:00+00' AND at < '2025-01-01 00:00:00+00'
  GROUP BY subject)
SELECT i.person, CASE WHEN i.person IS NULL THEN s.subject END AS subject, bit_or(low) AS low,
  bit_or(high) AS high, min(first_at) AS first_at, max(last_at) AS last_at
FROM sent s LEFT JOIN identifier i ON i.subject = s.subject
GROUP BY 1, 2 ORDER BY 1, 2;
