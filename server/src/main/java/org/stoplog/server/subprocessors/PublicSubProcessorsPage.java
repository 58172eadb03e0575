package org.stoplog.server.subprocessors;

import java.util.List;

/** The list that the world reads. */
public record PublicSubProcessorsPage(List<Line> lines, List<Change> changes, String updated) {
  public PublicSubProcessorsPage {
    lines = List.copyOf(lines);
    changes = List.copyOf(changes);
  }

  /** One of them. */
  public record Line(
      String name, String domain, String purpose, String data, String place, String since) {}

  /** What changed. */
  public record Change(String day, String what) {}
}
