package org.stoplog.server.campaigns;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One supplier of a campaign: its link, and what it answered.
 *
 * @param assessment path; null while the campaign is a draft
 */
public record CampaignAskedPage(
    String path,
    String campaignPath,
    String campaign,
    int supplier,
    String name,
    String state,
    List<Fact> facts,
    @Nullable String assessment,
    List<Line> lines,
    boolean canRenew,
    boolean canRevoke,
    boolean canTake,
    boolean canEdit,
    @Nullable String error) {
  public CampaignAskedPage {
    facts = List.copyOf(facts);
    lines = List.copyOf(lines);
  }

  /** A line about its link. */
  public record Fact(String label, String value) {}

  /** A question and what was said to it; not taken over yet. */
  public record Line(
      int number, String title, String answer, String words, String verdict, boolean isGap) {}
}
