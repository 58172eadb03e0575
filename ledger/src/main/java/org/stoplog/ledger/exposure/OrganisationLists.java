package org.stoplog.ledger.exposure;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.iceberg.expressions.Expressions;
import org.duckdb.DuckDBAppender;
import org.stoplog.catalog.ElementSet;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.directory.Merges;
import org.stoplog.ledger.store.Work;
import org.stoplog.ledger.table.DuckSession;
import org.stoplog.ledger.table.LedgerTable;
import org.stoplog.ledger.table.Sql;
import org.stoplog.ledger.table.Stores;
import org.stoplog.ledger.table.TableFiles;

/**
 * Which people of a frozen exposure are whose: a person is in an organisation's list when they
 * belonged to it while their data was seen to be sent, or, where nothing was seen of them, on the
 * day on which the exposure was frozen. By ids of today; whoever is only perhaps meant, or was
 * erased, is in none.
 */
public final class OrganisationLists {
  private OrganisationLists() {}

  /**
   * A person of an organisation's list.
   *
   * @param isSure confirmed; else possibly affected
   */
  public record Member(int organisation, long person, ElementSet elements, boolean isSure) {}

  /** What is done with each. */
  public interface Each {
    void member(Member member) throws SQLException;
  }

  private static final String AFFECTED =
      """
      CREATE TEMP TABLE affected AS
      SELECT coalesce(m.root, x.person) AS person, bool_and(x.only_ambiguous) AS only_ambiguous,
        coalesce(bool_or(x.in_file OR x.held OR x.seen = 2) FILTER (NOT x.only_ambiguous), false)
          AS sure,
        bit_or(CASE WHEN x.taken_low = 0 AND x.taken_high = 0 THEN x.declared_low
          ELSE x.taken_low END) AS low,
        bit_or(CASE WHEN x.taken_low = 0 AND x.taken_high = 0 THEN x.declared_high
          ELSE x.taken_high END) AS high,
        make_timestamp(min(epoch_us(x.first_at)))::DATE AS first_day,
        make_timestamp(max(epoch_us(x.last_at)))::DATE AS last_day,
        bool_or(e.person IS NOT NULL) AS gone
      FROM (SELECT * FROM %s WHERE person IS NOT NULL) x
      LEFT JOIN merged m ON m.person = x.person
      LEFT JOIN erased e ON e.person = coalesce(m.root, x.person)
      GROUP BY coalesce(m.root, x.person)
      """;

  /** Places: where the periods are, and twice the day. */
  private static final String MEMBERS =
      """
      SELECT p.organisation, a.person, a.low, a.high, a.sure
      FROM affected a JOIN (
        SELECT coalesce(m.root, q.person) AS person, q.organisation, q.since, q.until
        FROM %s q LEFT JOIN merged m ON m.person = q.person
        WHERE q.organisation IS NOT NULL) p ON p.person = a.person
      WHERE NOT a.only_ambiguous AND NOT a.gone
        AND p.since <= coalesce(a.last_day, DATE '%s')
        AND p.until > coalesce(a.first_day, DATE '%s')
      GROUP BY ALL ORDER BY p.organisation, a.person
      """;

  private static final String OWN =
      """
      SELECT c.code, bit_or(x.taken_low), bit_or(x.taken_high)
      FROM (SELECT * FROM %s WHERE person IS NULL AND organisation) x
      JOIN organisation_code c ON c.subject = x.subject GROUP BY c.code ORDER BY c.code
      """;

  /**
   * Hands over each person of each organisation once, by organisation and person.
   *
   * @param day on which the exposure was frozen
   * @param own gets what was taken of organisations themselves, by organisation
   */
  public static void each(
      Stores stores,
      Path exposure,
      LocalDate day,
      Map<Integer, ElementSet> own,
      Each each,
      Progress progress) {
    try (DuckSession duck = stores.duck().open(progress)) {
      duck.execute("CREATE TEMP TABLE merged (person BIGINT, root BIGINT)");
      duck.execute("CREATE TEMP TABLE erased (person BIGINT)");
      duck.execute("CREATE TEMP TABLE organisation_code (subject UUID, code INTEGER)");
      Work<List<Path>> stage =
          connection -> {
            try (DuckDBAppender rows = duck.append("merged")) {
              Merges.each(
                  connection,
                  (person, root) -> rows.beginRow().append(person).append(root).endRow());
            }
            try (PreparedStatement find =
                    connection.prepareStatement(
                        "select id from person where erased_at is not null");
                DuckDBAppender rows = duck.append("erased");
                ResultSet row = find.executeQuery()) {
              while (row.next()) {
                rows.beginRow().append(row.getLong(1)).endRow();
              }
            }
            try (PreparedStatement find =
                    connection.prepareStatement("select subject, id from organisation");
                DuckDBAppender rows = duck.append("organisation_code");
                ResultSet row = find.executeQuery()) {
              while (row.next()) {
                rows.beginRow().append(row.getObject(1, UUID.class)).append(row.getInt(2)).endRow();
              }
            }
            return new TableFiles(stores.catalog())
                .plan(connection, LedgerTable.PERIODS, Expressions.alwaysTrue()).stream()
                    .map(TableFiles.Planned::path)
                    .toList();
          };
      List<Path> files = stores.database().transaction(stage);
      String file = Sql.text(exposure.toString());
      duck.execute(AFFECTED.formatted(file));
      String periods =
          files.isEmpty() ? "(" + ExposureSql.empty(LedgerTable.PERIODS) + ")" : Sql.parquet(files);
      duck.each(
          OWN.formatted(file),
          row -> own.put(row.getInt(1), new ElementSet(row.getLong(2), row.getLong(3))));
      duck.each(
          MEMBERS.formatted(periods, day, day),
          row -> {
            each.member(
                new Member(
                    row.getInt(1),
                    row.getLong(2),
                    new ElementSet(row.getLong(3), row.getLong(4)),
                    row.getBoolean(5)));
            return true;
          });
    }
  }
}
