package org.stoplog.server.clocks;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.obligations.Obligation;
import org.stoplog.server.platform.Times;

/**
 * What a hold of an authority does to the clock of one duty. Only where the law itself knows such a
 * delay does its clock wait; else it runs on, and counsel has to say which of the two gives way.
 */
final class Suspending {
  private final List<Suspensions.Suspension> suspensions;

  Suspending(List<Suspensions.Suspension> suspensions) {
    this.suspensions = List.copyOf(suspensions);
  }

  /**
   * By when, with the hold.
   *
   * @param held what holds it back, in words; null for nothing
   */
  record Held(Deadlines.Due due, @Nullable String held) {}

  Held of(Obligation one, Deadlines.Due due) {
    Optional<Instant> until =
        suspensions.stream()
            .filter(hold -> hold.tells().contains(one.tells()))
            .map(Suspensions.Suspension::until)
            .max(Instant::compareTo);
    if (until.isEmpty()) {
      return new Held(due, null);
    }
    String words = "An authority asks to hold this back until " + Times.second(until.get()) + ".";
    if (!knowsDelay(one)) {
      return new Held(
          due,
          words
              + " Nothing in this entry lets its clock wait for that: counsel must say which of the"
              + " two gives way.");
    }
    Instant by = due.by();
    boolean waits = by != null && by.isBefore(until.get());
    return new Held(
        waits
            ? new Deadlines.Due(
                until.get(),
                true,
                due.why() + "; then held back by an authority until its hold ends")
            : due,
        words + " Tell them without delay when it ends or is lifted.");
  }

  private static boolean knowsDelay(Obligation one) {
    return Stream.concat(one.exemptions().stream(), one.unless().stream())
        .map(words -> words.toLowerCase(Locale.ROOT).replace('-', ' '))
        .anyMatch(words -> words.contains("law enforcement") || words.contains("criminal invest"));
  }
}
