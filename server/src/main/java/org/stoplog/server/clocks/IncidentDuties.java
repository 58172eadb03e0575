package org.stoplog.server.clocks;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.obligations.Clock;
import org.stoplog.catalog.obligations.Duty;
import org.stoplog.catalog.obligations.Harm;
import org.stoplog.catalog.obligations.Places;
import org.stoplog.catalog.obligations.Situation;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.exposure.ExposureGroups;
import org.stoplog.server.incidents.IncidentDoor;

/**
 * What each duty comes to in an incident: from the newest exposure, what the company is, what was
 * answered and the recorded times. Worked out anew at each look, so that nothing is out of date.
 */
final class IncidentDuties {
  private final IncidentDoor door;
  private final Suspensions suspensions;
  private final Rules rules;

  IncidentDuties(IncidentDoor door, Suspensions suspensions, Rules rules) {
    this.door = door;
    this.suspensions = suspensions;
    this.rules = rules;
  }

  /**
   * A duty, and by when.
   *
   * @param standing what was decided, and whether it was met
   * @param held what holds it back, in words; null for nothing
   * @param whose words for whose rule it is; null for one of ours
   */
  record Timed(
      Duty duty,
      Deadlines.Due due,
      DutyActs.Standing standing,
      @Nullable String held,
      @Nullable String whose) {
    String id() {
      return duty.obligation().id();
    }

    boolean isMet() {
      return standing.met() != null;
    }

    /** Whether somebody decided that nobody is told by it. */
    boolean isDropped() {
      return standing.decision() != null && standing.decision().kind() == DutyActs.Kind.NOT;
    }

    /** Whether its clock matters: it may have to be met, and was not. */
    boolean isOpen() {
      boolean mayBind =
          duty.outcome() == Duty.Outcome.REQUIRED || duty.outcome() == Duty.Outcome.COUNSEL;
      return mayBind && !isMet() && !isDropped();
    }
  }

  /**
   * All of it.
   *
   * @param profile empty while nobody said what the company is
   * @param isCounted whether the newest exposure was counted by place and data
   * @param starts when what clocks run from happened
   * @param duties by deadline, the earliest first; those without one last
   * @param contradictions of the times, in words
   * @param inputs what it was worked out from, by ids and numbers of ours
   */
  record Look(
      Optional<ProfileRows.Kept> profile,
      boolean isCounted,
      long people,
      Map<Clock.Start, Instant> starts,
      List<Answers.Answer> answers,
      List<DutyActs.Said> said,
      List<Timed> duties,
      List<String> contradictions,
      Map<String, String> inputs) {
    /**
     * @throws StoplogException PAGE_UNKNOWN for a duty that reaches nobody of the incident
     */
    Timed find(String duty) {
      return duties.stream()
          .filter(one -> one.id().equals(duty))
          .findFirst()
          .orElseThrow(
              () ->
                  new StoplogException(
                      Problem.PAGE_UNKNOWN,
                      "This duty does not reach anybody of this incident; the catalogue has what"
                          + " there is."));
    }
  }

  /**
   * @param supposed answers that are tried out, and kept nowhere
   * @param now the real time
   */
  Look look(IncidentDoor.Seen seen, Map<String, String> supposed, Instant now) {
    Optional<ProfileRows.Kept> kept = new ProfileRows(seen.jdbc()).last();
    Profile profile = kept.map(ProfileRows.Kept::profile).orElse(Profile.UNSAID);
    List<ExposureGroups.Group> groups = door.groups(seen.jdbc(), seen.id());
    List<Answers.Answer> answers = new Answers(seen.jdbc(), door).all(seen.id());
    Map<String, String> said = new HashMap<>();
    Answers.current(answers).forEach((question, one) -> said.put(question, one.answer()));
    said.putAll(supposed);
    Map<Clock.Start, Instant> starts = starts(seen, answers);
    Instant aware = starts.getOrDefault(Clock.Start.AWARENESS, now);
    Situation situation =
        new Situation(
            profile.roles(),
            profile.establishments(),
            groups.stream().map(IncidentDuties::people).toList(),
            facts(said),
            harm(said.get(Duty.HARM)),
            LocalDate.ofInstant(aware, profile.zone()));
    List<DutyActs.Said> acts = new DutyActs(seen.jdbc(), door).all(seen.id());
    Map<String, DutyActs.Standing> standing = DutyActs.standing(acts);
    Map<String, Instant> met = new HashMap<>();
    standing.forEach(
        (duty, one) -> {
          if (one.met() != null && one.met().met() != null) {
            met.put(duty, one.met().met());
          }
        });
    Deadlines deadlines =
        new Deadlines(rules.all(), new Deadlines.Times(starts, met, profile.zone()));
    List<Suspensions.Suspension> holds = suspensions.of(seen.jdbc(), seen.id());
    Suspending suspending = new Suspending(holds);
    List<Timed> duties = new ArrayList<>();
    for (Duty duty : rules.all().duties(situation)) {
      Suspending.Held held = suspending.of(duty.obligation(), deadlines.of(duty.obligation()));
      duties.add(
          new Timed(
              duty,
              held.due(),
              standing.getOrDefault(duty.obligation().id(), DutyActs.Standing.NOTHING),
              held.held(),
              rules.whose(duty.obligation().id())));
    }
    duties.sort(
        Comparator.comparing(
            (Timed one) -> one.due().by(), Comparator.nullsLast(Comparator.naturalOrder())));
    return new Look(
        kept,
        !groups.isEmpty(),
        groups.stream().mapToLong(ExposureGroups.Group::people).sum(),
        starts,
        answers,
        acts,
        duties,
        Contradictions.of(
            door.clockEvents(seen.jdbc(), seen.id()),
            door.times(seen.jdbc(), seen.id()),
            starts,
            met),
        Map.of(
            "exposure",
            door.exposures(seen.jdbc(), seen.id(), 1).stream()
                .findFirst()
                .map(one -> Long.toString(one.exposure()))
                .orElse("none"),
            "profile",
            kept.map(one -> Integer.toString(one.number())).orElse("none"),
            "answers",
            Integer.toString(answers.size()),
            "acts",
            Integer.toString(acts.size()),
            "holds",
            holds.stream()
                .map(one -> one.number() + " " + one.until())
                .sorted()
                .toList()
                .toString(),
            "starts",
            starts.toString()));
  }

  /** What the directory writes as a country is a place when it is a code; else nobody knows. */
  private static Situation.People people(ExposureGroups.Group group) {
    String place = group.country().strip().toUpperCase(Locale.ROOT);
    return new Situation.People(
        Places.isSound(place) ? place : "", group.elements(), group.people());
  }

  private static Map<String, Boolean> facts(Map<String, String> said) {
    Map<String, Boolean> facts = new HashMap<>();
    said.forEach(
        (question, answer) -> {
          if (answer.equals("yes") || answer.equals("no")) {
            facts.put(question, answer.equals("yes"));
          }
        });
    return facts;
  }

  private static @Nullable Harm harm(@Nullable String word) {
    return switch (word) {
      case "unlikely" -> Harm.UNLIKELY;
      case "some" -> Harm.SOME;
      case "serious" -> Harm.SERIOUS;
      case null, default -> null;
    };
  }

  /**
   * From the times of the incident, and from answers. A discovery that nobody wrote down was no
   * later than the first suspicion, the supplier's word, or awareness.
   */
  private Map<Clock.Start, Instant> starts(IncidentDoor.Seen seen, List<Answers.Answer> answers) {
    Map<Clock.Start, Instant> starts = new EnumMap<>(Clock.Start.class);
    Map<String, Instant> events = door.clockEvents(seen.jdbc(), seen.id());
    events.values().stream()
        .min(Comparator.naturalOrder())
        .ifPresent(first -> starts.put(Clock.Start.DISCOVERY, first));
    Instant aware = events.get("awareness");
    if (aware != null) {
      starts.put(Clock.Start.AWARENESS, aware);
    }
    Answers.current(answers)
        .forEach(
            (question, one) -> {
              if (one.happened() != null) {
                start(question).ifPresent(start -> starts.put(start, one.happened()));
              }
            });
    return starts;
  }

  /**
   * What somebody may say the time of here: awareness is said in the room, acts by meeting them.
   */
  static final List<Clock.Start> ASKED =
      List.of(
          Clock.Start.DISCOVERY,
          Clock.Start.DETERMINATION,
          Clock.Start.PAYMENT,
          Clock.Start.DISCLOSURE_ELSEWHERE,
          Clock.Start.ORDER,
          Clock.Start.FIX_AVAILABLE,
          Clock.Start.INCIDENT_HANDLED,
          Clock.Start.OPERATOR_NOTICE);

  static Optional<Clock.Start> start(String word) {
    return ASKED.stream().filter(one -> one.word().equals(word)).findFirst();
  }
}
