package org.stoplog.server.campaigns;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happened after which suppliers may have to be asked.
 *
 * @param more how many are not shown
 * @param closed why no campaign can be made now; null when one can
 */
public record ProposalsPage(
    List<Line> lines,
    int more,
    List<CampaignFormPage.Choice> routes,
    boolean canEdit,
    @Nullable String closed,
    @Nullable String error) {
  public ProposalsPage {
    lines = List.copyOf(lines);
    routes = List.copyOf(routes);
  }

  /**
   * One thing that happened.
   *
   * @param day UTC
   * @param room of an incident; null for the others
   * @param sets of questions to choose from; empty for a sweep, which has its own
   */
  public record Line(
      String id,
      String path,
      int supplier,
      String name,
      String kind,
      String words,
      String day,
      @Nullable String room,
      List<CampaignFormPage.Choice> sets) {
    public Line {
      sets = List.copyOf(sets);
    }
  }
}
