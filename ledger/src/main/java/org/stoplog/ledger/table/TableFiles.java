package org.stoplog.ledger.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.io.CloseableIterable;

/** Which files of a table hold the rows of a condition, as Iceberg plans them. */
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

  /** Plans a scan. A task with delete files is refused: DuckDB would ignore them. */
  public List<Planned> plan(Connection connection, LedgerTable table, Expression condition) {
    return plan(catalog.load(connection, table), condition);
  }

  List<Planned> plan(Table table, Expression condition) {
    List<Planned> files = new ArrayList<>();
    if (table.currentSnapshot() == null) {
      return files;
    }
    TableScan scan = table.newScan().filter(condition).includeColumnStats();
    try (CloseableIterable<FileScanTask> tasks = scan.planFiles()) {
      for (FileScanTask task : tasks) {
        if (!task.deletes().isEmpty()) {
          throw new IllegalStateException("a file of " + table.name() + " has delete files");
        }
        files.add(new Planned(catalog.io().resolve(task.file().location()), task.file()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }
}
