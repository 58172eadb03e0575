package org.stoplog.ledger.exposure;

import java.util.List;
import java.util.Optional;
import org.stoplog.catalog.ElementSet;
import org.stoplog.ledger.table.DuckSession;

/**
 * Matches the rows of a supplier's file with the directory.
 *
 * <p>From {@code file_id} (row, n, subject, day), {@code file_base} (row, subject, base) and {@code
 * ids} (the derived identifiers) to {@code file_person} (row, person, match).
 */
final class FileMatch {
  /*
   * A row may carry several identifiers. Each one that anybody owns gives candidates; the row's
   * people are those on whom all of them agree, so that a user id beside a shared mailbox names one.
   * Where they agree on nobody, all are candidates and the row is ambiguous. Only a row without any
   * exact candidate is tried by the base of its e-mail.
   */
  private FileMatch() {}

  /** Codes of how a row or a subject led to a person; the smaller is the surer. */
  static final int EXACT = 1;

  static final int SHARED = 2;
  static final int PROBABLE = 3;
  static final int AMBIGUOUS = 4;

  /**
   * A first look at each identifier of the file. {@code simple}: the only identifier in its row, of
   * one person ever, in one stretch. Nearly all are, and need no second look.
   */
  private static final String FIRST_LOOK =
      """
      CREATE TEMP TABLE first_look AS
      SELECT f.row, i.person, coalesce(i.sure, false)%2$s AS simple
      FROM %1$s f
      LEFT JOIN (
        SELECT subject, person, owners = 1 AND kind = 0 AS sure FROM ids WHERE scheme <> 2) i
        ON i.subject = f.subject
      """;

  /** Identifiers that one person had, gave up and took again: each stretch is a row of its own. */
  private static final String AGAIN =
      """
      CREATE TEMP TABLE had_again AS
      SELECT subject FROM ids
      WHERE scheme <> 2 AND owners = 1
        AND (since > DATE '0001-01-01' OR until < DATE '9999-12-31')
      GROUP BY subject HAVING count(*) > 1
      """;

  private static final String PLAIN =
      """
      CREATE TEMP VIEW plain AS
      SELECT row, person, 1::TINYINT AS match FROM first_look WHERE simple
      """;

  private static final String CANDIDATES =
      """
      CREATE TEMP TABLE candidates AS
      SELECT row, n, person, kind, since, until FROM (
        SELECT f.row, f.n, i.person, i.kind, i.since, i.until,
          f.day IS NOT NULL AND f.day >= i.since AND f.day < i.until AS on_day
        FROM (SELECT * FROM file_id WHERE row IN (
            SELECT row FROM first_look WHERE NOT simple AND person IS NOT NULL)) f
        JOIN ids i ON i.subject = f.subject AND i.scheme <> 2)
      QUALIFY on_day = max(on_day) OVER (PARTITION BY row, n)
      """;

  private static final String AGREED =
      """
      CREATE TEMP TABLE agreed AS
      WITH score AS (
        SELECT row, person, count(DISTINCT n) AS says, max(since) AS since, min(until) AS until,
          bool_or(kind = 2) AS unsure, bool_and(kind = 3) AS by_base
        FROM candidates GROUP BY row, person),
      needed AS (SELECT row, count(DISTINCT n) AS idents FROM candidates GROUP BY row),
      kept AS (
        SELECT s.*, s.says = n.idents AS agrees FROM score s JOIN needed n USING (row)
        QUALIFY s.says = n.idents OR NOT bool_or(s.says = n.idents) OVER (PARTITION BY row))
      SELECT row, person,
        CASE WHEN NOT agrees THEN 4
             WHEN count(*) OVER w = 1 AND NOT unsure THEN CASE WHEN by_base THEN 3 ELSE 1 END
             WHEN bool_or(unsure) OVER w THEN 4
             WHEN max(since) OVER w < min(until) OVER w THEN 2
             ELSE 4 END::TINYINT AS match
      FROM kept WINDOW w AS (PARTITION BY row)
      """;

  /**
   * Only rows that nobody owns as they stand are tried by the base: a tagged address by its own, an
   * untagged one as the base of somebody's tagged address.
   */
  private static final String BY_BASE =
      """
      CREATE TEMP TABLE by_base AS
      WITH missed AS (SELECT DISTINCT row FROM first_look WHERE person IS NULL),
      hit AS (
        SELECT DISTINCT row FROM first_look SEMI JOIN missed USING (row) WHERE person IS NOT NULL),
      left_over AS (
        SELECT f.row, coalesce(b.base, f.subject) AS base, b.base IS NOT NULL AS tagged
        FROM (
          SELECT row, subject FROM file_id SEMI JOIN missed USING (row) ANTI JOIN hit USING (row)
          WHERE scheme = 1) f
        LEFT JOIN file_base b ON b.row = f.row AND b.subject = f.subject),
      hits AS (
        SELECT l.row, i.person FROM left_over l JOIN ids i ON i.subject = l.base AND i.scheme = 2
        UNION
        SELECT l.row, i.person FROM (SELECT * FROM left_over WHERE tagged) l
        JOIN ids i ON i.subject = l.base AND i.scheme = 1 AND i.kind = 0)
      SELECT row, person,
        (CASE WHEN count(*) OVER (PARTITION BY row) = 1 THEN 3 ELSE 4 END)::TINYINT AS match
      FROM hits
      """;

  private static final String NONE =
      "CREATE TEMP TABLE %s AS SELECT row, person, 1::TINYINT AS match FROM first_look LIMIT 0";

  private static final String RESULT =
      """
      CREATE TEMP VIEW file_person AS
      SELECT * FROM plain UNION ALL SELECT * FROM agreed UNION ALL SELECT * FROM by_base
      """;

  /**
   * One row for each person in the file; what is only ambiguous gives nothing but its grade. A list
   * of addresses alone has one set of elements in all its rows, which is not told person by person.
   */
  private static final String TOLD =
      """
      CREATE TEMP TABLE file_told AS
      SELECT person, min(match)::TINYINT AS match, bit_or(low)%1$s AS low, bit_or(high)%1$s AS high
      FROM file_person JOIN file_row USING (row) JOIN file_set s ON s.id = elements GROUP BY person
      """;

  private static final String TOLD_ALIKE =
      """
      CREATE TEMP TABLE file_told AS
      SELECT person, min(match)::TINYINT AS match FROM file_person GROUP BY person
      """;

  /** What the later steps read when no file was asked with; to match nothing costs 12 ms. */
  private static final List<String> NO_FILE =
      List.of(
          "CREATE TEMP TABLE file_person (row BIGINT, person BIGINT, match TINYINT)",
          "CREATE TEMP TABLE file_told (person BIGINT, match TINYINT, low BIGINT, high BIGINT)");

  static void none(DuckSession duck) {
    NO_FILE.forEach(duck::execute);
  }

  static void run(DuckSession duck) {
    duck.execute(AGAIN);
    boolean again = duck.any("had_again");
    boolean several = duck.any("file_kind WHERE several");
    duck.execute(
        FIRST_LOOK.formatted(
            several ? "file_id" : "file_key",
            (several ? " AND NOT f.several" : "")
                + (again ? " AND f.subject NOT IN (SELECT subject FROM had_again)" : "")));
    duck.execute(PLAIN);
    if (duck.any("first_look WHERE NOT simple AND person IS NOT NULL")) {
      duck.execute(CANDIDATES);
      duck.execute(AGREED);
    } else {
      duck.execute(NONE.formatted("agreed"));
    }
    // Without a tag on either side there is no base that is not an address itself.
    boolean tagged = duck.any("file_base") || duck.any("ids WHERE scheme = 2");
    duck.execute(tagged ? BY_BASE : NONE.formatted("by_base"));
    duck.execute(RESULT);
    told(duck);
  }

  /** The elements of every row of every file, when they are the same. */
  static Optional<ElementSet> alike(DuckSession duck) {
    List<ElementSet> sets =
        duck.query(
            "SELECT low, high FROM file_set LIMIT 2",
            row -> new ElementSet(row.getLong(1), row.getLong(2)));
    return sets.size() == 1 ? Optional.of(sets.getFirst()) : Optional.empty();
  }

  /** From {@code file_person}, {@code file_row} and {@code file_set} to {@code file_told}. */
  static void told(DuckSession duck) {
    if (alike(duck).isPresent()) {
      duck.execute(TOLD_ALIKE);
      return;
    }
    boolean unsure = duck.any("file_person WHERE match = 4");
    duck.execute(TOLD.formatted(unsure ? " FILTER (match < 4)" : ""));
  }
}
