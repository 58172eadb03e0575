package org.stoplog.ledger.intake;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.stoplog.ledger.reader.LeftOut;

/** Keeps the report of a batch: which rows were left out and why, as far as they were listed. */
final class LeftOutTable {
  private static final int AT_ONCE = 1000;

  private LeftOutTable() {}

  static void insert(Connection connection, long batch, LeftOutReport report) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into batch_left_out_reason (batch, reason, rows) values (?, ?, ?)")) {
      for (Map.Entry<String, Long> reason : report.byReason().entrySet()) {
        insert.setLong(1, batch);
        insert.setString(2, reason.getKey());
        insert.setLong(3, reason.getValue());
        insert.addBatch();
      }
      insert.executeBatch();
    }
    // Several threads read a file at once, so the rows came in no order.
    List<LeftOut> rows =
        report.rows().stream().sorted(Comparator.comparingLong(LeftOut::line)).toList();
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into batch_left_out (batch, place, line, file_column, reason) values (?, ?, ?, ?, ?)")) {
      for (int place = 0; place < rows.size(); place++) {
        LeftOut row = rows.get(place);
        insert.setLong(1, batch);
        insert.setInt(2, place);
        insert.setLong(3, row.line());
        insert.setString(4, row.column());
        insert.setString(5, row.reason());
        insert.addBatch();
        if (place % AT_ONCE == AT_ONCE - 1) {
          insert.executeBatch();
        }
      }
      insert.executeBatch();
    }
  }
}
