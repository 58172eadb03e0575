package org.stoplog.ledger.intake;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.iceberg.expressions.Expressions;
import org.stoplog.catalog.ElementSet;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.table.DuckSession;
import org.stoplog.ledger.table.LedgerTable;
import org.stoplog.ledger.table.Sql;
import org.stoplog.ledger.table.Stores;
import org.stoplog.ledger.table.TableFiles;

/** The rows of table {@code disclosures} as its files hold them. */
public final class StoredRows {
  /** What makes a row; there may be one of each only. */
  public record Key(
      int supplier, int connection, UUID subject, LocalDate day, ElementSet elements) {}

  /**
   * @param first microseconds since 1970-01-01 UTC, as {@code last}
   */
  public record Told(long first, long last, long events) {
    public Told plus(long micros) {
      return new Told(Math.min(first, micros), Math.max(last, micros), events + 1);
    }
  }

  private StoredRows() {}

  public static Map<Key, Told> of(Ledger ledger, long batch) {
    Stores stores = ledger.stores();
    Map<Integer, ElementSet> sets = new HashMap<>();
    ledger.inTransaction(ElementSets::all).forEach(entry -> sets.put(entry.id(), entry.set()));
    List<TableFiles.Planned> files =
        ledger.inTransaction(
            connection ->
                new TableFiles(stores.catalog())
                    .plan(connection, LedgerTable.DISCLOSURES, Expressions.alwaysTrue()));
    Map<Key, Told> rows = new HashMap<>();
    if (files.isEmpty()) {
      return rows;
    }
    List<Boolean> doubled = new ArrayList<>();
    try (DuckSession duck = stores.duck().open(Progress.NONE)) {
      duck.each(
          "SELECT supplier, connection, subject, day, elements, epoch_us(first_at),"
              + " epoch_us(last_at), events, subject_key FROM "
              + Sql.parquet(files.stream().map(TableFiles.Planned::path).toList())
              + " WHERE batch = "
              + batch,
          row -> {
            UUID subject = (UUID) row.getObject(3);
            Key key =
                new Key(
                    row.getInt(1),
                    row.getInt(2),
                    subject,
                    row.getObject(4, LocalDate.class),
                    sets.get(row.getInt(5)));
            Told earlier = rows.put(key, new Told(row.getLong(6), row.getLong(7), row.getLong(8)));
            return doubled.add(
                earlier != null || row.getLong(9) != subject.getMostSignificantBits());
          });
    }
    if (doubled.contains(true)) {
      throw new AssertionError("a row is there twice, or its key is not its subject's");
    }
    return rows;
  }
}
