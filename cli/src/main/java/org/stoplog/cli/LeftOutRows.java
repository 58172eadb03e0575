package org.stoplog.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.intake.LeftOutReport;
import org.stoplog.ledger.reader.LeftOut;

/** The rows of a file that were not used, in words. A row's values are never repeated. */
final class LeftOutRows {
  private static final int SHOWN = 5;
  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("ragged-row", "has more or fewer cells than the header"),
          Map.entry("unclosed-quote", "a quotation mark is opened and not closed"),
          Map.entry("bad-quote", "a quotation mark stands where none may be"),
          Map.entry("line-too-long", "is longer than a line may be"),
          Map.entry("bad-json", "is no JSON object"),
          Map.entry("duplicate-key", "names a key twice"),
          Map.entry("bad-encoding", "is not in the encoding of the file"),
          Map.entry("bad-date", "the date cannot be read"),
          Map.entry("no-time", "has no time"),
          Map.entry("no-identifier", "names nobody"),
          Map.entry("not-an-event", "is no event"),
          Map.entry("too-many-identifiers", "names more identifiers than one row may"),
          Map.entry("not-an-email", "is no e-mail address"),
          Map.entry("several-emails", "holds several e-mail addresses"),
          Map.entry("not-a-phone", "is no telephone number"),
          Map.entry("phone-needs-country", "is a telephone number without country; give --region"),
          Map.entry("short-number", "is a telephone number too short for a person"),
          Map.entry("not-a-hash", "is no hash"),
          Map.entry("placeholder", "stands for nobody, such as null or unknown"),
          Map.entry("control-character", "holds a control character"),
          Map.entry("damaged-text", "was damaged by a wrong encoding"),
          Map.entry("too-long", "is too long for an identifier"),
          Map.entry("empty", "is empty"));

  private LeftOutRows() {}

  /** A reason in words; one that we have no words for stays as it is. */
  static String words(String reason) {
    return WORDS.getOrDefault(reason, reason);
  }

  /** How many for which reason, and the first of them. */
  static void print(Session session, LeftOutReport report) {
    report
        .byReason()
        .forEach((reason, n) -> session.println("  left out, " + words(reason) + ": " + n));
    for (LeftOut row : inOrder(report).stream().limit(SHOWN).toList()) {
      String column = row.column();
      session.println(
          "  line "
              + row.line()
              + (column == null ? "" : ", column \"" + column + "\"")
              + ": "
              + words(row.reason()));
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
                cell(words(row.reason()))));
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
