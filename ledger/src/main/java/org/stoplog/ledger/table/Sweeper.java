package org.stoplog.ledger.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.stoplog.ledger.store.WarehouseLock;

/**
 * Deletes what no committed table names: files of transactions that were rolled back or killed, and
 * files that a later commit replaced. What is gone from the tables is gone from the disk.
 */
public final class Sweeper {
  private final TableCatalog catalog;

  public Sweeper(TableCatalog catalog) {
    this.catalog = catalog;
  }

  /**
   * Sweeps the warehouse. Only called by the process that holds the data folder, between commits,
   * and in the turn at DuckDB of who commits: nobody then reads data files that were replaced, or
   * has written some that no table names yet.
   *
   * @return number of files deleted
   */
  public int sweep(Connection connection) throws SQLException {
    if (!WarehouseLock.mayDelete(connection)) {
      // A backup is being taken: what it counts on stays until the next commit.
      return 0;
    }
    catalog.io().deletes();
    try {
      return deleteOthers(connection);
    } finally {
      catalog.io().hasDeleted();
    }
  }

  private int deleteOthers(Connection connection) throws SQLException {
    Set<Path> kept = new HashSet<>();
    for (LedgerTable table : LedgerTable.values()) {
      keep(catalog.load(connection, table), kept);
    }
    Path root = catalog.io().resolve(WarehouseIO.PREFIX);
    int deleted = 0;
    try (Stream<Path> all = Files.walk(root)) {
      List<Path> orphans =
          all.filter(Files::isRegularFile).filter(path -> !kept.contains(path)).toList();
      for (Path orphan : orphans) {
        Files.deleteIfExists(orphan);
        deleted++;
      }
    } catch (NoSuchFileException e) {
      // Somebody else deleted one meanwhile: the rest is left for the next time.
      return deleted;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    catalog.io().isSwept();
    return deleted;
  }

  private void keep(Table table, Set<Path> kept) {
    WarehouseIO io = catalog.io();
    kept.add(
        io.resolve(((HasTableOperations) table).operations().current().metadataFileLocation()));
    Snapshot snapshot = table.currentSnapshot();
    if (snapshot == null) {
      return;
    }
    kept.add(io.resolve(snapshot.manifestListLocation()));
    for (ManifestFile manifest : snapshot.allManifests(io)) {
      kept.add(io.resolve(manifest.path()));
    }
    for (TableFiles.Planned file : TableFiles.all(table, io)) {
      kept.add(file.path());
    }
  }
}
