package org.stoplog.ledger.register;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What importing rows changes, in rows of the register as it is exported.
 *
 * @param result its numbers
 * @param goes rows that are there no more
 * @param comes rows that are new
 */
public record RegisterDiff(ImportResult result, List<Row> goes, List<Row> comes) {
  public RegisterDiff {
    goes = List.copyOf(goes);
    comes = List.copyOf(comes);
  }

  /**
   * Imports them, in the caller's transaction.
   *
   * @throws org.stoplog.catalog.problem.StoplogException as {@link Register#importRows}
   */
  public static RegisterDiff imported(Connection db, List<Row> rows) throws SQLException {
    Register register = new Register(db);
    List<Row> before = register.export();
    ImportResult result = register.importRows(rows);
    List<Row> after = register.export();
    return new RegisterDiff(result, without(before, after), without(after, before));
  }

  /** Imports them, looks, and takes it back, in the caller's transaction. */
  public static RegisterDiff tried(Connection db, List<Row> rows) throws SQLException {
    Savepoint before = db.setSavepoint();
    RegisterDiff tried = imported(db, rows);
    db.rollback(before);
    return tried;
  }

  /** Lines count from the top of a file, so they say nothing of a row. */
  private static List<Row> without(List<Row> rows, List<Row> others) {
    Set<Map<Column, String>> there = new HashSet<>();
    others.forEach(row -> there.add(row.cells()));
    return rows.stream().filter(row -> !there.contains(row.cells())).toList();
  }

  /** A line for people: what the row says, without its empty cells. */
  public static String words(Row row) {
    return row.cells().values().stream()
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(" · "));
  }
}
