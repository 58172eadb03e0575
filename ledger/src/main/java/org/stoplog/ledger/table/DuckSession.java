package org.stoplog.ledger.table;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.stoplog.ledger.Progress;

/**
 * A turn at the ledger's DuckDB. Temporary tables last until it is closed. One thread at a time.
 */
public final class DuckSession implements AutoCloseable {
  private static final long LOOK_EVERY_MILLIS = 100;

  private final DuckDBConnection connection;
  private final Progress progress;
  private final Runnable release;
  private boolean closed;

  DuckSession(DuckDBConnection connection, Progress progress, Runnable release) {
    this.connection = connection;
    this.progress = progress;
    this.release = release;
  }

  /** What is done with each row of a result. */
  public interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  public void execute(String sql) {
    try (Statement statement = connection.createStatement()) {
      watched(
          statement,
          () -> {
            statement.execute(sql);
            return true;
          });
    } catch (SQLException e) {
      throw DuckDb.failure(e);
    }
  }

  public <T> List<T> query(String sql, Row<T> reader) {
    List<T> rows = new ArrayList<>();
    each(sql, row -> rows.add(reader.read(row)));
    return rows;
  }

  /** The first row of a query that always has one. */
  public <T> T one(String sql, Row<T> reader) {
    return query(sql, reader).getFirst();
  }

  public long count(String sql) {
    return one(sql, row -> row.getLong(1));
  }

  /**
   * Whether there is a row.
   *
   * @param from table or view, and a condition if there is one
   */
  public boolean any(String from) {
    return count("SELECT count(*) FROM (SELECT 1 FROM " + from + " LIMIT 1)") > 0;
  }

  /** Hands over each row without keeping them. */
  public void each(String sql, Row<?> reader) {
    try (Statement statement = connection.createStatement()) {
      watched(
          statement,
          () -> {
            try (ResultSet rows = statement.executeQuery(sql)) {
              while (rows.next()) {
                reader.read(rows);
              }
            }
            return true;
          });
    } catch (SQLException e) {
      throw DuckDb.failure(e);
    }
  }

  /** A fast way into a table of this session. The caller closes it. */
  public DuckDBAppender append(String table) {
    try {
      return connection.createAppender("temp", "main", table);
    } catch (SQLException e) {
      throw DuckDb.failure(e);
    }
  }

  private interface Work<T> {
    T run() throws SQLException;
  }

  /** Runs a statement while a second thread looks whether it shall stop. */
  private <T> T watched(Statement statement, Work<T> work) throws SQLException {
    CountDownLatch done = new CountDownLatch(1);
    Thread watcher =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    while (!done.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                      if (progress.stopped()) {
                        statement.cancel();
                      }
                    }
                  } catch (InterruptedException | SQLException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    try {
      return work.run();
    } finally {
      done.countDown();
      try {
        watcher.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      connection.close();
    } catch (SQLException e) {
      throw DuckDb.failure(e);
    } finally {
      release.run();
    }
  }
}
