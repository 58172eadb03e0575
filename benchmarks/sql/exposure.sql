-- Who was sent what in 2024: the hand-written peer of an exposure over the same files.
COPY (
  WITH sent AS (
    SELECT subject,
      max(CASE WHEN first_at >= TIMESTAMPTZ '2024-01-01 00:00:00+00'
                AND last_at < TIMESTAMPTZ '2025-01-01 00:00:00+00' THEN 2 ELSE 1 END)::TINYINT AS seen,
      bit_or(low) AS low, bit_or(high) AS high,
      min(first_at) AS first_at, max(last_at) AS last_at
    FROM ${disclosures} d JOIN element_set e ON e.id = d.elements
    WHERE supplier IN ${suppliers}
      AND last_at >= TIMESTAMPTZ '2024-01-01 00:00:00+00'
      AND first_at < TIMESTAMPTZ '2025-01-01 00:00:00+00'
    GROUP BY subject)
  SELECT i.person, CASE WHEN i.person IS NULL THEN s.subject END AS subject,
    max(seen) AS seen, bit_or(low) AS seen_low, bit_or(high) AS seen_high,
    min(first_at) AS first_at, max(last_at) AS last_at
  FROM sent s LEFT JOIN ${identifiers} i ON i.subject = s.subject
  GROUP BY ALL
  ORDER BY person, subject)
TO '${out}' (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1);
