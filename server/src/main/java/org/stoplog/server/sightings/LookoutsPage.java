package org.stoplog.server.sightings;

import java.util.List;

/** All lookouts. */
public record LookoutsPage(List<Line> lines, boolean canEdit) {
  public LookoutsPage {
    lines = List.copyOf(lines);
  }

  /**
   * One of them.
   *
   * @param supplier path of its page; empty for all suppliers
   * @param state what it does, in words
   * @param isSilent whether it sees nothing
   * @param last what came of its last look
   */
  public record Line(
      String path,
      String title,
      String kind,
      String supplier,
      String supplierName,
      String target,
      String state,
      boolean isSilent,
      String last) {}
}
