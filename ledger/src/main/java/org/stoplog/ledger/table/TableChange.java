package org.stoplog.ledger.table;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.ExpireSnapshots.CleanupLevel;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/**
 * Files that come into a table and files that leave it, committed as one snapshot.
 *
 * @param table which
 * @param added new files
 * @param removed files that the new snapshot no longer has
 */
public record TableChange(LedgerTable table, List<DataFile> added, List<DataFile> removed) {
  public TableChange {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
  }

  public boolean isEmpty() {
    return added.isEmpty() && removed.isEmpty();
  }

  /**
   * Moves the table's pointer inside the transaction of the connection. Only the newest snapshot is
   * kept: an exposure is a file of its own, and what was undone or erased must not stay readable.
   */
  void apply(TableCatalog catalog, Connection connection) throws SQLException {
    if (isEmpty()) {
      return;
    }
    try {
      change(catalog, connection);
    } catch (RuntimeException e) {
      // Iceberg wraps what the connection says; the transaction has to know it.
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof SQLException sql) {
          throw sql;
        }
      }
      throw e;
    }
  }

  private void change(TableCatalog catalog, Connection connection) {
    Table loaded = catalog.load(connection, table);
    if (removed.isEmpty()) {
      var append = loaded.newAppend();
      added.forEach(append::appendFile);
      append.commit();
    } else {
      OverwriteFiles overwrite = loaded.newOverwrite();
      removed.forEach(overwrite::deleteFile);
      added.forEach(overwrite::addFile);
      overwrite.commit();
    }
    Snapshot current = loaded.currentSnapshot();
    if (current.parentId() != null) {
      // The files themselves are swept after the transaction has been committed.
      loaded
          .expireSnapshots()
          .expireOlderThan(current.timestampMillis() + 1)
          .retainLast(1)
          .cleanupLevel(CleanupLevel.NONE)
          .commit();
    }
  }
}
