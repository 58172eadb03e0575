package org.stoplog.ledger.table;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.jdbc.JdbcClientPool;
import org.jspecify.annotations.Nullable;

/**
 * Iceberg's JDBC catalogue on a PostgreSQL connection of ours, so that the pointers of all tables
 * move in the same transaction as the batch and its audit entry. One is made for each transaction
 * and thrown away with it: a table that was loaded before a rollback is never used after it.
 */
public final class TableCatalog {
  private static final String NAME = "stoplog";

  private static final String POINTER =
      """
      select metadata_location from iceberg_tables
      where catalog_name = ? and table_namespace = ? and table_name = ?
      """;

  private final WarehouseIO io;
  private final Map<LedgerTable, Known> known = new ConcurrentHashMap<>();
  private final Map<LedgerTable, Snapped> snapshots = new ConcurrentHashMap<>();

  /** The files of a table in the state that a metadata file describes; its name is never reused. */
  private record Known(String pointer, List<TableFiles.Planned> files) {}

  /** The snapshot that a metadata file describes. */
  private record Snapped(String pointer, @Nullable Long id) {}

  public TableCatalog(Path warehouse) {
    this.io = new WarehouseIO(warehouse);
  }

  WarehouseIO io() {
    return io;
  }

  /** Loads a table as the transaction of this connection sees it. */
  public Table load(Connection connection, LedgerTable table) {
    io.reads();
    try {
      return open(connection).loadTable(table.identifier());
    } finally {
      io.hasRead();
    }
  }

  /**
   * All files of a table as the transaction of this connection sees it. They are read in the turn
   * at DuckDB in which they are asked for: whoever replaces them waits for it.
   */
  List<TableFiles.Planned> files(Connection connection, LedgerTable table) throws SQLException {
    io.reads();
    try {
      String pointer = pointer(connection, table);
      Known last = known.get(table);
      if (last == null || !last.pointer.equals(pointer)) {
        last = new Known(pointer, List.copyOf(TableFiles.all(load(connection, table), io)));
        known.put(table, last);
      }
      return last.files;
    } finally {
      io.hasRead();
    }
  }

  /**
   * The id of a table's snapshot as the transaction of this connection sees it, without reading the
   * metadata again that was read before.
   *
   * @return null before its first
   */
  public @Nullable Long snapshot(Connection connection, LedgerTable table) throws SQLException {
    String pointer = pointer(connection, table);
    Snapped last = snapshots.get(table);
    if (last == null || !last.pointer.equals(pointer)) {
      Snapshot now = load(connection, table).currentSnapshot();
      last = new Snapped(pointer, now == null ? null : now.snapshotId());
      snapshots.put(table, last);
    }
    return last.id;
  }

  private static String pointer(Connection connection, LedgerTable table) throws SQLException {
    try (PreparedStatement find = connection.prepareStatement(POINTER)) {
      find.setString(1, NAME);
      find.setString(2, table.identifier().namespace().toString());
      find.setString(3, table.tableName());
      try (ResultSet row = find.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }

  /** Whether the file that describes the last state of each table lies where it should. */
  public boolean isThere(Connection connection) throws SQLException {
    io.reads();
    try {
      for (LedgerTable table : LedgerTable.values()) {
        if (!Files.isReadable(io.resolve(pointer(connection, table)))) {
          return false;
        }
      }
      return true;
    } finally {
      io.hasRead();
    }
  }

  /** Creates the tables that are not there yet. */
  public void createMissing(Connection connection) {
    Catalog catalog = open(connection);
    for (LedgerTable table : LedgerTable.values()) {
      if (!catalog.tableExists(table.identifier())) {
        catalog
            .buildTable(table.identifier(), table.schema())
            .withPartitionSpec(table.spec())
            .withLocation(WarehouseIO.PREFIX + table.tableName())
            .withProperties(
                Map.of(
                    // The house has one committer; a retry inside an aborted transaction cannot
                    // work.
                    TableProperties.COMMIT_NUM_RETRIES, "0",
                    TableProperties.FORMAT_VERSION, "2",
                    TableProperties.DEFAULT_WRITE_METRICS_MODE, "full",
                    TableProperties.METADATA_COMPRESSION, "gzip",
                    TableProperties.METADATA_PREVIOUS_VERSIONS_MAX, "1"))
            .create();
      }
    }
  }

  private Catalog open(Connection connection) {
    JdbcCatalog catalog =
        new JdbcCatalog(properties -> io, properties -> new OneConnection(connection), false);
    catalog.initialize(
        NAME,
        Map.of(
            CatalogProperties.URI,
            "jdbc:postgresql:",
            CatalogProperties.WAREHOUSE_LOCATION,
            "stoplog:",
            "jdbc.schema-version",
            "V1"));
    return catalog;
  }

  /** A pool of exactly the connection of the running transaction; never closed, never retried. */
  private static final class OneConnection extends JdbcClientPool {
    private final Connection connection;

    OneConnection(Connection connection) {
      super(1, "jdbc:postgresql:", Map.of());
      this.connection = connection;
    }

    @Override
    public <R> R run(Action<R, Connection, SQLException> action)
        throws SQLException, InterruptedException {
      return action.run(connection);
    }

    @Override
    public <R> R run(Action<R, Connection, SQLException> action, boolean retry)
        throws SQLException, InterruptedException {
      return action.run(connection);
    }
  }
}
