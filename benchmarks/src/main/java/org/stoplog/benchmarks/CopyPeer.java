package org.stoplog.benchmarks;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.stoplog.ledger.Ledger;

/** PostgreSQL's COPY of the rows of an audience, and nothing else. */
final class CopyPeer {
  private final Ledger ledger;
  private final Path folder;

  /**
   * @param folder for the file of rows
   */
  CopyPeer(Ledger ledger, Path folder) {
    this.ledger = ledger;
    this.folder = folder;
  }

  /**
   * How long PostgreSQL alone takes for the finished rows: COPY of a file by one connection, into a
   * table with the same indexes and checks, committed.
   */
  double[] seconds(String wave, int runs) {
    Path rows = folder.resolve("rows.copy");
    double[] seconds = new double[runs];
    ledger.inTransaction(
        db -> {
          try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(rows))) {
            copy(db)
                .copyOut(
                    "copy (select * from notice_recipient where wave = '" + wave + "') to stdout",
                    out);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          return true;
        });
    for (int run = 0; run < seconds.length; run++) {
      ledger.inTransaction(
          db -> run(db, "create table peer_recipient (like notice_recipient including all)"));
      seconds[run] =
          Report.seconds(
              () ->
                  ledger.inTransaction(
                      db -> {
                        try (InputStream in = Files.newInputStream(rows)) {
                          return copy(db).copyIn("copy peer_recipient from stdin", in, 1 << 16);
                        } catch (IOException e) {
                          throw new UncheckedIOException(e);
                        }
                      }));
      ledger.inTransaction(db -> run(db, "drop table peer_recipient"));
    }
    return seconds;
  }

  private static CopyManager copy(Connection db) throws SQLException {
    return db.unwrap(PGConnection.class).getCopyAPI();
  }

  private static boolean run(Connection db, String sql) throws SQLException {
    try (Statement statement = db.createStatement()) {
      return statement.execute(sql);
    }
  }
}
