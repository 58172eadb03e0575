package org.stoplog.ledger.exposure;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.directory.Codes;
import org.stoplog.ledger.table.DuckSession;
import org.stoplog.ledger.table.Sql;
import org.stoplog.ledger.table.Stores;

/**
 * Sums over the people of a frozen exposure: the same numbers as its lists have, without the lists.
 * Who is only ambiguous counts nowhere.
 *
 * @param elements people by element, of each part; {@code unknown} in {@code inFile} counts people
 *     in a file of whom no element is known
 * @param countries people by their last country; {@code unknown} for those without one
 * @param organisations people by organisation; who belongs to two counts in both
 */
public record ExposureTallies(
    Map<String, Parts> elements, Map<String, Long> countries, Map<String, Long> organisations) {
  /** Counts people in a file of whom no element is known. */
  public static final String UNKNOWN = "unknown";

  private static final List<String> PARTS = List.of("file", "seen", "held", "declared");

  public ExposureTallies {
    elements = new TreeMap<>(elements);
    countries = new TreeMap<>(countries);
    organisations = new TreeMap<>(organisations);
  }

  /** People of whom an element is in each part of the evidence. */
  public record Parts(long inFile, long seen, long held, long declared) {
    private Parts plus(int part, long people) {
      return switch (part) {
        case 0 -> new Parts(inFile + people, seen, held, declared);
        case 1 -> new Parts(inFile, seen + people, held, declared);
        case 2 -> new Parts(inFile, seen, held + people, declared);
        default -> new Parts(inFile, seen, held, declared + people);
      };
    }
  }

  /**
   * @param file the frozen one
   */
  public static ExposureTallies of(Stores stores, Path file, Progress progress) {
    Codes codes = new Codes(stores);
    Map<Integer, Codes.Value> values = codes.values();
    Map<Integer, String> names = codes.organisations();
    String frozen = Sql.text(file.toString());
    try (DuckSession duck = stores.duck().open(progress)) {
      duck.execute(
          "CREATE TEMP TABLE place AS SELECT place_country, place_organisations FROM ("
              + ExposurePlaces.sql(stores, file, values)
              + ") WHERE NOT only_ambiguous");
      Map<String, Long> countries = new LinkedHashMap<>();
      duck.query(
              "SELECT coalesce(place_country, 0), count(*) FROM place GROUP BY 1",
              row -> Map.entry(row.getInt(1), row.getLong(2)))
          .forEach(
              one -> {
                Codes.Value country = values.get(one.getKey());
                countries.merge(
                    country == null ? UNKNOWN : country.value(), one.getValue(), Long::sum);
              });
      Map<String, Long> organisations = new LinkedHashMap<>();
      duck.query(
              """
              SELECT organisation, count(*) FROM (
                SELECT unnest(place_organisations::INTEGER[]) AS organisation FROM place)
              GROUP BY 1
              """,
              row -> Map.entry(row.getInt(1), row.getLong(2)))
          .forEach(
              one -> {
                String name = names.get(one.getKey());
                if (name != null) {
                  organisations.merge(name, one.getValue(), Long::sum);
                }
              });
      return new ExposureTallies(elements(duck, frozen), countries, organisations);
    }
  }

  /**
   * People have few different sets of elements, so that the sets are counted and not the people.
   */
  private static Map<String, Parts> elements(DuckSession duck, String frozen) {
    Map<String, Parts> elements = new TreeMap<>();
    boolean byClaims =
        duck.count("SELECT count(*) FROM parquet_schema(" + frozen + ") WHERE name = 'taken_low'")
            > 0;
    for (int i = 0; i < PARTS.size(); i++) {
      int part = i;
      String name = PARTS.get(i);
      duck.query(
              "SELECT %1$s_low, %1$s_high, count(*) FROM %2$s WHERE person IS NOT NULL"
                      .formatted(name, frozen)
                  + " AND NOT only_ambiguous GROUP BY 1, 2",
              row -> Map.entry(new ElementSet(row.getLong(1), row.getLong(2)), row.getLong(3)))
          .forEach(
              one ->
                  Elements.catalogue()
                      .idsOf(one.getKey())
                      .forEach(id -> add(elements, id, part, one.getValue())));
    }
    String sure =
        byClaims
            ? "taken_low = 0 AND taken_high = 0"
            : "(file_low | seen_low | held_low) = 0 AND (file_high | seen_high | held_high) = 0";
    long unknown =
        duck.count(
            "SELECT count(*) FROM %s WHERE person IS NOT NULL AND NOT only_ambiguous AND in_file AND "
                    .formatted(frozen)
                + sure);
    if (unknown > 0) {
      add(elements, UNKNOWN, 0, unknown);
    }
    return elements;
  }

  private static void add(Map<String, Parts> elements, String id, int part, long people) {
    elements.merge(
        id,
        new Parts(0, 0, 0, 0).plus(part, people),
        (a, b) ->
            new Parts(
                a.inFile + b.inFile, a.seen + b.seen, a.held + b.held, a.declared + b.declared));
  }
}
