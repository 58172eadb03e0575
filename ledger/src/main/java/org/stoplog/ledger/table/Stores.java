package org.stoplog.ledger.table;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.identity.Keyset;
import org.stoplog.ledger.store.AuditLog;
import org.stoplog.ledger.store.DataFolder;
import org.stoplog.ledger.store.Database;

/**
 * The stores of one open data folder, and the one way to change them together.
 *
 * @param folder the data folder, locked by us
 * @param keys the keyset it was made with
 * @param database PostgreSQL
 * @param catalog the Iceberg tables
 * @param duck DuckDB
 * @param clock the product's clock
 * @param actor the account for which it is used; null for the command line and the program itself
 */
public record Stores(
    DataFolder folder,
    Keyset keys,
    Database database,
    TableCatalog catalog,
    DuckDb duck,
    InstantSource clock,
    @Nullable UUID actor) {

  /** The same stores, where entries of the audit log name an account. */
  public Stores by(@Nullable UUID account) {
    return new Stores(folder, keys, database, catalog, duck, clock, account);
  }

  /** What is done in PostgreSQL by a commit. */
  public interface Rows {
    /**
     * @return details for the audit entry: counts and ids, never a personal value
     */
    Map<String, ?> write(Connection connection) throws SQLException;
  }

  /**
   * Commits rows, the pointers of all tables and the audit entry in one transaction, then sweeps
   * the files that no table names any more. Either all of it happened afterwards or nothing. Called
   * in a turn at DuckDB: files that others read or have just written would be swept away.
   *
   * @param act name of the audit entry, for example {@code batch.committed}
   */
  public void commit(String act, List<TableChange> changes, Rows rows) {
    database.transaction(
        connection -> {
          Map<String, ?> detail = rows.write(connection);
          for (TableChange change : changes) {
            change.apply(catalog, connection);
          }
          AuditLog.append(connection, clock, actor, act, detail);
          return act;
        });
    if (!catalog.io().mayHaveStrays()) {
      return;
    }
    try {
      sweep();
    } catch (StoplogException e) {
      // What is committed must not be told as if nothing had been done. A sweep without a database
      // is left to the next commit, whatever it changes, or to the next start.
      if (e.problem() != Problem.DATABASE_LOST) {
        throw e;
      }
    }
  }

  /** Deletes the files that no committed table names. */
  public int sweep() {
    return database.transaction(connection -> new Sweeper(catalog).sweep(connection));
  }
}
