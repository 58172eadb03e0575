package org.stoplog.ledger.exposure;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import org.duckdb.DuckDBAppender;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.table.DuckSession;
import org.stoplog.ledger.table.Sql;
import org.stoplog.ledger.table.Stores;

/**
 * What changed between two exposures, in people. Ids are compared as they are today, so that merged
 * accounts never look new: nobody is told twice for it.
 *
 * @param newlyIn people whom only the later one has
 * @param newlyOut people whom only the earlier one has; out of the list, not out of what happened
 * @param elementsAdded people in both, of whom the later one knows more elements
 * @param unchanged people in both with the same elements or fewer
 * @param merged accounts of the earlier one that have been merged into another since
 * @param erased people of the earlier one who have been erased since
 */
public record Delta(
    long newlyIn, long newlyOut, long elementsAdded, long unchanged, long merged, long erased) {

  public static Delta between(Stores stores, Path earlier, Path later, Progress progress) {
    try (DuckSession duck = stores.duck().open(progress)) {
      return between(duck, stores, earlier, later);
    }
  }

  static Delta between(DuckSession duck, Stores stores, Path earlier, Path later) {
    stage(duck, stores, earlier, later);
    return duck.one(
        """
        SELECT count(*) FILTER (e.person IS NULL),
          count(*) FILTER (l.person IS NULL AND NOT coalesce(e.gone, false)),
          count(*) FILTER (e.person IS NOT NULL AND l.person IS NOT NULL
            AND ((l.low & ~e.low) <> 0 OR (l.high & ~e.high) <> 0)),
          count(*) FILTER (e.person IS NOT NULL AND l.person IS NOT NULL
            AND (l.low & ~e.low) = 0 AND (l.high & ~e.high) = 0),
          coalesce(sum(e.accounts - 1), 0)::BIGINT,
          count(*) FILTER (l.person IS NULL AND coalesce(e.gone, false))
        FROM earlier e FULL JOIN later l USING (person)
        """,
        row ->
            new Delta(
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6)));
  }

  /** Puts the people of both into {@code earlier} and {@code later}, by their ids of today. */
  static void stage(DuckSession duck, Stores stores, Path earlier, Path later) {
    duck.execute("CREATE TEMP TABLE merged (person BIGINT, root BIGINT)");
    duck.execute("CREATE TEMP TABLE erased (person BIGINT)");
    stores
        .database()
        .transaction(
            connection -> {
              try (DuckDBAppender rows = duck.append("merged");
                  PreparedStatement find =
                      connection.prepareStatement(
                          """
                            with recursive walk (person, root, depth) as (
                              select person, into_person, 1 from person_merge
                              union
                              select w.person, m.into_person, w.depth + 1
                              from walk w join person_merge m on m.person = w.root where w.depth < 50)
                            select distinct on (person) person, root from walk order by person, depth desc
                            """);
                  ResultSet row = find.executeQuery()) {
                while (row.next()) {
                  rows.beginRow().append(row.getLong(1)).append(row.getLong(2)).endRow();
                }
              }
              try (DuckDBAppender rows = duck.append("erased");
                  PreparedStatement find =
                      connection.prepareStatement(
                          "select id from person where erased_at is not null");
                  ResultSet row = find.executeQuery()) {
                while (row.next()) {
                  rows.beginRow().append(row.getLong(1)).endRow();
                }
              }
              return true;
            });
    view(duck, "earlier", earlier);
    view(duck, "later", later);
  }

  /**
   * People of an exposure by their id of today. In its file when it has one, else in its other
   * parts; with claims, whom any of them puts in, with what was claimed of them.
   */
  private static void view(DuckSession duck, String name, Path exposure) {
    String file = Sql.text(exposure.toString());
    boolean byClaims =
        duck.count("SELECT count(*) FROM parquet_schema(" + file + ") WHERE name = 'taken_low'")
            > 0;
    boolean byFile =
        !byClaims
            && duck.count("SELECT count(*) FROM (SELECT 1 FROM " + file + " WHERE in_file LIMIT 1)")
                > 0;
    duck.execute(
        "CREATE TEMP TABLE "
            + name
            + " AS SELECT coalesce(m.root, x.person) AS person,"
            + (byClaims
                ? " bit_or(taken_low) AS low, bit_or(taken_high) AS high,"
                : " bit_or(file_low | seen_low | held_low) AS low,"
                    + " bit_or(file_high | seen_high | held_high) AS high,")
            + " count(*) AS accounts,"
            + " bool_and(x.person IN (SELECT person FROM erased)) AS gone FROM "
            + file
            + " x LEFT JOIN merged m ON m.person = x.person WHERE x.person IS NOT NULL"
            + " AND NOT only_ambiguous"
            + (byFile ? " AND in_file" : "")
            + " GROUP BY coalesce(m.root, x.person)");
  }
}
