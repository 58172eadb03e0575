package org.stoplog.ledger.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Keeps apart who copies the files of the warehouse and who deletes them. Adding files needs no
 * lock: they are never changed, and a copy takes no harm from more of them.
 */
public final class WarehouseLock {
  /** Any constant nobody else uses will do. */
  private static final long LOCK = 0x73746f706c6f6703L;

  private WarehouseLock() {}

  /** Waits for a sweep to end and holds off the next one, until the connection is closed. */
  static void holdForCopy(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("select pg_advisory_lock_shared(" + LOCK + ")");
    }
  }

  /**
   * Asks to delete files until the end of the transaction.
   *
   * @return false while somebody copies them: leave them for the next time
   */
  public static boolean mayDelete(Connection inTransaction) throws SQLException {
    try (Statement statement = inTransaction.createStatement();
        ResultSet row = statement.executeQuery("select pg_try_advisory_xact_lock(" + LOCK + ")")) {
      row.next();
      return row.getBoolean(1);
    }
  }
}
