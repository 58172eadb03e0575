package org.stoplog.server.campaigns;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The days of a plan: each is counted from the first one, so that a plan of the 31st is on the last
 * day of a shorter month, and on the 31st again in the next long one.
 *
 * @param first the first day
 * @param every months from one day to the next, at least 1
 */
record PlanDays(LocalDate first, int every) {
  private LocalDate day(long number) {
    return first.plusMonths(number * every);
  }

  /** The number of the last day that is not after another one; below 0 before the first. */
  private long number(LocalDate today) {
    if (today.isBefore(first)) {
      return -1;
    }
    long number = ChronoUnit.MONTHS.between(first, today) / every;
    // Whole months from the 31st to the 30th are one too few when the month has no 31st.
    return day(number + 1).isAfter(today) ? number : number + 1;
  }

  /** The last of its days that has come; empty before the first. */
  Optional<LocalDate> latest(LocalDate today) {
    long number = number(today);
    return number < 0 ? Optional.empty() : Optional.of(day(number));
  }

  /** The first of its days after another day. */
  LocalDate next(LocalDate today) {
    return day(number(today) + 1);
  }
}
