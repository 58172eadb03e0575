package org.stoplog.server.incidents;

import java.util.List;

/** The incidents of one person. */
public record IncidentsPage(List<Line> incidents, boolean canOpen) {
  public IncidentsPage {
    incidents = List.copyOf(incidents);
  }

  /** A line of the list. */
  public record Line(
      String path,
      String name,
      String title,
      String state,
      String supplier,
      String people,
      String opened) {}
}
