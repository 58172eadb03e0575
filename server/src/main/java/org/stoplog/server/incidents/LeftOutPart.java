package org.stoplog.server.incidents;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.intake.LeftOutReport;
import org.stoplog.ledger.reader.LeftOut;
import tools.jackson.databind.json.JsonMapper;

/**
 * Rows of a file that could not be used: how many for which reason, and the first ones by line.
 * Never what they hold.
 */
record LeftOutPart(long count, Map<String, Long> reasons, List<Row> rows) {
  private static final int LISTED = 200;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  LeftOutPart {
    reasons = Map.copyOf(reasons);
    rows = List.copyOf(rows);
  }

  /**
   * A row.
   *
   * @param column header of the column at fault, null when the whole row is
   */
  record Row(long line, @Nullable String column, String reason) {}

  static LeftOutPart of(LeftOutReport report) {
    // Several threads read a file at once, so the rows came in no order.
    return new LeftOutPart(
        report.count(),
        report.byReason(),
        report.rows().stream()
            .sorted(Comparator.comparingLong(LeftOut::line))
            .limit(LISTED)
            .map(row -> new Row(row.line(), row.column(), row.reason()))
            .toList());
  }

  String toJson() {
    return JSON.writeValueAsString(this);
  }

  static LeftOutPart fromJson(String json) {
    return JSON.readValue(json, LeftOutPart.class);
  }
}
