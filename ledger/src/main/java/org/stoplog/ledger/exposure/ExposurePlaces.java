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
  private static final String PEOPLE =
      """
      SELECT x.*, p.place_country, p.place_organisations
      FROM (SELECT * FROM %1$s WHERE person IS NOT NULL) x
      LEFT JOIN (
        SELECT person, arg_max(country, until) FILTER (country IS NOT NULL) AS place_country,
          list(DISTINCT organisation) FILTER (organisation IS NOT NULL)::VARCHAR
            AS place_organisations
        FROM (
          SELECT person, until, organisation, list_intersect(codes, %2$s)[1] AS country FROM %3$s)
        GROUP BY person) p ON p.person = x.person
      """;

  private ExposurePlaces() {}

  /**
   * A query for the columns of the frozen file, {@code place_country} (a code) and {@code
   * place_organisations} (codes as text), aliased {@code x} and {@code p}.
   *
   * @param values of all codes
   */
  static String sql(Stores stores, Path exposure, Map<Integer, Codes.Value> values) {
    List<Path> files =
        stores
            .database()
            .transaction(
                connection ->
                    new TableFiles(stores.catalog())
                        .plan(connection, LedgerTable.PERIODS, Expressions.alwaysTrue()).stream()
                            .map(TableFiles.Planned::path)
                            .toList());
    String countries =
        values.entrySet().stream()
            .filter(entry -> entry.getValue().attribute().equalsIgnoreCase("country"))
            .map(entry -> String.valueOf(entry.getKey()))
            .collect(Collectors.joining(", ", "[", "]::INTEGER[]"));
    return PEOPLE.formatted(
        Sql.text(exposure.toString()),
        countries,
        files.isEmpty() ? "(" + ExposureSql.empty(LedgerTable.PERIODS) + ")" : Sql.parquet(files));
  }
}
