package org.stoplog.ledger.exposure;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.stoplog.catalog.ElementSet;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.directory.Codes;
import org.stoplog.ledger.table.DuckSession;
import org.stoplog.ledger.table.Stores;

/**
 * The people of a frozen exposure of claims, counted by where they are and what of theirs it is.
 * Laws ask for both at once: how many people of a state whose data is of this kind.
 */
public final class ExposureGroups {
  /**
   * People of one country with the same elements.
   *
   * @param country as the directory writes it; empty when it is unknown
   * @param elements that were taken or, where nobody knows, that were declared
   */
  public record Group(String country, ElementSet elements, long people) {}

  private static final String GROUPS =
      """
      SELECT coalesce(country, 0), low, high, count(*) FROM (
        SELECT person, any_value(place_country) AS country,
          bit_or(CASE WHEN taken_low = 0 AND taken_high = 0 THEN declared_low ELSE taken_low END)
            AS low,
          bit_or(CASE WHEN taken_low = 0 AND taken_high = 0 THEN declared_high ELSE taken_high END)
            AS high
        FROM (%s) GROUP BY person HAVING NOT bool_and(only_ambiguous))
      GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
      """;

  private ExposureGroups() {}

  /**
   * Whoever is only ambiguous counts nowhere, as in {@link ExposureTallies}.
   *
   * @param file the frozen one, of claims
   */
  public static List<Group> of(Stores stores, Path file, Progress progress) {
    Map<Integer, Codes.Value> values = new Codes(stores).values();
    try (DuckSession duck = stores.duck().open(progress)) {
      return duck.query(
          GROUPS.formatted(ExposurePlaces.sql(stores, file, values)),
          row -> {
            Codes.Value country = values.get(row.getInt(1));
            return new Group(
                country == null ? "" : country.value(),
                new ElementSet(row.getLong(2), row.getLong(3)),
                row.getLong(4));
          });
    }
  }
}
