package org.stoplog.ledger.intake;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import org.stoplog.ledger.table.DuckSession;

/**
 * What {@code stage_link} ties together, each tie once. They go over to PostgreSQL piece by piece:
 * a file may tie every one of its rows to something else.
 */
final class ObservedLinks {
  private static final int PIECE = 100_000;

  private final DuckSession duck;
  private final long count;

  ObservedLinks(DuckSession duck) {
    this.duck = duck;
    duck.execute(
        """
        CREATE TEMP TABLE tied AS
        SELECT subject, scheme, other, other_scheme, min(day) AS first, max(day) AS last
        FROM stage_link WHERE subject <> other GROUP BY subject, scheme, other, other_scheme
        """);
    count = duck.count("SELECT count(*) FROM tied");
  }

  boolean isEmpty() {
    return count == 0;
  }

  void insert(Connection connection, long batch) throws SQLException {
    long[] copied = new long[1];
    try (CopyIn copy =
        new CopyIn(
            connection,
            "observed_link (batch, subject, scheme, other, other_scheme, first_day, last_day)")) {
      for (long from = 0; from < count; from += PIECE) {
        duck.each(
            "SELECT subject, scheme, other, other_scheme, first, last FROM tied WHERE rowid >= "
                + from
                + " AND rowid < "
                + (from + PIECE),
            row -> {
              copy.row(
                  batch,
                  row.getObject(1),
                  row.getInt(2),
                  row.getObject(3),
                  row.getInt(4),
                  LocalDate.ofEpochDay(row.getInt(5)),
                  LocalDate.ofEpochDay(row.getInt(6)));
              return copied[0]++;
            });
      }
      copy.finish();
    }
    if (copied[0] != count) {
      throw new IllegalStateException(copied[0] + " of " + count + " links were copied");
    }
  }
}
