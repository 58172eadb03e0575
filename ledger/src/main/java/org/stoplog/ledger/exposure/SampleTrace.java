package org.stoplog.ledger.exposure;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.identity.Scheme;
import org.stoplog.ledger.intake.Batch;
import org.stoplog.ledger.table.DuckSession;
import org.stoplog.ledger.table.Sql;

/**
 * Where a sample of rows may come from. A hint: it widens and narrows nothing.
 *
 * @param file name of the sample, without folders
 * @param subjects different people in it; where no person is known, identifiers
 * @param batches those that hold most of them, the best first
 */
public record SampleTrace(String file, long subjects, List<Hit> batches) {
  private static final int SHOWN = 10;

  public SampleTrace {
    batches = List.copyOf(batches);
  }

  /**
   * What a batch has of the sample.
   *
   * @param supplier name
   * @param connection name, null when it has none
   * @param subjects how many of the sample's are in it
   * @param withElements of how many of these it has all elements that the sample shows
   * @param onTheDay how many of them were sent on a day that the sample gives
   */
  public record Hit(
      Batch batch,
      String supplier,
      @Nullable String connection,
      long subjects,
      long withElements,
      long onTheDay) {}

  /** Whether all of the sample is in this batch. */
  public boolean isWhole(Hit hit) {
    return subjects > 0 && hit.subjects == subjects;
  }

  /** A row is of the one person it names, else of its first identifier. */
  private static final String UNITS =
      """
      CREATE OR REPLACE TEMP TABLE sample_unit AS
      WITH who AS (
        SELECT row, CASE WHEN count(DISTINCT person) = 1 AND min(match) < 4 THEN min(person) END
          AS person
        FROM file_person WHERE row >= %1$d AND row < %2$d GROUP BY row)
      SELECT f.row, coalesce('p' || any_value(w.person), 's' || min(f.subject)::VARCHAR) AS unit,
        any_value(f.day) AS day, any_value(s.low) AS low, any_value(s.high) AS high
      FROM file_id f JOIN file_row r ON r.row = f.row JOIN file_set s ON s.id = r.elements
      LEFT JOIN who w ON w.row = f.row
      WHERE f.row >= %1$d AND f.row < %2$d AND f.scheme <> %3$d GROUP BY f.row
      """;

  /** All that the people of a row surely were called when it was theirs, and what the row says. */
  private static final String LOOKED_FOR =
      """
      CREATE OR REPLACE TEMP TABLE sample_subject AS
      SELECT u.unit, f.subject, DATE '0001-01-01' AS since, DATE '9999-12-31' AS until
      FROM sample_unit u JOIN file_id f ON f.row = u.row WHERE f.scheme <> %1$d
      UNION
      SELECT u.unit, i.subject, CASE WHEN i.owners = 1 THEN DATE '0001-01-01' ELSE i.since END,
        CASE WHEN i.owners = 1 THEN DATE '9999-12-31' ELSE i.until END
      FROM sample_unit u JOIN file_person p ON p.row = u.row AND p.match < 4
      JOIN ids i ON i.person = p.person WHERE i.scheme <> 2 AND i.kind < 2
      """;

  private static final String HITS =
      """
      WITH rows AS (
        SELECT batch, subject, day, elements FROM disclosures WHERE supplier IN %1$s
        UNION ALL
        SELECT batch, subject, day, elements FROM holdings WHERE supplier IN %1$s),
      found AS (
        SELECT r.batch, l.unit, r.day, e.low, e.high
        FROM rows r JOIN sample_subject l ON l.subject = r.subject
          AND r.day >= l.since AND r.day < l.until
        JOIN element_set e ON e.id = r.elements),
      units AS (
        SELECT unit, bit_or(low) AS low, bit_or(high) AS high, list(DISTINCT day) AS days
        FROM sample_unit GROUP BY unit),
      by_unit AS (
        SELECT f.batch, f.unit, (any_value(u.low) & ~bit_or(f.low)) = 0
            AND (any_value(u.high) & ~bit_or(f.high)) = 0 AS covered,
          bool_or(coalesce(list_contains(u.days, f.day), false)) AS dated
        FROM found f JOIN units u ON u.unit = f.unit GROUP BY f.batch, f.unit)
      SELECT batch, count(*), count(*) FILTER (covered), count(*) FILTER (dated)
      FROM by_unit GROUP BY batch ORDER BY 2 DESC, 4 DESC, 3 DESC, 1 LIMIT %2$d
      """;

  /** A batch's number and what it has. */
  record Found(long batch, long subjects, long withElements, long onTheDay) {}

  /** Counts the sample's subjects into {@code sample_unit}. @param first its first staged row */
  static long count(DuckSession duck, long first, long end) {
    int organisation = Scheme.ORGANISATION_ID.code();
    duck.execute(UNITS.formatted(first, end, organisation));
    duck.execute(LOOKED_FOR.formatted(organisation));
    return duck.count("SELECT count(DISTINCT unit) FROM sample_unit");
  }

  /** The batches that hold most of what {@link #count} has counted. */
  static List<Found> find(DuckSession duck, List<Integer> suppliers) {
    return duck.query(
        HITS.formatted(Sql.in(suppliers), SHOWN),
        row -> new Found(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)));
  }
}
