package org.stoplog.ledger.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.InclusiveMetricsEvaluator;
import org.apache.iceberg.io.CloseableIterable;

/**
 * Which files of a table hold the rows of a condition, as Iceberg plans them. Reading a table's
 * metadata costs tens of milliseconds, so the files of the newest committed state are kept and
 * pruned by their bounds, as Iceberg would.
 */
public final class TableFiles {
  private final TableCatalog catalog;

  public TableFiles(TableCatalog catalog) {
    this.catalog = catalog;
  }

  /**
   * One file of a plan.
   *
   * @param path where it lies
   * @param data how the table names it
   */
  public record Planned(Path path, org.apache.iceberg.DataFile data) {}

  /**
   * The files that may hold rows of the condition, as the transaction of this connection sees the
   * table. A task with delete files is refused: DuckDB would ignore them.
   */
  public List<Planned> plan(Connection connection, LedgerTable table, Expression condition)
      throws SQLException {
    List<Planned> all = catalog.files(connection, table);
    InclusiveMetricsEvaluator bounds = new InclusiveMetricsEvaluator(table.schema(), condition);
    return all.stream().filter(file -> bounds.eval(file.data())).toList();
  }

  /** All files of a loaded table. */
  static List<Planned> all(Table table, WarehouseIO io) {
    List<Planned> files = new ArrayList<>();
    if (table.currentSnapshot() == null) {
      return files;
    }
    TableScan scan = table.newScan().includeColumnStats();
    try (CloseableIterable<FileScanTask> tasks = scan.planFiles()) {
      for (FileScanTask task : tasks) {
        if (!task.deletes().isEmpty()) {
          throw new IllegalStateException("a file of " + table.name() + " has delete files");
        }
        files.add(new Planned(io.resolve(task.file().location()), task.file()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }
}
