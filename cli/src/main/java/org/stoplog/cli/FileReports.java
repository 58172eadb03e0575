package org.stoplog.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;
import org.stoplog.ledger.exposure.MatchReport;
import org.stoplog.ledger.reader.Field;

/** What became of a file: its rows, its columns and how full they are. */
final class FileReports {
  private FileReports() {}

  /**
   * @param granted what grants allow the supplier to have
   */
  static void print(Session session, String title, MatchReport report, ElementSet granted) {
    session.println("");
    session.println(title);
    Table table = new Table("ROWS", "COUNT");
    table.row("read", report.rows());
    if (report.passedOver() > 0) {
      table.row("passed over: without the indicator", report.passedOver());
    }
    table.row("exact", report.exact());
    table.row("shared mailbox or number", report.shared());
    table.row("probable (without plus-tag or dots)", report.probable());
    table.row("ambiguous", report.ambiguous());
    if (report.organisations() > 0) {
      table.row("of an organisation and nobody in it", report.organisations());
    }
    table.row("of nobody in the directory", report.unmatched());
    table.row("of people erased at their wish", report.erased());
    table.row("again for the same person", report.duplicates());
    table.row("left out", report.leftOut().count());
    session.print(table);
    LeftOutRows.print(session, report.leftOut());
    session.println("");
    Table columns = new Table("COLUMN", "READ AS", "ELEMENT", "FILLED", "GRANTED");
    for (Field field : report.mapping().fields()) {
      String element = field.element();
      columns.row(
          field.column(),
          field.role().name().toLowerCase(Locale.ROOT),
          element == null ? "" : element,
          Math.round(100 * report.filled().getOrDefault(field.column(), 0.0)) + " %",
          element == null
              ? ""
              : granted.contains(Elements.catalogue().get(element).ordinal()) ? "yes" : "no");
    }
    session.print(columns);
  }

  static Map<String, Object> json(MatchReport report) {
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("sha256", report.sha256());
    file.put("rows", report.rows());
    file.put("exact", report.exact());
    file.put("shared", report.shared());
    file.put("probable", report.probable());
    file.put("ambiguous", report.ambiguous());
    file.put("unmatched", report.unmatched());
    file.put("erased", report.erased());
    file.put("duplicates", report.duplicates());
    file.put("leftOut", report.leftOut().byReason());
    file.put("filled", report.filled());
    file.put("organisations", report.organisations());
    file.put("passedOver", report.passedOver());
    return file;
  }

  static List<Map<String, Object>> json(List<MatchReport> reports) {
    return reports.stream().map(FileReports::json).toList();
  }
}
