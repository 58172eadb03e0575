package org.stoplog.ledger.exposure;

import java.nio.file.Path;
import java.util.List;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.table.DuckSession;
import org.stoplog.ledger.table.Sql;
import org.stoplog.ledger.table.Stores;

/**
 * What a frozen exposure of claims says of everybody in it, and with that what may be said of those
 * who are not: over all rows, also of people who only may be meant and of rows that belong to
 * nobody in the directory.
 *
 * @param confirmed people in the supplier's file, held by it, or surely seen
 * @param possible people only perhaps within the time, or only by what a grant allows
 * @param elements ids of all that was taken of anybody, or may have been
 * @param elementsUnknown people or rows of whom no element is known
 * @param outside rows that belong to nobody in the directory
 * @param ambiguous people who may be meant, or another
 */
public record ExposureProof(
    long confirmed,
    long possible,
    List<String> elements,
    long elementsUnknown,
    long outside,
    long ambiguous) {
  public ExposureProof {
    elements = List.copyOf(elements);
  }

  /**
   * @param file the frozen one, of claims
   */
  public static ExposureProof of(Stores stores, Path file, Progress progress) {
    String query =
        """
        SELECT
          count(*) FILTER (person IS NOT NULL AND NOT only_ambiguous AND (in_file OR held OR seen = 2)),
          count(*) FILTER (person IS NOT NULL AND NOT only_ambiguous),
          coalesce(bit_or(said_low | file_low), 0), coalesce(bit_or(said_high | file_high), 0),
          count(*) FILTER ((said_low | said_high | file_low | file_high) = 0 AND NOT organisation),
          count(*) FILTER (person IS NULL),
          count(*) FILTER (person IS NOT NULL AND only_ambiguous)
        FROM (SELECT *,
            CASE WHEN taken_low = 0 AND taken_high = 0 THEN declared_low ELSE taken_low END AS said_low,
            CASE WHEN taken_low = 0 AND taken_high = 0 THEN declared_high ELSE taken_high END
              AS said_high
          FROM %s)
        """
            .formatted(Sql.text(file.toString()));
    try (DuckSession duck = stores.duck().open(progress)) {
      return duck.query(
              query,
              row ->
                  new ExposureProof(
                      row.getLong(1),
                      row.getLong(2) - row.getLong(1),
                      Elements.catalogue().idsOf(new ElementSet(row.getLong(3), row.getLong(4))),
                      row.getLong(5),
                      row.getLong(6),
                      row.getLong(7)))
          .getFirst();
    }
  }
}
