package org.stoplog.ledger.exposure;

import java.sql.SQLException;
import org.duckdb.DuckDBAppender;

/** Hashed identifiers of a few thousand rows, on their way into {@code file_key}. */
final class StagedIdentifiers {
  static final int CAPACITY = 16_384;

  private final long[] row = new long[CAPACITY];
  private final int[] kind = new int[CAPACITY];
  private final long[] high = new long[CAPACITY];
  private final long[] low = new long[CAPACITY];
  private final long[] baseHigh = new long[CAPACITY];
  private final long[] baseLow = new long[CAPACITY];
  private int count;

  boolean isFull() {
    return count == CAPACITY;
  }

  void clear() {
    count = 0;
  }

  /**
   * @param ofRow number of the row in all files
   * @param ofKind in {@link IdentifierKinds}
   */
  void add(long ofRow, int ofKind) {
    row[count] = ofRow;
    kind[count] = ofKind;
  }

  /** The subject and its base (the same, when it is its own) of what was added; completes it. */
  void subject(long subjectHigh, long subjectLow, long ofBaseHigh, long ofBaseLow) {
    high[count] = subjectHigh;
    low[count] = subjectLow;
    baseHigh[count] = ofBaseHigh;
    baseLow[count] = ofBaseLow;
    count++;
  }

  /** Few addresses have a base that is another: those are in a table of their own. */
  void appendTo(DuckDBAppender keys, DuckDBAppender bases) throws SQLException {
    for (int i = 0; i < count; i++) {
      keys.beginRow().append(row[i]).append(kind[i]).appendUUID(high[i], low[i]).endRow();
      if (baseHigh[i] != high[i] || baseLow[i] != low[i]) {
        bases
            .beginRow()
            .append(row[i])
            .appendUUID(high[i], low[i])
            .appendUUID(baseHigh[i], baseLow[i])
            .endRow();
      }
    }
  }
}
