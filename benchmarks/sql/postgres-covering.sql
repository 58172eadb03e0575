-- Who was sent what in 2024, from rolled-up rows behind a covering index.
DROP TABLE IF EXISTS answer;
CREATE UNLOGGED TABLE answer AS
WITH sent AS (
  SELECT subject,
    max(CASE WHEN first_at >= '2024-01-01 00:00:00+00' AND last_at < '2025-01-01 00:00:00+00'
        THEN 2 ELSE 1 END) AS seen,
    bit_or(low) AS low, bit_or(high) AS high, min(first_at) AS first_at, max(last_at) AS last_at
  FROM disclosure d JOIN element_set e ON e.id = d.elements
  WHERE supplier IN ${suppliers}
    AND last_at >= '2024-01-01 00:00:00+00' AND first_at < '2025-01-01 00:00:00+00'
  GROUP BY subject)
SELECT i.person, CASE WHEN i.person IS NULL THEN s.subject END AS subject, max(seen) AS seen,
  bit_or(low) AS low, bit_or(high) AS high, min(first_at) AS first_at, max(last_at) AS last_at
FROM sent s LEFT JOIN identifier i ON i.subject = s.subject
GROUP BY 1, 2 ORDER BY 1, 2;
