package org.stoplog.ledger.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.expressions.Expressions;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.table.DataFileWriter;
import org.stoplog.ledger.table.DuckSession;
import org.stoplog.ledger.table.LedgerTable;
import org.stoplog.ledger.table.Sql;
import org.stoplog.ledger.table.Stores;
import org.stoplog.ledger.table.TableChange;
import org.stoplog.ledger.table.TableFiles;

/** Puts the files of each partition together into one sorted file. The rows stay what they are. */
public final class Compaction {
  private static final long LARGE = 128L << 20;

  private final Stores stores;

  public Compaction(Stores stores) {
    this.stores = stores;
  }

  /**
   * @return number of files that were put together
   */
  public int run(Progress progress) {
    int merged = 0;
    for (LedgerTable table : List.of(LedgerTable.DISCLOSURES, LedgerTable.HOLDINGS)) {
      progress.step("Compacting " + table.tableName(), Progress.UNKNOWN, "rows");
      try (DuckSession duck = stores.duck().open(progress)) {
        List<TableFiles.Planned> files =
            stores
                .database()
                .transaction(
                    connection ->
                        new TableFiles(stores.catalog())
                            .plan(connection, table, Expressions.alwaysTrue()));
        Map<String, List<TableFiles.Planned>> byPartition =
            files.stream()
                .filter(file -> file.data().fileSizeInBytes() < LARGE)
                .collect(Collectors.groupingBy(file -> file.data().partition().toString()));
        List<DataFile> added = new ArrayList<>();
        List<DataFile> removed = new ArrayList<>();
        for (List<TableFiles.Planned> small : byPartition.values()) {
          if (small.size() > 1) {
            added.addAll(
                new DataFileWriter(stores.catalog())
                    .write(
                        duck,
                        table,
                        Sql.parquet(small.stream().map(TableFiles.Planned::path).toList())));
            small.forEach(file -> removed.add(file.data()));
          }
        }
        if (!removed.isEmpty()) {
          stores.commit(
              "ledger.compacted",
              List.of(new TableChange(table, added, removed)),
              connection -> Map.of("table", table.tableName(), "files", removed.size()));
          merged += removed.size();
        }
      }
    }
    return merged;
  }
}
