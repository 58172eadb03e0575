package org.stoplog.ledger.exposure;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.stoplog.ledger.table.DuckDb;
import org.stoplog.ledger.table.DuckSession;
import org.stoplog.ledger.table.LedgerTable;
import org.stoplog.ledger.table.Sql;

/**
 * Copies of tables in DuckDB's memory, for many questions one after the other: unpacking the files
 * takes longer than what is asked of them. A table is copied when the same files are asked for a
 * second time. Files never change, so a copy is good for as long as it is of the same ones.
 *
 * <p>One thread at a time. To be closed, which frees the memory.
 */
final class TableCopies implements AutoCloseable {
  /** Some 50 bytes each; what is larger stays in its files. */
  private static final long MOST_ROWS = 20_000_000;

  private static final AtomicLong NUMBERS = new AtomicLong();

  private final DuckDb duckDb;
  private final String database = "copies_" + NUMBERS.incrementAndGet();
  private final Map<LedgerTable, Copy> copies = new EnumMap<>(LedgerTable.class);
  private boolean isAttached;

  private record Copy(List<Path> files, boolean isMade) {}

  private static final Copy NOTHING = new Copy(List.of(), false);

  TableCopies(DuckDb duckDb) {
    this.duckDb = duckDb;
  }

  /**
   * @param files of the table, not empty
   * @return the query for their rows
   */
  String of(DuckSession duck, LedgerTable table, List<Path> files, long rows) {
    Copy known = copies.getOrDefault(table, NOTHING);
    boolean isSame = known.files().equals(files);
    String name = database + "." + table.name().toLowerCase(Locale.ROOT);
    String copy = "SELECT * FROM " + name;
    if (isSame && known.isMade()) {
      return copy;
    }
    if (known.isMade()) {
      duck.execute("DROP TABLE " + name);
    }
    String query = "SELECT * FROM " + Sql.parquet(files);
    copies.put(table, new Copy(files, false));
    if (!isSame || rows > MOST_ROWS) {
      return query;
    }
    if (!isAttached) {
      duck.execute("ATTACH ':memory:' AS " + database);
      isAttached = true;
    }
    duck.execute("CREATE TABLE " + name + " AS " + query);
    copies.put(table, new Copy(files, true));
    return copy;
  }

  @Override
  public void close() {
    if (isAttached) {
      duckDb.detach(database);
      isAttached = false;
    }
    copies.clear();
  }
}
