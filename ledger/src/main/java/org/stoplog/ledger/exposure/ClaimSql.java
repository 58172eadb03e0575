package org.stoplog.ledger.exposure;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;
import org.stoplog.ledger.exposure.Taken.Expansion;
import org.stoplog.ledger.exposure.Taken.Organisations;
import org.stoplog.ledger.identity.Scheme;
import org.stoplog.ledger.table.DuckSession;
import org.stoplog.ledger.table.Sql;

/**
 * The rows that one claim gives: those of a question, and beside them which claim it was ({@code
 * claims}, one bit), what the claim says was taken ({@code taken}), and organisations.
 */
final class ClaimSql {
  private ClaimSql() {}

  /** Somebody is in because the organisation is, by the claim's choice. */
  static final int MEMBER = 6;

  /**
   * What is held by one who uses the breached supplier is only possibly there, and who knows when.
   */
  static final String INHERITED =
      """
      SELECT subject_key, subject, day, 1 AS relation, low, high, NULL AS first_at, NULL AS last_at
      FROM (%s)
      """;

  private static final String RECORDED =
      """
      SELECT *, %s::BIGINT AS claims, false AS organisation,
        seen_low | held_low AS taken_low, seen_high | held_high AS taken_high
      FROM (%s)
      """;

  private static final String ALONE =
      """
      CREATE TEMP TABLE alone AS
      SELECT row FROM file_id
      WHERE row IN (SELECT row FROM file_id WHERE scheme = %1$d)
      GROUP BY row HAVING min(scheme) = max(scheme)
      """;

  /** Of a row that names a person beside it, nothing but its own id is the organisation's. */
  private static final String ORGANISATIONS =
      """
      CREATE TEMP TABLE organisation_part AS
      SELECT f.subject,
        bit_or(CASE WHEN a.row IS NULL THEN s.low & %2$d::BIGINT ELSE s.low END) AS low,
        bit_or(CASE WHEN a.row IS NULL THEN s.high & %3$d::BIGINT ELSE s.high END) AS high
      FROM file_id f JOIN file_row r ON r.row = f.row JOIN file_set s ON s.id = r.elements
      LEFT JOIN alone a ON a.row = f.row
      WHERE f.scheme = %1$d GROUP BY f.subject
      """;

  private static final String MEMBERS =
      """
      INSERT INTO named
      SELECT DISTINCT f.row, p.person, %d FROM file_id f JOIN alone a ON a.row = f.row
      JOIN organisation_code c ON c.subject = f.subject
      JOIN periods p ON p.organisation = c.code
      WHERE %s AND %s
      """;

  private static final String NAMED =
      """
      CREATE TEMP TABLE named AS SELECT row, person, match::INTEGER AS match FROM file_person
      """;

  private static final String FILE_PART =
      """
      CREATE TEMP TABLE file_part AS
      SELECT n.person,
        coalesce(min(n.match) FILTER (n.match < 4), max(n.match) FILTER (n.match = 6), 4) AS match,
        bool_and(n.match = 4) AS only_ambiguous,
        coalesce(bit_or(s.low | %s::BIGINT) FILTER (n.match <> 4), 0) AS low,
        coalesce(bit_or(s.high | %s::BIGINT) FILTER (n.match <> 4), 0) AS high
      FROM named n JOIN file_row r ON r.row = n.row JOIN file_set s ON s.id = r.elements
      WHERE NOT (SELECT yes FROM limited) OR n.person IN (SELECT person FROM cohort)
      GROUP BY n.person
      """;

  /**
   * Who is in the file is in; what the record has of these people stands beside it, and says which
   * elements when neither file nor claim does.
   */
  private static final String IN_FILE =
      """
      SELECT f.person, NULL::UUID AS subject, f.match::TINYINT AS match,
        coalesce(c.seen, 0)::TINYINT AS seen, coalesce(c.held, false) AS held,
        NOT f.only_ambiguous AS in_file, coalesce(c.declared, false) AS declared, f.only_ambiguous,
        f.match::TINYINT AS file_match, coalesce(c.seen_match, 0)::TINYINT AS seen_match,
        coalesce(c.seen_low, 0) AS seen_low, coalesce(c.seen_high, 0) AS seen_high,
        coalesce(c.held_low, 0) AS held_low, coalesce(c.held_high, 0) AS held_high,
        f.low AS file_low, f.high AS file_high,
        coalesce(c.declared_low, 0) AS declared_low, coalesce(c.declared_high, 0) AS declared_high,
        c.first_at, c.last_at, %1$s::BIGINT AS claims, false AS organisation,
        CASE WHEN f.only_ambiguous THEN 0 WHEN f.low <> 0 OR f.high <> 0 THEN f.low
             ELSE coalesce(c.seen_low | c.held_low, 0) END AS taken_low,
        CASE WHEN f.only_ambiguous THEN 0 WHEN f.low <> 0 OR f.high <> 0 THEN f.high
             ELSE coalesce(c.seen_high | c.held_high, 0) END AS taken_high
      FROM file_part f LEFT JOIN context c ON c.person = f.person
      UNION ALL
      SELECT NULL, subject, 1, 0, false, true, false, false, 1, 0, 0, 0, 0, 0, low | %2$s::BIGINT,
        high | %3$s::BIGINT, 0, 0, NULL, NULL, %1$s::BIGINT, true, low | %2$s::BIGINT,
        high | %3$s::BIGINT
      FROM organisation_part
      ORDER BY person, subject
      """;

  /** The rows of a claim that names no files. @param rows the query for those of its question */
  static String recorded(String rows, long claim) {
    return RECORDED.formatted(claim, rows);
  }

  /**
   * The rows of a claim with files: only who is in them.
   *
   * @param rows the query for what record and holdings have
   * @param elements what the claim says of everybody in the file
   */
  static String named(
      DuckSession duck, String rows, long claim, ElementSet elements, Organisations organisations) {
    duck.execute("CREATE TEMP VIEW context AS " + rows);
    int scheme = Scheme.ORGANISATION_ID.code();
    ElementSet id = Elements.catalogue().get("id.organisation_id").asSet();
    duck.execute(ALONE.formatted(scheme));
    duck.execute(ORGANISATIONS.formatted(scheme, id.low(), id.high()));
    duck.execute(NAMED);
    if (organisations.expansion() != Expansion.NONE) {
      duck.execute(
          MEMBERS.formatted(
              MEMBER,
              organisations.expansion() == Expansion.ADMINS ? "p.admin" : "true",
              on(organisations.day())));
    }
    duck.execute(FILE_PART.formatted(elements.low(), elements.high()));
    return IN_FILE.formatted(claim, elements.low(), elements.high());
  }

  private static String on(@Nullable LocalDate day) {
    return day == null
        ? "true"
        : "p.since <= DATE '%s' AND p.until > DATE '%s'".formatted(day, day);
  }

  private static final String TOGETHER =
      """
      SELECT person, subject,
        coalesce(min(match) FILTER (match < 4), max(match) FILTER (match = 6), min(match))::TINYINT
          AS match,
        max(seen)::TINYINT AS seen, bool_or(coalesce(held, false)) AS held,
        bool_or(in_file) AS in_file, bool_or(declared) AS declared,
        bool_and(only_ambiguous) AS only_ambiguous,
        coalesce(min(file_match) FILTER (file_match BETWEEN 1 AND 3),
          max(file_match) FILTER (file_match = 6), max(file_match))::TINYINT AS file_match,
        coalesce(min(seen_match) FILTER (seen_match > 0), 0)::TINYINT AS seen_match,
        bit_or(seen_low) AS seen_low, bit_or(seen_high) AS seen_high, bit_or(held_low) AS held_low,
        bit_or(held_high) AS held_high, bit_or(file_low) AS file_low, bit_or(file_high) AS file_high,
        bit_or(declared_low) AS declared_low, bit_or(declared_high) AS declared_high,
        min(first_at) AS first_at, max(last_at) AS last_at,
        coalesce(bit_or(claims) FILTER (NOT only_ambiguous), bit_or(claims)) AS claims,
        bool_or(organisation) AS organisation, bit_or(taken_low) AS taken_low,
        bit_or(taken_high) AS taken_high
      FROM (%s) GROUP BY person, subject ORDER BY person, subject
      """;

  /** The rows of several claims put together by person: the best grade, all elements. */
  static String together(List<Path> parts) {
    return TOGETHER.formatted(
        parts.stream()
            .map(part -> "SELECT * FROM " + Sql.parquet(List.of(part)))
            .collect(Collectors.joining(" UNION ALL BY NAME ")));
  }

  /**
   * The numbers, from a file of such rows. What the record has of those who are only perhaps in a
   * file puts nobody in, so it does not count.
   */
  static final String SUMMARY =
      """
      SELECT count(person) FILTER (NOT only_ambiguous),
        count(person) FILTER (seen > 0 AND NOT only_ambiguous),
        count(person) FILTER (seen = 1 AND NOT only_ambiguous),
        count(person) FILTER (held AND NOT only_ambiguous),
        count(person) FILTER (declared AND NOT only_ambiguous),
        count(person) FILTER (in_file), count(person) FILTER (only_ambiguous),
        count(*) FILTER (person IS NULL AND NOT organisation)
      FROM %s
      """;

  /**
   * How many people would drop out if a negative claim were applied: all that is claimed of them,
   * or else granted, is what it denies. Places: working rows, its rows, bits of the claims on its
   * supplier, two masks of what it denies, whether something must be known to deny it, whether its
   * time covers theirs, and whether only its rows are meant.
   */
  static final String WOULD_DROP =
      """
      WITH working AS (
        SELECT *,
          CASE WHEN taken_low = 0 AND taken_high = 0 THEN declared_low ELSE taken_low END AS said_low,
          CASE WHEN taken_low = 0 AND taken_high = 0 THEN declared_high ELSE taken_high END
            AS said_high
        FROM %s WHERE person IS NOT NULL AND NOT only_ambiguous)
      SELECT count(*) FROM working w LEFT JOIN %s n ON n.person = w.person
      WHERE (w.claims & ~%s::BIGINT) = 0
        AND (said_low & ~(%s)) = 0 AND (said_high & ~(%s)) = 0 AND %s AND %s AND %s
      """;

  /** All that was sent to the person within the claims was sent in the negative claim's time. */
  static final String COVERS =
      """
      (w.first_at IS NULL OR n.first_at <= w.first_at) AND (w.last_at IS NULL OR n.last_at >= w.last_at)
      """;

  /** Of how many people in files no element is known. */
  static final String UNKNOWN_ELEMENTS =
      """
      SELECT count(*) FROM %s WHERE in_file AND person IS NOT NULL AND taken_low = 0 AND taken_high = 0
      """;

  static final String ORGANISATION_COUNT = "SELECT count(*) FROM %s WHERE organisation";
}
