package org.stoplog.ledger.exposure;

import org.stoplog.ledger.table.DuckSession;
import org.stoplog.ledger.table.LedgerTable;

/**
 * The last steps of an exposure: its parts put together, one row for each person or lone subject.
 */
final class ExposureSql {
  private ExposureSql() {}

  /** What was sent: relation to the windows, masks of elements, suppliers, batches. */
  static final String RECORD =
      """
      SELECT subject, day, relation, low, high, first_at, last_at FROM (
        SELECT subject, day, %s AS relation, %s AS low, %s AS high, first_at, last_at
        FROM disclosures d JOIN element_set e ON e.id = d.elements
        WHERE supplier IN %s AND %s)
      WHERE relation > 0 AND (low <> 0 OR high <> 0)
      """;

  static final String HELD =
      """
      SELECT subject, day, low, high FROM (
        SELECT subject, day, %s AS low, %s AS high
        FROM holdings h JOIN element_set e ON e.id = h.elements WHERE supplier IN %s)
      WHERE low <> 0 OR high <> 0
      """;

  private static final String HELD_PEOPLE =
      """
      CREATE TEMP TABLE held_person AS
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
      FROM people WINDOW w AS (PARTITION BY subject, day)
      """;

  private static final String HELD_NOBODY =
      """
      CREATE TEMP TABLE held_person AS
      SELECT subject, 0::BIGINT AS person, 1 AS match, low, high FROM held LIMIT 0
      """;

  /** Every part as rows of one shape; a cohort limits them all. */
  private static final String PARTS =
      """
      CREATE TEMP VIEW parts AS
      SELECT person, CASE WHEN person IS NULL THEN subject END AS subject, match, relation AS seen,
        low AS seen_low, high AS seen_high, 0::BIGINT AS held_low, 0::BIGINT AS held_high,
        0::BIGINT AS file_low, 0::BIGINT AS file_high, 0::BIGINT AS declared_low,
        0::BIGINT AS declared_high, first_at, last_at, false AS held, false AS in_file,
        false AS declared FROM seen_person
      UNION ALL
      SELECT person, CASE WHEN person IS NULL THEN subject END, match, 0, 0, 0, low, high, 0, 0, 0, 0,
        NULL, NULL, true, false, false FROM held_person
      UNION ALL
      SELECT p.person, NULL, p.match, 0, 0, 0, 0, 0, s.low, s.high, 0, 0, NULL, NULL, false, true,
        false
      FROM file_person p JOIN file_row r USING (row) JOIN file_set s ON s.id = r.elements
      UNION ALL
      SELECT person, NULL, 1, 0, 0, 0, 0, 0, 0, 0, low, high, NULL, NULL, false, false, true
      FROM declared_in
      """;

  private static final String EXPOSED =
      """
      CREATE TEMP TABLE exposed AS
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
      FROM parts
      WHERE NOT (SELECT yes FROM limited) OR person IN (SELECT person FROM cohort)
      GROUP BY person, subject
      """;

  /*
   * The same when nothing but what was sent is known, the usual case with millions of people. The
   * groups have one number as key, and so has the order in which they are written: sorting by person
   * and subject takes twice as long.
   */
  private static final String TOLD =
      """
      CREATE TEMP TABLE told AS
      WITH allowed AS (
        SELECT * FROM seen_person
        WHERE NOT (SELECT yes FROM limited) OR person IN (SELECT person FROM cohort))
      SELECT person AS nr, person, NULL::UUID AS subject, min(match) AS match,
        max(relation) FILTER (match < 4) AS seen,
        bit_or(low) FILTER (match < 4) AS low, bit_or(high) FILTER (match < 4) AS high,
        min(first_at) FILTER (match < 4) AS first_at, max(last_at) FILTER (match < 4) AS last_at
      FROM allowed WHERE person IS NOT NULL GROUP BY person
      UNION ALL
      SELECT 4611686018427387904 + row_number() OVER (ORDER BY subject), NULL, subject, min(match),
        max(relation) FILTER (match < 4), bit_or(low) FILTER (match < 4),
        bit_or(high) FILTER (match < 4), min(first_at) FILTER (match < 4),
        max(last_at) FILTER (match < 4)
      FROM allowed WHERE person IS NULL GROUP BY subject
      """;

  private static final String EXPOSED_TOLD =
      """
      SELECT person, subject, match::TINYINT AS match, seen::TINYINT AS seen, false AS held,
        false AS in_file, false AS declared, match = 4 AS only_ambiguous, 0::TINYINT AS file_match,
        match::TINYINT AS seen_match, coalesce(low, 0) AS seen_low, coalesce(high, 0) AS seen_high,
        0::BIGINT AS held_low, 0::BIGINT AS held_high, 0::BIGINT AS file_low,
        0::BIGINT AS file_high, 0::BIGINT AS declared_low, 0::BIGINT AS declared_high,
        first_at, last_at
      FROM told ORDER BY nr
      """;

  /**
   * Puts the parts together.
   *
   * @return the query for the exposure's rows, by person and subject
   */
  static String run(DuckSession duck) {
    boolean held = duck.count("SELECT count(*) FROM (SELECT 1 FROM held LIMIT 1)") > 0;
    duck.execute(held ? HELD_PEOPLE : HELD_NOBODY);
    boolean more =
        duck.count(
                """
                SELECT (SELECT count(*) FROM held_person) + (SELECT count(*) FROM file_person)
                  + (SELECT count(*) FROM declared_in)
                """)
            > 0;
    if (!more) {
      duck.execute(TOLD);
      return EXPOSED_TOLD;
    }
    duck.execute(PARTS);
    duck.execute(EXPOSED);
    return "SELECT * FROM exposed ORDER BY person, subject";
  }

  /** The numbers, from the frozen file. */
  static final String SUMMARY =
      """
      SELECT count(person) FILTER (NOT only_ambiguous),
        count(person) FILTER (seen > 0), count(person) FILTER (seen = 1),
        count(person) FILTER (held), count(person) FILTER (declared),
        count(person) FILTER (in_file), count(person) FILTER (only_ambiguous),
        count(*) FILTER (person IS NULL)
      FROM %s
      """;

  /** The columns of a table without any file. */
  static String empty(LedgerTable table) {
    return switch (table) {
      case DISCLOSURES ->
          """
          SELECT 0::BIGINT AS subject_key, NULL::UUID AS subject, 0 AS supplier, 0 AS connection,
            NULL::DATE AS day, NULL::TIMESTAMPTZ AS first_at, NULL::TIMESTAMPTZ AS last_at,
            0 AS elements, 0::BIGINT AS events, 0::BIGINT AS batch WHERE false
          """;
      case HOLDINGS ->
          """
          SELECT 0::BIGINT AS subject_key, NULL::UUID AS subject, 0 AS supplier, 0 AS connection,
            NULL::DATE AS day, 0 AS elements, 0::BIGINT AS batch WHERE false
          """;
      case IDENTIFIERS ->
          """
          SELECT 0 AS scheme, 0::BIGINT AS subject_key, NULL::UUID AS subject, 0::BIGINT AS person,
            NULL::DATE AS since, NULL::DATE AS until, 0 AS kind, 0 AS owners WHERE false
          """;
      case PERIODS ->
          """
          SELECT 0::BIGINT AS person, NULL::DATE AS since, NULL::DATE AS until, []::INTEGER[] AS codes,
            NULL::INTEGER AS organisation, false AS admin, NULL::BIGINT AS guardian WHERE false
          """;
    };
  }
}
