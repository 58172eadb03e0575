package org.stoplog.server.assessments;

import java.util.List;

/** What is not as it is expected, of all suppliers. */
public record FindingsPage(String state, String only, List<Line> lines) {
  public FindingsPage {
    lines = List.copyOf(lines);
  }

  /** A finding. */
  public record Line(
      String path,
      String title,
      String supplier,
      String weight,
      String state,
      String owner,
      String due,
      boolean isLate) {}
}
