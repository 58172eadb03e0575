package org.stoplog.ledger.exposure;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.expressions.Expressions;
import org.stoplog.catalog.ElementSet;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.intake.ElementSets;
import org.stoplog.ledger.table.DuckSession;
import org.stoplog.ledger.table.LedgerTable;
import org.stoplog.ledger.table.Sql;
import org.stoplog.ledger.table.Stores;
import org.stoplog.ledger.table.TableFiles;

/**
 * Which elements a connection was seen to carry, over all time: what the rows of live batches hold.
 *
 * @param connection id in the register
 */
public record Observed(int supplier, int connection, ElementSet elements) {
  private record Place(int supplier, int connection) {}

  /**
   * Reads the table once.
   *
   * @throws org.stoplog.catalog.problem.StoplogException INTERRUPTED
   */
  public static List<Observed> read(Stores stores, Progress progress) {
    Map<Place, ElementSet> seen = new HashMap<>();
    try (DuckSession duck = stores.duck().open(progress)) {
      Map<Integer, ElementSet> sets = new TreeMap<>();
      List<Path> files =
          stores
              .database()
              .transaction(
                  db -> {
                    ElementSets.all(db).forEach(entry -> sets.put(entry.id(), entry.set()));
                    return new TableFiles(stores.catalog())
                        .plan(db, LedgerTable.DISCLOSURES, Expressions.alwaysTrue()).stream()
                            .map(TableFiles.Planned::path)
                            .toList();
                  });
      if (files.isEmpty()) {
        return List.of();
      }
      duck.each(
          "SELECT DISTINCT supplier, connection, elements FROM " + Sql.parquet(files),
          row -> {
            ElementSet set = sets.getOrDefault(row.getInt(3), ElementSet.NONE);
            seen.merge(new Place(row.getInt(1), row.getInt(2)), set, ElementSet::plus);
            return true;
          });
    }
    return seen.entrySet().stream()
        .map(
            one -> new Observed(one.getKey().supplier(), one.getKey().connection(), one.getValue()))
        .toList();
  }
}
