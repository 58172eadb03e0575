package org.stoplog.ledger.table;

import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;

/** Takes rows out of a table by writing the files that hold them again without them. */
public final class BatchRemoval {
  private final Stores stores;

  public BatchRemoval(Stores stores) {
    this.stores = stores;
  }

  /** The change that takes a batch out of a table. Nothing is committed yet. */
  public TableChange of(DuckSession duck, LedgerTable table, long batch) {
    return without(duck, table, Expressions.equal("batch", batch), "batch <> " + batch);
  }

  /**
   * The change that keeps only some rows.
   *
   * @param touched prunes to files that may hold rows to be taken out
   * @param keep SQL condition of the rows that stay
   */
  public TableChange without(DuckSession duck, LedgerTable table, Expression touched, String keep) {
    List<TableFiles.Planned> files =
        stores
            .database()
            .transaction(
                connection -> new TableFiles(stores.catalog()).plan(connection, table, touched));
    List<DataFile> added = new ArrayList<>();
    List<DataFile> removed = new ArrayList<>();
    for (TableFiles.Planned file : files) {
      String source = Sql.parquet(List.of(file.path()));
      long kept = duck.count("SELECT count(*) FROM " + source + " WHERE " + keep);
      if (kept == file.data().recordCount()) {
        continue;
      }
      removed.add(file.data());
      if (kept > 0) {
        added.addAll(
            new DataFileWriter(stores.catalog())
                .write(duck, table, "(SELECT * FROM " + source + " WHERE " + keep + ")"));
      }
    }
    return new TableChange(table, added, removed);
  }
}
