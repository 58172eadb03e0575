package org.stoplog.ledger.table;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.duckdb.DuckDBConnection;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Progress;

/**
 * The one DuckDB of a data folder: in memory, bounded, spilling to the folder's temp. One heavy
 * query at a time, in the order in which they were asked for. Thread-safe.
 *
 * <p>No plain personal value ever enters it: it can neither spill nor write encrypted, so whatever
 * reaches it is a keyed hash, a code or ciphertext.
 */
public final class DuckDb implements AutoCloseable {
  private final DuckDBConnection root;
  private final Turns turns = new Turns();

  public DuckDb(Path temp, int memoryMegabytes, int threads) {
    try {
      root = (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:");
      try (Statement statement = root.createStatement()) {
        statement.execute("SET memory_limit = '" + memoryMegabytes + "MB'");
        statement.execute("SET threads = " + threads);
        statement.execute("SET temp_directory = " + Sql.text(temp.toString()));
        statement.execute("SET autoinstall_known_extensions = false");
        statement.execute("SET autoload_known_extensions = false");
        statement.execute("SET preserve_insertion_order = false");
        statement.execute("SET parquet_metadata_cache = true");
        statement.execute("SET TimeZone = 'UTC'");
      }
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /**
   * Waits for its turn and opens a session with temporary tables of its own.
   *
   * @param progress asked whether to stop, while it waits and while queries run
   * @throws StoplogException INTERRUPTED when it was stopped before its turn came
   */
  public DuckSession open(Progress progress) {
    turns.take(progress::stopped);
    try {
      Connection connection = root.duplicate();
      return new DuckSession((DuckDBConnection) connection, progress, turns::giveBack);
    } catch (SQLException e) {
      turns.giveBack();
      throw failure(e);
    }
  }

  /** Lets go of a database in memory that a session attached; this needs no turn. */
  public synchronized void detach(String database) {
    try (Statement statement = root.createStatement()) {
      statement.execute("DETACH " + database);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** What went wrong, in terms of what the user can do. */
  public static StoplogException failure(SQLException e) {
    String message = String.valueOf(e.getMessage());
    if (message.contains("No space left") || message.contains("max_temp_directory_size")) {
      return new StoplogException(Problem.DISK_FULL, "the disk is full", e);
    }
    if (message.contains("INTERRUPT")) {
      return new StoplogException(Problem.INTERRUPTED, "stopped", e);
    }
    if (message.startsWith("Out of Memory")) {
      return new StoplogException(
          Problem.MEMORY_SHORT, "a query needs more memory than it may have", e);
    }
    return new StoplogException(Problem.INTERNAL, "a query of the ledger failed", e);
  }

  @Override
  public void close() {
    try {
      root.close();
    } catch (SQLException e) {
      throw failure(e);
    }
  }
}
