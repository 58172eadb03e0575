package org.stoplog.server.clocks;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.obligations.Obligation;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.ServerClock;

/** What capabilities above may know of the duties of an incident, and say of them. */
public final class DutyDoor {
  private final IncidentDoor door;
  private final IncidentDuties duties;
  private final ServerClock clock;

  DutyDoor(IncidentDoor door, IncidentDuties duties, ServerClock clock) {
    this.door = door;
    this.duties = duties;
    this.clock = clock;
  }

  /**
   * A duty as it is now.
   *
   * @param outcome in words: required, for counsel to decide …
   * @param by its deadline; null without one
   * @param content what its notice must hold, in words
   * @param decision what was decided; null for nothing
   * @param reason why, in the words of whoever decided; null without a decision
   * @param met when it was met; null while it is not
   */
  public record Known(
      Obligation obligation,
      String outcome,
      @Nullable Instant by,
      List<String> content,
      @Nullable String decision,
      @Nullable String reason,
      @Nullable Instant met) {
    public Known {
      content = List.copyOf(content);
    }

    /** Whether it may have to be met, or somebody said something of it. */
    public boolean matters() {
      return outcome.equals("required")
          || outcome.equals("for counsel to decide")
          || decision != null
          || met != null;
    }
  }

  public List<Known> all(IncidentDoor.Seen seen) {
    return duties.look(seen, Map.of(), clock.now()).duties().stream().map(this::known).toList();
  }

  /**
   * @throws StoplogException PAGE_UNKNOWN when it does not reach anybody of the incident
   */
  public Known find(IncidentDoor.Seen seen, String duty) {
    return known(timed(seen, duty));
  }

  private IncidentDuties.Timed timed(IncidentDoor.Seen seen, String duty) {
    return duties.look(seen, Map.of(), clock.now()).find(duty);
  }

  private Known known(IncidentDuties.Timed one) {
    DutyActs.Said decision = one.standing().decision();
    DutyActs.Said met = one.standing().met();
    return new Known(
        one.duty().obligation(),
        DutyWords.outcome(one.duty().outcome()),
        one.due().by(),
        DutyWords.content(one.duty().obligation()),
        decision == null ? null : decision.kind().words(),
        decision == null ? null : decision.words(),
        met == null ? null : met.met());
  }

  /**
   * Says that a duty was met, in the act that did it; the caller records the act.
   *
   * @param words by what it was met
   */
  public void met(IncidentDoor.Changing change, String duty, Instant at, String words) {
    UUID id = change.seen().id();
    Instant now = clock.now();
    new DutyActs(change.act().jdbc(), door)
        .add(
            id,
            duty,
            DutyActs.Kind.MET,
            at,
            words,
            ClocksView.terms(timed(change.seen(), duty)),
            change.by(),
            now);
    new Evaluations(change.act().jdbc()).keep(id, duties.look(change.seen(), Map.of(), now), now);
  }

  /** The page of a duty in an incident. */
  public static String pathOf(UUID incident, String duty) {
    return ClocksView.listOf(incident) + "/of/" + duty;
  }
}
