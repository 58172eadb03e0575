package org.stoplog.ledger.exposure;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.iceberg.expressions.Expressions;
import org.stoplog.ledger.directory.Codes;
import org.stoplog.ledger.table.LedgerTable;
import org.stoplog.ledger.table.Sql;
import org.stoplog.ledger.table.Stores;
import org.stoplog.ledger.table.TableFiles;

/** Where the people of an exposure are: their last country and all their organisations. */
final class ExposurePlaces {
  /**
   * For each person the code of their last country, those of all their organisations, and what they
   * are in one by the periods that end last: 2 an administrator, 1 a member, 0 neither. Places: the
   * codes of countries as a list, and where the periods are.
   */
  private static final String PLACES =
      """
      SELECT person, arg_max(country, until) FILTER (country IS NOT NULL) AS place_country,
        list(DISTINCT organisation) FILTER (organisation IS NOT NULL)::VARCHAR
          AS place_organisations,
        max(date_diff('day', DATE '0001-01-01', until) * 4
          + CASE WHEN organisation IS NULL THEN 0 WHEN admin THEN 2 ELSE 1 END) %% 4 AS place_role
      FROM (
        SELECT person, until, organisation, admin, list_intersect(codes, %s)[1] AS country FROM %s)
      GROUP BY person
      """;

  private static final String PEOPLE =
      """
      SELECT x.*, p.place_country, p.place_organisations, p.place_role
      FROM (SELECT * FROM %s WHERE person IS NOT NULL) x
      LEFT JOIN (%s) p ON p.person = x.person
      """;

  private ExposurePlaces() {}

  /**
   * A query for the columns of the frozen file, {@code place_country} (a code), {@code
   * place_organisations} (codes as text) and {@code place_role}, aliased {@code x} and {@code p}.
   *
   * @param values of all codes
   */
  static String sql(Stores stores, Path exposure, Map<Integer, Codes.Value> values) {
    return PEOPLE.formatted(Sql.text(exposure.toString()), everybody(stores, values));
  }

  /** The places of all people of the directory, by the ids that it was last derived with. */
  static String everybody(Stores stores, Map<Integer, Codes.Value> values) {
    List<Path> files =
        stores
            .database()
            .transaction(
                connection ->
                    new TableFiles(stores.catalog())
                        .plan(connection, LedgerTable.PERIODS, Expressions.alwaysTrue()).stream()
                            .map(TableFiles.Planned::path)
                            .toList());
    return places(
        values,
        files.isEmpty() ? "(" + ExposureSql.empty(LedgerTable.PERIODS) + ")" : Sql.parquet(files));
  }

  /**
   * A query for {@code person}, {@code place_country}, {@code place_organisations} and {@code
   * place_role}.
   *
   * @param periods where the periods of people are, as it is written after FROM
   */
  static String places(Map<Integer, Codes.Value> values, String periods) {
    String countries =
        values.entrySet().stream()
            .filter(entry -> entry.getValue().attribute().equalsIgnoreCase("country"))
            .map(entry -> String.valueOf(entry.getKey()))
            .collect(Collectors.joining(", ", "[", "]::INTEGER[]"));
    return PLACES.formatted(countries, periods);
  }
}
