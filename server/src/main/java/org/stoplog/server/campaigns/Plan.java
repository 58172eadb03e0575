package org.stoplog.server.campaigns;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A campaign that is made by a calendar.
 *
 * @param tiers of suppliers, 1 to 4, as they are on the day
 * @param starts whether it asks by itself when nothing is missing in the draft
 * @param skip days: who was asked the same questions within them is left out; 0 asks all
 * @param since first day on which it may make a draft: what came due before is let go
 */
record Plan(
    UUID id,
    String title,
    List<Integer> tiers,
    PlanDays days,
    Asking asking,
    boolean starts,
    int skip,
    boolean isPaused,
    LocalDate since) {
  Plan {
    tiers = List.copyOf(tiers);
  }

  /** What came of a day of a plan. */
  enum State {
    NOBODY("nobody to ask"),
    TO_START("a draft that is begun in a moment"),
    DRAFT("a draft"),
    STARTED("asked by itself");

    private final String words;

    State(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /**
   * A day of a plan for which something was made.
   *
   * @param campaign null when nobody was to be asked
   * @param suppliers in the draft, as it was made
   * @param leftOut who were asked not long ago
   * @param why it was not begun by itself; null when nobody wanted that, or it was
   * @param now where the campaign stands; null without one
   */
  record Made(
      UUID plan,
      LocalDate day,
      @Nullable UUID campaign,
      int suppliers,
      int leftOut,
      State state,
      @Nullable String why,
      Campaign.@Nullable State now,
      Instant at) {}

  /**
   * The day for which a draft is to be made, if none was; the latest alone, however many passed.
   */
  Optional<LocalDate> due(LocalDate today) {
    return isPaused ? Optional.empty() : days.latest(today).filter(day -> !day.isBefore(since));
  }

  /** The next day on which it makes a draft; empty while it is paused. */
  Optional<LocalDate> next(LocalDate today) {
    return isPaused ? Optional.empty() : Optional.of(days.next(today));
  }

  String path() {
    return PlansController.LIST + "/" + id;
  }

  /** {@code tiers 1 and 2}. */
  String whom() {
    return tiers.size() == 1
        ? "tier " + tiers.getFirst()
        : "tiers "
            + String.join(
                ", ", tiers.subList(0, tiers.size() - 1).stream().map(String::valueOf).toList())
            + " and "
            + tiers.getLast();
  }

  /** What binds its text to it. */
  static byte[] context(UUID plan) {
    return ("campaign plan " + plan).getBytes(US_ASCII);
  }
}
