package org.stoplog.server.filings;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A report that a duty asks for.
 *
 * @param state whether it is filed, and what is missing
 * @param isKept whether anything of it is kept; else its lines are proposals
 * @param lines as they are kept, proposed or were typed
 * @param canWrite whether the caller may change it: it is no report that was filed
 * @param facts what the record says
 */
public record FilingPage(
    String room,
    String incident,
    String duty,
    String recipient,
    String law,
    boolean isVerified,
    String path,
    int report,
    String state,
    boolean isKept,
    boolean isFiled,
    List<Line> lines,
    List<Other> reports,
    List<Line> facts,
    boolean canWrite,
    @Nullable String error,
    String filed,
    String receipt) {
  public FilingPage {
    lines = List.copyOf(lines);
    reports = List.copyOf(reports);
    facts = List.copyOf(facts);
  }

  /** What is asked for, or known, and the text of it. */
  public record Line(String title, String text) {}

  /** Another report by the same duty. */
  public record Other(int report, String path, String state) {}
}
