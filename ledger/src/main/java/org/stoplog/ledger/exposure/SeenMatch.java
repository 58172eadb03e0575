package org.stoplog.ledger.exposure;

import org.stoplog.ledger.table.DuckSession;

/**
 * Leads what was sent (or is held) to people: from {@code record} (subject, day, relation,
 * elements, first, last) and {@code ids} to {@code seen_person}, and what belongs to nobody to
 * {@code seen_lone}. Both: subject, person, match, relation, low, high, first_at, last_at.
 */
final class SeenMatch {
  /*
   * Nearly every subject has one owner ever, and then the day does not matter: its rows are put
   * together first and joined once. Only subjects with several owners are looked at day by day.
   */
  private SeenMatch() {}

  private static final String PLAIN =
      """
      SELECT s.subject, i.person, (CASE WHEN i.kind = 3 THEN 3 ELSE 1 END)::TINYINT AS match,
        s.relation, s.low, s.high, s.first_at, s.last_at
      FROM (
        SELECT subject, max(relation)::TINYINT AS relation, bit_or(low) AS low, %2$s AS high,
          min(first_at) AS first_at, max(last_at) AS last_at
        FROM record WHERE %1$s GROUP BY subject) s
      LEFT JOIN (
        SELECT subject, person, kind FROM ids WHERE owners = 1 AND scheme <> 2 AND %1$s) i
        ON i.subject = s.subject
      """;

  private static final String SEVERAL =
      """
      CREATE TEMP TABLE seen_several AS
      WITH owners AS (SELECT * FROM ids WHERE owners > 1 AND scheme <> 2),
      days AS (
        SELECT subject, day, max(relation)::TINYINT AS relation, bit_or(low) AS low,
          bit_or(high) AS high, min(first_at) AS first_at, max(last_at) AS last_at
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
        (CASE WHEN bool_or(kind = 2) OVER w THEN 4 WHEN count(*) OVER w = 1 THEN 1
             WHEN max(since) OVER w < min(until) OVER w THEN 2 ELSE 4 END)::TINYINT AS match,
        relation, low, high, first_at, last_at
      FROM people WINDOW w AS (PARTITION BY subject, day)
      """;

  /** An address that only matches when its plus-tag, or the directory's, is left away. */
  private static final String BY_BASE =
      """
      CREATE TEMP TABLE seen_base AS
      SELECT DISTINCT p.subject, i.person,
        (CASE WHEN i.owners = 1 THEN 3 ELSE 4 END)::TINYINT AS match,
        p.relation, p.low, p.high, p.first_at, p.last_at
      FROM seen_plain p JOIN ids i ON i.subject = p.subject AND i.scheme = 2
      WHERE p.person IS NULL AND p.subject NOT IN (SELECT subject FROM seen_several)
      """;

  private static final String NONE =
      "CREATE TEMP TABLE %s AS SELECT subject, person, match, relation, low, high, first_at,"
          + " last_at FROM seen_plain LIMIT 0";

  private static final String PEOPLE =
      """
      CREATE TEMP VIEW seen_person AS
      SELECT * FROM seen_plain WHERE person IS NOT NULL
      UNION ALL SELECT * FROM seen_several
      UNION ALL SELECT * FROM seen_base
      """;

  private static final String LONE =
      """
      CREATE TEMP VIEW seen_lone AS
      SELECT * FROM seen_plain p WHERE person IS NULL
        AND NOT EXISTS (SELECT 1 FROM seen_several s WHERE s.subject = p.subject)
        AND NOT EXISTS (SELECT 1 FROM seen_base b WHERE b.subject = p.subject)
      """;

  private static final String LONE_PLAIN =
      "CREATE TEMP VIEW seen_lone AS SELECT * FROM seen_plain WHERE person IS NULL";

  /**
   * What the directory's identifiers make necessary.
   *
   * @param shared whether any identifier has or had several owners; without, the records need not
   *     be read a second time to look at their days
   * @param tagged whether anybody has an address by its base; without, what is unmatched need not
   *     be joined again
   */
  record Kinds(boolean shared, boolean tagged) {
    static Kinds of(DuckSession duck) {
      return new Kinds(
          duck.any("ids WHERE owners > 1 AND scheme <> 2"), duck.any("ids WHERE scheme = 2"));
    }

    boolean isPlain() {
      return !shared && !tagged;
    }
  }

  /**
   * @param ranges number of stretches of the subjects' keys that are looked at one after the other
   * @param isWide whether any set has elements beyond the first 64; most have none
   */
  static void run(DuckSession duck, Kinds kinds, int ranges, boolean isWide) {
    boolean shared = kinds.shared();
    boolean tagged = kinds.tagged();
    for (int i = 0; i < ranges; i++) {
      duck.execute(
          (i == 0 ? "CREATE TEMP TABLE seen_plain AS " : "INSERT INTO seen_plain ")
              + plain(range(i, ranges), isWide));
    }
    duck.execute(shared ? SEVERAL : NONE.formatted("seen_several"));
    duck.execute(tagged ? BY_BASE : NONE.formatted("seen_base"));
    duck.execute(PEOPLE);
    duck.execute(shared || tagged ? LONE : LONE_PLAIN);
  }

  /**
   * The query for all rows, where {@link Kinds#isPlain} and they are few enough to be one range.
   */
  static String plain(boolean isWide) {
    return plain("true", isWide);
  }

  private static String plain(String range, boolean isWide) {
    return PLAIN.formatted(range, isWide ? "bit_or(high)" : "0::BIGINT");
  }

  /** Keys are keyed hashes: equal stretches hold about as many. */
  private static String range(int index, int ranges) {
    if (ranges == 1) {
      return "true";
    }
    long step = Long.divideUnsigned(-1L, ranges);
    long from = Long.MIN_VALUE + index * step;
    return index == ranges - 1
        ? "subject_key >= " + from
        : "subject_key >= " + from + " AND subject_key < " + (from + step);
  }
}
