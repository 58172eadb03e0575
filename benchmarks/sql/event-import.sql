-- The same fields out of the export, rolled up by subject and day, as a sorted Parquet file.
COPY (
  SELECT coalesce(e.properties.distinct_id, e.properties."$user_id", e.properties."$email") AS subject,
    to_timestamp(e.properties.time)::DATE AS day,
    (CASE WHEN e.event IS NOT NULL THEN 1 ELSE 0 END
      + CASE WHEN e.properties."$email" IS NOT NULL THEN 2 ELSE 0 END
      + CASE WHEN e.properties.ip IS NOT NULL THEN 12 ELSE 0 END
      + CASE WHEN e.properties."$city" IS NOT NULL OR e.properties.mp_country_code IS NOT NULL THEN 16 ELSE 0 END
      + CASE WHEN e.properties."$browser" IS NOT NULL OR e.properties."$os" IS NOT NULL THEN 32 ELSE 0 END
      + CASE WHEN e.properties."$current_url" IS NOT NULL THEN 64 ELSE 0 END
      + CASE WHEN e.properties."$referrer" IS NOT NULL THEN 128 ELSE 0 END) AS elements,
    min(to_timestamp(e.properties.time)) AS first_at, max(to_timestamp(e.properties.time)) AS last_at,
    count(*) AS events
  FROM read_json('${file}', format = 'newline_delimited', columns = {
    'event': 'VARCHAR',
    'properties': 'STRUCT("time" BIGINT, distinct_id VARCHAR, "$user_id" VARCHAR, "$device_id" VARCHAR,
      "$email" VARCHAR, "$phone" VARCHAR, "$browser" VARCHAR, "$os" VARCHAR, "$city" VARCHAR,
      mp_country_code VARCHAR, ip VARCHAR, "$current_url" VARCHAR, "$referrer" VARCHAR)'}) e
  GROUP BY ALL
  ORDER BY subject, day)
TO '${out}' (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1);
