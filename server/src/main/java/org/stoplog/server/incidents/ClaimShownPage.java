package org.stoplog.server.incidents;

import java.util.List;

/** A claim as it was recorded; it is never changed. */
public record ClaimShownPage(
    String room,
    String incident,
    String id,
    List<Line> lines,
    boolean isUnverified,
    boolean isWorkedWith,
    boolean canWork) {
  public ClaimShownPage {
    lines = List.copyOf(lines);
  }

  /** One fact of it. */
  public record Line(String name, String value) {}
}
