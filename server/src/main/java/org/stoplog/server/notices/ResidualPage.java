package org.stoplog.server.notices;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom a wave did not reach.
 *
 * @param state one line
 * @param reasons how many, by why
 * @param asked who asked last for own ids, and when; null while nobody did
 * @param why they want it; null while nobody did
 * @param approval path of the approval that waits; null for none
 * @param typed what was typed as a reason
 * @param error what is wrong with it; null when nothing is
 */
public record ResidualPage(
    String room,
    String incident,
    String wave,
    String waveName,
    String state,
    List<WavePage.Pair> reasons,
    boolean canAsk,
    boolean canTake,
    @Nullable String asked,
    @Nullable String why,
    @Nullable String approval,
    String typed,
    @Nullable String error) {
  public ResidualPage {
    reasons = List.copyOf(reasons);
  }

  public String path() {
    return wave + ResidualController.SUB;
  }
}
