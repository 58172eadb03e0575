package org.stoplog.ledger.directory;

import java.util.List;

/** How the derived copy of the directory follows from the facts, as steps of DuckDB SQL. */
final class DirectorySql {
  private DirectorySql() {}

  static final List<String> TABLES =
      List.of(
          "CREATE TEMP TABLE batches_in (batch BIGINT, as_of DATE)",
          "CREATE TEMP TABLE merges_in (person BIGINT, into_person BIGINT, batch BIGINT)",
          """
          CREATE TEMP TABLE periods_in (person BIGINT, batch BIGINT, since DATE, until DATE,
            codes VARCHAR, organisation INTEGER, admin BOOLEAN, guardian BIGINT)
          """,
          """
          CREATE TEMP TABLE links_in (subject UUID, subject_key BIGINT, scheme SMALLINT, other UUID,
            other_key BIGINT, other_scheme SMALLINT, first_day DATE, last_day DATE)
          """,
          """
          CREATE TEMP TABLE facts_in (person BIGINT, batch BIGINT, scheme SMALLINT, subject UUID,
            subject_key BIGINT, stated SMALLINT, stated_subject UUID, since DATE, until DATE)
          """);

  /** Later files speak last. */
  private static final String ORDER =
      """
      CREATE TEMP TABLE batches AS
      SELECT batch, as_of, row_number() OVER (ORDER BY as_of, batch) AS nr FROM batches_in
      """;

  /**
   * Each merged account and the one it ended in; a circle of merges ends nowhere and is ignored.
   */
  private static final String MERGES =
      """
      CREATE TEMP TABLE canonical AS
      WITH RECURSIVE last_word AS (
        SELECT m.person, arg_max(m.into_person, b.nr) AS into_person
        FROM merges_in m JOIN batches b USING (batch) GROUP BY m.person),
      walk AS (
        SELECT person, into_person AS root, 1 AS depth FROM last_word
        UNION ALL
        SELECT w.person, l.into_person, w.depth + 1 FROM walk w
        JOIN last_word l ON l.person = w.root WHERE w.depth < 50)
      SELECT person, arg_max(root, depth) AS root FROM walk
      GROUP BY person HAVING max(depth) < 50
      """;

  /** When a later file names other identifiers of the kind, an open one has ended by that day. */
  private static final String OWNED =
      """
      CREATE TEMP TABLE stretches AS
      WITH spoken AS (SELECT DISTINCT person, stated, nr FROM facts_in JOIN batches USING (batch)),
      last_said AS (
        SELECT person, stated, stated_subject, max(nr) AS nr
        FROM facts_in JOIN batches USING (batch) GROUP BY ALL),
      ended AS (
        SELECT l.person, l.stated, l.stated_subject, l.nr, min(s.nr) AS next_nr
        FROM last_said l LEFT JOIN spoken s
          ON s.person = l.person AND s.stated = l.stated AND s.nr > l.nr
        GROUP BY ALL)
      SELECT f.scheme, f.subject, f.subject_key, coalesce(c.root, f.person) AS person,
        coalesce(f.since, DATE '0001-01-01') AS since,
        coalesce(f.until, n.as_of, DATE '9999-12-31') AS until
      FROM facts_in f JOIN batches b USING (batch)
      JOIN ended e ON e.person = f.person AND e.stated = f.stated
        AND e.stated_subject = f.stated_subject AND e.nr = b.nr
      LEFT JOIN batches n ON n.nr = e.next_nr
      LEFT JOIN canonical c ON c.person = f.person
      """;

  /**
   * Stretches of the same ownership that touch are one: a people file has a line for each change.
   */
  private static final String MERGED_STRETCHES =
      """
      CREATE TEMP TABLE owned AS
      WITH ordered AS (
        SELECT *, coalesce(since > max(until) OVER (
          PARTITION BY scheme, subject, person ORDER BY since, until
          ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), true) AS fresh
        FROM stretches WHERE since < until),
      islands AS (
        SELECT *, count(*) FILTER (fresh) OVER (
          PARTITION BY scheme, subject, person ORDER BY since, until
          ROWS UNBOUNDED PRECEDING) AS island
        FROM ordered)
      SELECT scheme, subject, subject_key, person, min(since) AS since, max(until) AS until
      FROM islands GROUP BY scheme, subject, subject_key, person, island
      """;

  /**
   * Identifiers that nobody owns, with the owners one hop away on the day they were seen together.
   * An organisation's id (scheme 5) is nobody's: it would lead all that is its own to one member.
   */
  private static final String OBSERVED =
      """
      CREATE TEMP TABLE observed AS
      WITH hops AS (
        SELECT subject, subject_key, scheme, other AS via, other_scheme AS via_scheme, first_day,
          last_day FROM links_in
        UNION ALL
        SELECT other, other_key, other_scheme, subject, scheme, first_day, last_day FROM links_in
        WHERE other_scheme <> 2),
      unowned AS (
        SELECT h.* FROM hops h ANTI JOIN owned o ON o.subject = h.subject AND o.scheme = h.scheme
        WHERE h.scheme <> 5),
      near AS (
        SELECT u.subject, u.subject_key, u.scheme, o.person, u.via_scheme = 2 AS by_base
        FROM unowned u JOIN owned o ON o.subject = u.via AND o.scheme = u.via_scheme
          AND o.since <= u.last_day AND o.until > u.first_day),
      nearest AS (
        SELECT DISTINCT subject, subject_key, scheme, person, by_base FROM near
        QUALIFY by_base = min(by_base) OVER (PARTITION BY subject, scheme))
      SELECT scheme, subject, subject_key, person, DATE '0001-01-01' AS since, DATE '9999-12-31' AS until,
        CASE WHEN count(*) OVER (PARTITION BY subject, scheme) > 1 THEN 2
             WHEN by_base THEN 3 ELSE 1 END AS kind
      FROM nearest
      """;

  /**
   * Most addresses are their own base and stand here as addresses already. A base stands here only
   * when somebody's tagged address has it, and then with all who have it.
   */
  private static final String IDENTIFIERS =
      """
      CREATE TEMP TABLE identifiers_out AS
      SELECT *, CAST(count(DISTINCT person) OVER (PARTITION BY scheme, subject) AS INTEGER) AS owners
      FROM (
        SELECT DISTINCT CAST(scheme AS INTEGER) AS scheme, subject_key, subject, person, since,
          until, 0 AS kind FROM owned
        WHERE scheme <> 2
          OR subject IN (SELECT subject FROM facts_in WHERE scheme = 2 AND subject <> stated_subject)
        UNION ALL
        SELECT CAST(scheme AS INTEGER), subject_key, subject, person, since, until, kind
        FROM observed)
      """;

  /** An earlier file's periods end where a later file that knows the person begins. */
  private static final String PERIODS =
      """
      CREATE TEMP TABLE periods_out AS
      WITH speaks AS (SELECT DISTINCT person, nr FROM periods_in JOIN batches USING (batch)),
      next AS (
        SELECT s.person, s.nr, min(t.nr) AS next_nr FROM speaks s
        LEFT JOIN speaks t ON t.person = s.person AND t.nr > s.nr GROUP BY ALL)
      SELECT DISTINCT coalesce(c.root, p.person) AS person,
        coalesce(p.since, DATE '0001-01-01') AS since,
        coalesce(p.until, l.as_of, DATE '9999-12-31') AS until,
        CAST(CASE WHEN p.codes = '{}' THEN [] ELSE string_split(trim(p.codes, '{}'), ',') END
          AS INTEGER[]) AS codes,
        p.organisation, p.admin, coalesce(g.root, p.guardian) AS guardian
      FROM periods_in p JOIN batches b USING (batch)
      JOIN next n ON n.person = p.person AND n.nr = b.nr
      LEFT JOIN batches l ON l.nr = n.next_nr
      LEFT JOIN canonical c ON c.person = p.person
      LEFT JOIN canonical g ON g.person = p.guardian
      """;

  static final List<String> STEPS =
      List.of(ORDER, MERGES, OWNED, MERGED_STRETCHES, OBSERVED, IDENTIFIERS, PERIODS);
}
