package org.stoplog.ledger.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.stoplog.ledger.reader.LeftOut;

/** Which rows were left out and why: all counted, the first ten thousand listed. */
public final class LeftOutReport {
  private static final int LISTED = 10_000;

  private final Map<String, Long> byReason = new TreeMap<>();
  private final List<LeftOut> rows = new ArrayList<>();
  private long count;

  public void add(LeftOut row) {
    count++;
    byReason.merge(row.reason(), 1L, Long::sum);
    if (rows.size() < LISTED) {
      rows.add(row);
    }
  }

  public long count() {
    return count;
  }

  public Map<String, Long> byReason() {
    return byReason;
  }

  public List<LeftOut> rows() {
    return rows;
  }
}
