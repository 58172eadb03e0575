package org.stoplog.server.campaigns;

import java.util.List;

/** All campaigns that the reader may see. */
public record CampaignsPage(List<Line> lines, boolean canEdit) {
  public CampaignsPage {
    lines = List.copyOf(lines);
  }

  /** One of them. */
  public record Line(
      String path,
      String title,
      String kind,
      String state,
      String due,
      boolean isLate,
      String counts) {}
}
