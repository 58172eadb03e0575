package org.stoplog.server.incidents;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is said of one time, and the form to say more. */
public record TimePage(
    String room,
    String incident,
    String path,
    String title,
    String hint,
    boolean needsReason,
    boolean canWork,
    @Nullable String error,
    String said,
    String source,
    String reason,
    List<Line> lines,
    List<String> sources) {
  public TimePage {
    lines = List.copyOf(lines);
    sources = List.copyOf(sources);
  }

  /** What one source says now. */
  public record Line(String source, String said, String reading, @Nullable String reason) {}
}
