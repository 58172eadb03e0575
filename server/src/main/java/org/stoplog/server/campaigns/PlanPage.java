package org.stoplog.server.campaigns;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A plan, to be read and changed.
 *
 * @param path of the plan; null for a new one
 * @param state what it does next; empty for a new one
 * @param made the latest day first
 */
public record PlanPage(
    @Nullable String path,
    String title,
    String state,
    boolean isPaused,
    @Nullable String stuck,
    List<PlansPage.Made> made,
    List<CampaignFormPage.Choice> tiers,
    String typedTitle,
    String every,
    String first,
    String skip,
    boolean starts,
    AskingFields asking,
    boolean canEdit,
    @Nullable String closed,
    @Nullable String error) {
  public PlanPage {
    made = List.copyOf(made);
    tiers = List.copyOf(tiers);
  }
}
