-- The people of a file of e-mail addresses, in plain text: what the keyed hash is measured against.
COPY (
  SELECT p.person, count(*) AS rows
  FROM read_csv('${file}', header = true, columns = {'email': 'VARCHAR'}) f
  JOIN read_parquet('${people}') p ON p.email = lower(trim(f.email))
  GROUP BY p.person
  ORDER BY p.person)
TO '${out}' (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1);
