package org.stoplog.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.intake.LeftOutReport;
import org.stoplog.ledger.intake.LeftOutWords;
import org.stoplog.ledger.reader.LeftOut;

/** The rows of a file that were not used, in words. A row's values are never repeated. */
final class LeftOutRows {
  private static final int SHOWN = 5;

  private LeftOutRows() {}

  /** How many for which reason, and the first of them. */
  static void print(Session session, LeftOutReport report) {
    report
        .byReason()
        .forEach(
            (reason, n) -> session.println("  left out, " + LeftOutWords.of(reason) + ": " + n));
    for (LeftOut row : inOrder(report).stream().limit(SHOWN).toList()) {
      String column = row.column();
      session.println(
          "  line "
              + row.line()
              + (column == null ? "" : ", column \"" + column + "\"")
              + ": "
              + LeftOutWords.of(row.reason()));
    }
  }

  /** Writes a CSV file of the rows left out of some files, as far as they were listed. */
  static void write(Path file, List<Path> read, List<LeftOutReport> reports) {
    List<String> lines = new ArrayList<>(List.of("file,line,column,reason,meaning"));
    for (int i = 0; i < reports.size(); i++) {
      String name = String.valueOf(read.get(i).getFileName());
      for (LeftOut row : inOrder(reports.get(i))) {
        lines.add(
            String.join(
                ",",
                cell(name),
                String.valueOf(row.line()),
                cell(row.column()),
                row.reason(),
                cell(LeftOutWords.of(row.reason()))));
      }
      long more = reports.get(i).count() - reports.get(i).rows().size();
      if (more > 0) {
        lines.add(cell(name) + ",,,," + cell(more + " more rows are not listed"));
      }
    }
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(file, lines);
    } catch (IOException e) {
      throw new StoplogException(Problem.FILE_UNREADABLE, file + " cannot be written", e);
    }
  }

  /** Readers work on several parts of a file at once. */
  private static List<LeftOut> inOrder(LeftOutReport report) {
    return report.rows().stream().sorted(Comparator.comparingLong(LeftOut::line)).toList();
  }

  /** Quoted; what a spreadsheet would run as a formula gets an apostrophe. */
  private static String cell(@Nullable String text) {
    if (text == null) {
      return "";
    }
    String safe = text.matches("(?s)[=+\\-@\t\r].*") ? "'" + text : text;
    return '"' + safe.replace("\"", "\"\"") + '"';
  }
}
