package org.stoplog.ledger.exposure;

import java.sql.SQLException;
import java.time.LocalDate;
import org.duckdb.DuckDBAppender;

/** Hashed identifiers of a few thousand rows, on their way into {@code file_id}. */
final class StagedIdentifiers {
  static final int CAPACITY = 16_384;

  /** In {@link #day}: the row says no day. */
  static final int NO_DAY = Integer.MIN_VALUE;

  private final long[] row = new long[CAPACITY];
  private final short[] n = new short[CAPACITY];
  private final short[] scheme = new short[CAPACITY];
  private final long[] high = new long[CAPACITY];
  private final long[] low = new long[CAPACITY];
  private final long[] baseHigh = new long[CAPACITY];
  private final long[] baseLow = new long[CAPACITY];
  private final int[] day = new int[CAPACITY];
  private final boolean[] several = new boolean[CAPACITY];
  private final int[] elements = new int[CAPACITY];
  private int count;

  boolean isFull() {
    return count == CAPACITY;
  }

  void clear() {
    count = 0;
  }

  /**
   * @param ofRow number of the row in all files
   * @param place of the identifier in its row, from 0
   * @param onDay days since 1970-01-01, or {@link #NO_DAY}
   */
  void add(long ofRow, int place, int schemeCode, int onDay, boolean beside, int set) {
    row[count] = ofRow;
    n[count] = (short) place;
    scheme[count] = (short) schemeCode;
    day[count] = onDay;
    several[count] = beside;
    elements[count] = set;
  }

  /** The subject and its base (the same, when it is its own) of what was added; completes it. */
  void subject(long subjectHigh, long subjectLow, long ofBaseHigh, long ofBaseLow) {
    high[count] = subjectHigh;
    low[count] = subjectLow;
    baseHigh[count] = ofBaseHigh;
    baseLow[count] = ofBaseLow;
    count++;
  }

  void appendTo(DuckDBAppender rows) throws SQLException {
    for (int i = 0; i < count; i++) {
      rows.beginRow().append(row[i]).append(n[i]).append(scheme[i]).appendUUID(high[i], low[i]);
      if (baseHigh[i] == high[i] && baseLow[i] == low[i]) {
        rows.appendNull();
      } else {
        rows.appendUUID(baseHigh[i], baseLow[i]);
      }
      if (day[i] == NO_DAY) {
        rows.appendNull();
      } else {
        rows.append(LocalDate.ofEpochDay(day[i]));
      }
      rows.append(several[i]).append(elements[i]).endRow();
    }
  }
}
