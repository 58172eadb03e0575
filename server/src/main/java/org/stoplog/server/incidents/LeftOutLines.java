package org.stoplog.server.incidents;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.stoplog.ledger.Numbers;
import org.stoplog.ledger.intake.LeftOutWords;

/**
 * Rows of a file that could not be used, for a page: where and why, never what they hold.
 *
 * @param more said when not all are listed, else empty
 */
public record LeftOutLines(List<Reason> reasons, List<Line> lines, String more) {
  public LeftOutLines {
    reasons = List.copyOf(reasons);
    lines = List.copyOf(lines);
  }

  /** A reason, and how many rows. */
  public record Reason(String words, String rows) {}

  /** A row. */
  public record Line(String line, String column, String words) {}

  static LeftOutLines of(LeftOutPart part) {
    return new LeftOutLines(
        part.reasons().entrySet().stream()
            .sorted(
                Comparator.comparingLong((Map.Entry<String, Long> one) -> -one.getValue())
                    .thenComparing(Map.Entry::getKey))
            .map(one -> new Reason(LeftOutWords.of(one.getKey()), Numbers.grouped(one.getValue())))
            .toList(),
        part.rows().stream()
            .map(
                row ->
                    new Line(
                        Numbers.grouped(row.line()),
                        row.column() == null ? "" : row.column(),
                        LeftOutWords.of(row.reason())))
            .toList(),
        part.count() > part.rows().size()
            ? "The first " + part.rows().size() + " of " + Numbers.grouped(part.count()) + "."
            : "");
  }
}
