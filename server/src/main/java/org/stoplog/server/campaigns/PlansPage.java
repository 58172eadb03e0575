package org.stoplog.server.campaigns;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** All plans. */
public record PlansPage(List<Line> lines, boolean canEdit) {
  public PlansPage {
    lines = List.copyOf(lines);
  }

  /**
   * One of them.
   *
   * @param what whom it asks, and how often
   * @param next day on which it makes a draft, or that it is paused
   * @param stuck why a draft that is due cannot be made; null when none is, or it can
   * @param made what it made last; null when nothing yet
   */
  public record Line(
      String path,
      String title,
      String what,
      String next,
      boolean isPaused,
      @Nullable String stuck,
      String responsible,
      @Nullable Made made) {}

  /**
   * What it made on a day.
   *
   * @param campaign path; null when nobody was to be asked
   */
  public record Made(String day, String words, @Nullable String campaign, @Nullable String why) {}
}
