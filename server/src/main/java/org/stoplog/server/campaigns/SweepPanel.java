package org.stoplog.server.campaigns;

import java.util.List;

/** Sweeps of an incident, for its room. */
public record SweepPanel(String path, List<Line> lines) {
  public SweepPanel {
    lines = List.copyOf(lines);
  }

  /** One of them. */
  public record Line(String path, String title, String words) {}
}
