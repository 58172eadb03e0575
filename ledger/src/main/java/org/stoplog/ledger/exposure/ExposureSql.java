package org.stoplog.ledger.exposure;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.ElementSet;
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
      SELECT subject_key, subject, day, relation, low, high, first_at, last_at FROM (
        SELECT subject_key, subject, day, %s AS relation, %s AS low, %s AS high, first_at, last_at
        FROM disclosures d JOIN element_set e ON e.id = d.elements
        WHERE supplier IN %s AND %s AND %s)
      WHERE relation > 0 AND (low <> 0 OR high <> 0)
      """;

  static final String HELD =
      """
      SELECT subject_key, subject, day, low, high FROM (
        SELECT subject_key, subject, day, %s AS low, %s AS high
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

  /*
   * Each part by itself, one row for each person. What is only ambiguous gives nothing but its
   * grade: {firm} leaves it out of the other columns. {who} limits to a cohort.
   */
  private static final String SEEN_PART =
      """
      SELECT person, min(match) AS match, max(relation){firm} AS relation, bit_or(low){firm} AS low,
        bit_or(high){firm} AS high, min(first_at){firm} AS first_at, max(last_at){firm} AS last_at
      FROM seen_person WHERE {who} GROUP BY person
      """;

  private static final String HELD_PART =
      """
      SELECT person, min(match)::TINYINT AS match, bit_or(low){firm} AS low,
        bit_or(high){firm} AS high
      FROM held_person WHERE person IS NOT NULL AND {who} GROUP BY person
      """;

  private static final String FILE_PART = "SELECT * FROM file_told WHERE {who}";

  private static final String DECLARED_PART =
      """
      SELECT person, 5::TINYINT AS match, bit_or(low) AS low, bit_or(high) AS high
      FROM declared_in WHERE {who} GROUP BY person
      """;

  /** What belongs to nobody in the directory; a cohort is of people and has none of it. */
  private static final String LONE =
      """
      SELECT 4611686018427387904 + row_number() OVER (ORDER BY subject) AS nr,
        NULL::BIGINT AS person, subject, 1::TINYINT AS match, coalesce(max(relation), 0)::TINYINT AS seen,
        false AS only_ambiguous, coalesce(max(match) FILTER (NOT held), 0)::TINYINT AS seen_match,
        coalesce(bit_or(low) FILTER (NOT held), 0) AS seen_low,
        coalesce(bit_or(high) FILTER (NOT held), 0) AS seen_high,
        min(first_at) AS first_at, max(last_at) AS last_at, bool_or(held) AS held,
        coalesce(bit_or(low) FILTER (held), 0) AS held_low,
        coalesce(bit_or(high) FILTER (held), 0) AS held_high
      FROM (
        SELECT subject, match, relation, low, high, first_at, last_at, false AS held FROM seen_lone
        UNION ALL
        SELECT subject, match, NULL, low, high, NULL, NULL, true FROM held_person
        WHERE person IS NULL)
      GROUP BY subject
      """;

  /** The same where nothing is held, the usual case: a subject has one row already. */
  private static final String LONE_SEEN =
      """
      SELECT 4611686018427387904 + row_number() OVER (ORDER BY subject) AS nr,
        NULL::BIGINT AS person, subject, match, relation AS seen, false AS only_ambiguous,
        match AS seen_match, low AS seen_low, high AS seen_high, first_at, last_at
      FROM seen_lone
      """;

  /**
   * All at once, where there is nothing but records and each identifier has one owner: no grade is
   * in doubt, and no table lies between what is read and what is written.
   */
  private static final String SEEN_ALONE =
      """
      SELECT person, CASE WHEN person IS NULL THEN subject END AS subject, min(match) AS match,
        max(relation) AS seen, min(match) AS seen_match, bit_or(low) AS seen_low, %s AS seen_high,
        min(first_at) AS first_at, max(last_at) AS last_at
      FROM (%s) GROUP BY ALL
      """;

  /**
   * Leads what was sent, is held, is in a file or declared to people, and puts it together.
   *
   * @param ranges number of stretches of the subjects' keys that are looked at one after the other
   * @param isWide whether any set has elements beyond the first 64; most have none
   * @param isSorted by person and subject
   * @return the query for the exposure's rows; to be run once
   */
  static String run(DuckSession duck, int ranges, boolean isWide, boolean isSorted) {
    boolean holdings = duck.any("held");
    boolean file = duck.any("file_told");
    boolean declared = duck.any("declared_in");
    boolean limited = duck.one("SELECT yes FROM limited", row -> row.getBoolean(1));
    SeenMatch.Kinds kinds = SeenMatch.Kinds.of(duck);
    if (!(holdings || file || declared || limited) && kinds.isPlain() && ranges == 1) {
      return result(
              true,
              false,
              false,
              false,
              "false",
              isSorted ? "person, subject" : null,
              Optional.empty())
          .formatted(
              SEEN_ALONE.formatted(isWide ? "bit_or(high)" : "0::BIGINT", SeenMatch.plain(isWide)));
    }
    SeenMatch.run(duck, kinds, ranges, isWide);
    duck.execute(holdings ? HELD_PEOPLE : HELD_NOBODY);
    boolean seen = duck.any("seen_person");
    boolean held = duck.any("held_person");
    // Only shared and tagged identifiers can be ambiguous; without them there is nothing to leave
    // out.
    boolean unsure =
        duck.any("seen_person WHERE match = 4")
            || duck.any("held_person WHERE match = 4")
            || duck.any("file_told WHERE match = 4");
    List<String> from = new ArrayList<>();
    add(from, seen || !(held || file || declared), "s", SEEN_PART);
    add(from, held, "h", HELD_PART);
    add(from, file, "f", FILE_PART);
    add(from, declared, "d", DECLARED_PART);
    Optional<ElementSet> alike = file ? FileMatch.alike(duck) : Optional.empty();
    boolean lone = !limited && (held || duck.any("seen_lone"));
    boolean record = seen || lone;
    String people =
        people(seen, held, file, declared, record, alike.isEmpty())
            + " FROM "
            + from.getFirst()
            + from.stream()
                .skip(1)
                .map(part -> " FULL JOIN " + part + " USING (person)")
                .collect(joining());
    String all =
        people
            .replace("{firm}", unsure ? " FILTER (match < 4)" : "")
            .replace("{who}", limited ? "person IN (SELECT person FROM cohort)" : "true");
    if (lone) {
      all += " UNION ALL BY NAME " + (held ? LONE : LONE_SEEN);
    }
    boolean alone = !record && isFileAlone(held, file, declared);
    String ambiguous = alone ? "(file_match = 4)" : "only_ambiguous";
    return result(record, held, file, declared, ambiguous, isSorted ? "nr" : null, alike)
        .formatted(all);
  }

  private static void add(List<String> from, boolean present, String alias, String part) {
    if (present) {
      from.add("(" + part + ") " + alias);
    }
  }

  /** The columns of a person, from those parts that there are. */
  private static String people(
      boolean seen, boolean held, boolean file, boolean declared, boolean record, boolean masks) {
    List<String> grades = new ArrayList<>();
    List<String> others = new ArrayList<>();
    List<String> columns = new ArrayList<>();
    if (seen) {
      grades.add("s.match");
    }
    if (held) {
      grades.add("h.match");
      others.add("h.match < 4");
      columns.add("coalesce(h.match < 4, false) AS held");
      masks(columns, "h", "held");
    }
    if (file) {
      grades.add("f.match");
      others.add("f.match < 4");
      columns.add("f.match AS file_match");
      if (masks) {
        masks(columns, "f", "file");
      }
    }
    if (declared) {
      grades.add("d.match");
      others.add("d.match = 5");
      columns.add("d.match IS NOT NULL AS declared");
      masks(columns, "d", "declared");
    }
    String other = others.isEmpty() ? "false" : String.join(" OR ", others);
    if (seen) {
      columns.add("coalesce(s.relation, CASE WHEN " + other + " THEN 0 END)::TINYINT AS seen");
      columns.add("coalesce(s.match, 0)::TINYINT AS seen_match");
      masks(columns, "s", "seen");
      columns.add("s.first_at, s.last_at");
    } else if (record) {
      columns.add("CASE WHEN " + other + " THEN 0 END::TINYINT AS seen");
      columns.add("0::TINYINT AS seen_match, 0::BIGINT AS seen_low, 0::BIGINT AS seen_high");
      columns.add("NULL::TIMESTAMPTZ AS first_at, NULL::TIMESTAMPTZ AS last_at");
    }
    if (record || !isFileAlone(held, file, declared)) {
      String grade = grades.isEmpty() ? "NULL" : "least(" + String.join(", ", grades) + ")";
      columns.add(grade + "::TINYINT AS match");
      columns.add(grade + " = 4" + (declared ? " AND d.match IS NULL" : "") + " AS only_ambiguous");
    }
    return "SELECT person AS nr, "
        + (record ? "person, NULL::UUID AS subject, " : "")
        + String.join(", ", columns);
  }

  /** Then all there is to say of a person is how the file names them. */
  private static boolean isFileAlone(boolean held, boolean file, boolean declared) {
    return file && !held && !declared;
  }

  private static void masks(List<String> columns, String part, String name) {
    for (String half : List.of("low", "high")) {
      columns.add("coalesce(%s.%s, 0) AS %s_%s".formatted(part, half, name, half));
    }
  }

  /**
   * The rows in their order. One number is their place: sorting by person and subject takes twice
   * as long. What is the same in every row, or follows from what else is there, is added after the
   * sort, which would carry it along.
   *
   * @param ambiguous what says that a row's person is only perhaps the one
   * @param order null for none
   */
  private static String result(
      boolean record,
      boolean held,
      boolean file,
      boolean declared,
      String ambiguous,
      @Nullable String order,
      Optional<ElementSet> alike) {
    boolean alone = !record && isFileAlone(held, file, declared);
    return "SELECT "
        + (record ? "person, subject, " : "nr AS person, NULL::UUID AS subject, ")
        + (alone ? "file_match AS match, " : "match, ")
        + (record ? "seen, " : "CASE WHEN NOT " + ambiguous + " THEN 0 END::TINYINT AS seen, ")
        + column(held, "held", "false")
        + (file ? "coalesce(file_match < 4, false)" : "false")
        + " AS in_file, "
        + column(declared, "declared", "false")
        + ambiguous
        + " AS only_ambiguous, "
        + column(file, "file_match", "0::TINYINT")
        + column(record, "seen_match", "0::TINYINT")
        + column(record, "seen_low", "0::BIGINT")
        + column(record, "seen_high", "0::BIGINT")
        + column(held, "held_low", "0::BIGINT")
        + column(held, "held_high", "0::BIGINT")
        + alike
            .map(set -> inFile(set.low(), "file_low") + inFile(set.high(), "file_high"))
            .orElseGet(
                () ->
                    column(file, "file_low", "0::BIGINT") + column(file, "file_high", "0::BIGINT"))
        + column(declared, "declared_low", "0::BIGINT")
        + column(declared, "declared_high", "0::BIGINT")
        + (record
            ? "first_at, last_at"
            : "NULL::TIMESTAMPTZ AS first_at, NULL::TIMESTAMPTZ AS last_at")
        + (order == null ? " FROM (%s)" : " FROM (SELECT * FROM (%s) ORDER BY " + order + ")");
  }

  private static String inFile(long mask, String name) {
    return "CASE WHEN file_match < 4 THEN " + mask + " ELSE 0 END::BIGINT AS " + name + ", ";
  }

  /** A column of a part; where a row has not the part, or no row has it, it says nothing. */
  private static String column(boolean present, String name, String nothing) {
    return (present ? "coalesce(" + name + ", " + nothing + ")" : nothing) + " AS " + name + ", ";
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
