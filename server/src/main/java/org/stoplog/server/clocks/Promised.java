package org.stoplog.server.clocks;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stoplog.server.agreements.Clause;
import org.stoplog.server.agreements.ClauseKind;
import org.stoplog.server.agreements.Promises;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.Times;

/** What the breached supplier promised, beside what it did, by the times of the incident. */
public final class Promised {
  private static final Duration DAY = Duration.ofDays(1);

  private final IncidentDoor door;

  public Promised(IncidentDoor door) {
    this.door = door;
  }

  /**
   * A promise.
   *
   * @param verdict whether it was kept, in words
   * @param isBroken whether it surely was not
   */
  public record Kept(String says, String verdict, boolean isBroken) {}

  /** Those of notices and of data; none without a supplier. */
  public List<Kept> of(IncidentDoor.Seen seen, Instant now) {
    Integer supplier = seen.supplier();
    if (supplier == null) {
      return List.of();
    }
    Map<String, Instant> events = door.supplierEvents(seen.jdbc(), seen.id());
    List<Kept> kept = new ArrayList<>();
    for (Clause clause : Promises.of(seen.jdbc(), supplier)) {
      String event = clause.event();
      Integer number = clause.number();
      boolean isTimed = clause.kind() == ClauseKind.NOTICE || clause.kind() == ClauseKind.DATA;
      if (!isTimed || event == null || number == null) {
        continue;
      }
      Instant start = events.get(event);
      LocalDate day = LocalDate.ofInstant(start == null ? now : start, ZoneOffset.UTC);
      if (clause.holds(day)) {
        Duration within =
            clause.kind() == ClauseKind.NOTICE
                ? Duration.ofHours(number)
                : DAY.multipliedBy(number);
        kept.add(
            kept(
                clause.agreement() + ": it " + clause.says(),
                start == null ? null : start.plus(within),
                events.get(clause.kind() == ClauseKind.NOTICE ? "notice" : "scope"),
                now));
      }
    }
    return kept;
  }

  /**
   * @param by null while what it runs from has no time
   * @param done null while it is not done
   */
  static Kept kept(String says, @Nullable Instant by, @Nullable Instant done, Instant now) {
    if (by == null) {
      return new Kept(says, "waits: what it runs from has no time here", false);
    }
    String due = "due " + Times.second(by);
    if (done != null) {
      return done.isAfter(by)
          ? new Kept(
              says, due + "; done " + ClocksView.words(Duration.between(by, done)) + " late", true)
          : new Kept(says, due + "; done in time, " + Times.second(done), false);
    }
    return by.isBefore(now)
        ? new Kept(
            says, due + "; not done, over for " + ClocksView.words(Duration.between(by, now)), true)
        : new Kept(says, due + "; in " + ClocksView.words(Duration.between(now, by)), false);
  }
}
