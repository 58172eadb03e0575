package org.stoplog.server.inquiries;

import java.util.List;

/** Alarms that this person may see and nobody has looked at. */
public record AlarmsPage(List<Line> alarms) {
  public AlarmsPage {
    alarms = List.copyOf(alarms);
  }

  /**
   * One of them.
   *
   * @param path that says that somebody looked at it
   * @param incident its name; empty for numbers that are none
   */
  public record Line(String path, String incident, String what, String raised, boolean isSeen) {}
}
