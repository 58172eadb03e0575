package org.stoplog.server.clocks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.obligations.Clock;
import org.stoplog.catalog.obligations.Duty;
import org.stoplog.catalog.obligations.Obligation;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Counts;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Times;

/** Makes the pages of the duties of an incident. */
final class ClocksView {
  private static final int WIDTH = 1_000;
  private static final int ROWS = 6;
  private static final int MOST_MARKS = 24;
  private static final List<String> YES_OR_NO = List.of("yes", "no", "unknown");
  private static final List<String> DEGREES = List.of("unlikely", "some", "serious", "unknown");

  private final IncidentDoor.Seen seen;
  private final IncidentDuties.Look look;
  private final Counts counts;
  private final Map<UUID, String> names;
  private final Instant now;
  private final boolean canWork;

  ClocksView(
      IncidentDoor.Seen seen,
      IncidentDuties.Look look,
      Caller caller,
      Map<UUID, String> names,
      Instant now) {
    this.seen = seen;
    this.look = look;
    // A law of the Union counts the people of its states together.
    this.counts =
        Counts.of(caller).among(look.duties().stream().mapToLong(one -> one.duty().people()));
    this.names = names;
    this.now = now;
    this.canWork = seen.works() && caller.may(Permission.WORK_ON_INCIDENTS);
  }

  static String listOf(UUID incident) {
    return "/incidents/" + incident + "/clocks";
  }

  private String pathOf(IncidentDuties.Timed one) {
    return listOf(seen.id()) + "/of/" + one.id();
  }

  /**
   * @param before what it comes to without the supposition; null when nothing is supposed
   * @param supposed in words; null for nothing
   */
  ClocksPage page(
      IncidentDuties.@Nullable Look before,
      @Nullable String supposed,
      List<Contracts.Clause> contracts,
      List<Promised.Kept> promised,
      @Nullable String error,
      ClocksPage.Typed typed) {
    List<IncidentDuties.Timed> open =
        look.duties().stream().filter(IncidentDuties.Timed::isOpen).toList();
    List<IncidentDuties.Timed> required =
        open.stream().filter(one -> one.duty().outcome() == Duty.Outcome.REQUIRED).toList();
    return new ClocksPage(
        seen.path(),
        seen.name(),
        listOf(seen.id()),
        required.size()
            + " required and "
            + (open.size() - required.size())
            + " for counsel to decide are open. Facts, not legal advice.",
        open.stream()
            .filter(one -> one.due().by() != null)
            .findFirst()
            .map(this::line)
            .orElse(null),
        warnings(),
        canWork,
        sections(required, open),
        Arrays.stream(Obligation.Tells.values()).map(DutyWords::words).toList(),
        matrix(),
        marks(open),
        questions(),
        look.answers().stream().map(this::said).toList(),
        IncidentDuties.ASKED.stream()
            .map(one -> new ClocksPage.Choice(one.word(), one.word().replace('-', ' ')))
            .toList(),
        supposed,
        before == null ? List.of() : moved(before),
        contracts.stream().map(this::contract).toList(),
        promised.stream()
            .map(one -> new ClocksPage.Promise(one.says(), one.verdict(), one.isBroken()))
            .toList(),
        error,
        typed);
  }

  private ClocksPage.Contract contract(Contracts.Clause one) {
    Instant by = one.by();
    return new ClocksPage.Contract(
        one.organisation(),
        one.hours() + " h after " + one.words(),
        by == null
            ? "no time is recorded for it"
            : Times.second(by)
                + (by.isBefore(now)
                    ? ", over for " + words(Duration.between(by, now))
                    : ", in " + words(Duration.between(now, by))));
  }

  private List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (!look.isCounted()) {
      warnings.add(
          "No exposure of this incident is counted by place and data yet, so that no law is found by"
              + " where people live. Work out an exposure first.");
    }
    if (look.profile().isEmpty()) {
      warnings.add("Nobody said what the company is and where it is established.");
    }
    if (!look.starts().containsKey(Clock.Start.AWARENESS)) {
      warnings.add(
          "Nobody decided when we became aware: clocks that run from it wait. It is a time of the"
              + " incident.");
    }
    look.contradictions().forEach(one -> warnings.add("which time is right. " + one));
    return warnings;
  }

  private List<ClocksPage.Section> sections(
      List<IncidentDuties.Timed> required, List<IncidentDuties.Timed> open) {
    List<IncidentDuties.Timed> all = look.duties();
    return List.of(
        section("Required", false, required),
        section(
            "For counsel to decide",
            false,
            open.stream().filter(one -> one.duty().outcome() == Duty.Outcome.COUNSEL).toList()),
        section("Met", false, all.stream().filter(IncidentDuties.Timed::isMet).toList()),
        section(
            "Decided: nobody is told",
            false,
            all.stream().filter(one -> one.isDropped() && !one.isMet()).toList()),
        section("Voluntary", true, outcome(all, Duty.Outcome.VOLUNTARY)),
        section("Not required", true, outcome(all, Duty.Outcome.NOT_REQUIRED)));
  }

  private static List<IncidentDuties.Timed> outcome(
      List<IncidentDuties.Timed> all, Duty.Outcome outcome) {
    return all.stream()
        .filter(one -> one.duty().outcome() == outcome && !one.isMet() && !one.isDropped())
        .toList();
  }

  private ClocksPage.Section section(
      String title, boolean isFolded, List<IncidentDuties.Timed> duties) {
    return new ClocksPage.Section(title, isFolded, duties.stream().map(this::line).toList());
  }

  private ClocksPage.Line line(IncidentDuties.Timed one) {
    Obligation obligation = one.duty().obligation();
    Instant by = one.due().by();
    return new ClocksPage.Line(
        pathOf(one),
        obligation.recipient(),
        obligation.jurisdiction(),
        obligation.law(),
        by(one),
        left(one),
        one.isOpen() && by != null && by.isBefore(now),
        counts.text(one.duty().people()),
        obligation.isVerified());
  }

  private static String by(IncidentDuties.Timed one) {
    Instant by = one.due().by();
    return by == null
        ? one.due().why()
        : Times.second(by) + (one.due().isProvisional() ? ", provisional" : "");
  }

  /** How long it is yet, or whether it was met. */
  private String left(IncidentDuties.Timed one) {
    Instant by = one.due().by();
    DutyActs.Said met = one.standing().met();
    if (met != null && met.met() != null) {
      return by == null
          ? "met " + Times.second(met.met())
          : met.met().isBefore(by)
              ? "met in time, " + Times.second(met.met())
              : "met " + words(Duration.between(by, met.met())) + " late";
    }
    if (by == null) {
      return "";
    }
    return by.isBefore(now)
        ? (one.isOpen() ? "missed by " : "over for ") + words(Duration.between(by, now))
        : "in " + words(Duration.between(now, by));
  }

  static String words(Duration time) {
    long days = time.toDays();
    if (days > 0) {
      return days + " d " + time.toHoursPart() + " h";
    }
    return time.toHours() > 0
        ? time.toHours() + " h " + time.toMinutesPart() + " min"
        : Math.max(0, time.toMinutes()) + " min";
  }

  /** Places in which something may have to be done, and for whom. */
  private List<ClocksPage.Row> matrix() {
    Map<String, Map<Obligation.Tells, int[]>> cells = new TreeMap<>();
    for (IncidentDuties.Timed one : look.duties()) {
      int kind = one.duty().outcome().ordinal();
      if (kind <= Duty.Outcome.COUNSEL.ordinal()) {
        cells.computeIfAbsent(one.duty().obligation().jurisdiction(), _ -> new HashMap<>())
            .computeIfAbsent(one.duty().obligation().tells(), _ -> new int[2])[kind]++;
      }
    }
    return cells.entrySet().stream()
        .map(
            place ->
                new ClocksPage.Row(
                    place.getKey(),
                    Arrays.stream(Obligation.Tells.values())
                        .map(tells -> cell(place.getValue().get(tells)))
                        .toList()))
        .toList();
  }

  private static String cell(int @Nullable [] found) {
    if (found == null) {
      return "";
    }
    String required = found[0] == 0 ? "" : found[0] + " required";
    String counsel = found[1] == 0 ? "" : found[1] + " for counsel";
    return required + (required.isEmpty() || counsel.isEmpty() ? "" : ", ") + counsel;
  }

  /** The next deadlines on a line of time, with this moment on it. */
  private List<ClocksPage.Mark> marks(List<IncidentDuties.Timed> open) {
    Map<Instant, List<IncidentDuties.Timed>> byTime = new TreeMap<>();
    open.stream()
        .filter(one -> one.due().by() != null)
        .forEach(one -> byTime.computeIfAbsent(one.due().by(), _ -> new ArrayList<>()).add(one));
    if (byTime.isEmpty()) {
      return List.of();
    }
    List<Instant> times = byTime.keySet().stream().limit(MOST_MARKS).toList();
    Instant first = look.starts().values().stream().min(Comparator.naturalOrder()).orElse(now);
    long from =
        Math.min(
            Math.min(first.toEpochMilli(), now.toEpochMilli()), times.getFirst().toEpochMilli());
    long to = Math.max(now.toEpochMilli(), times.getLast().toEpochMilli());
    long span = Math.max(1, to - from);
    List<ClocksPage.Mark> marks = new ArrayList<>();
    marks.add(new ClocksPage.Mark(x(now.toEpochMilli() - from, span), 0, "now", null, true, false));
    int row = 0;
    for (Instant time : times) {
      List<IncidentDuties.Timed> due = byTime.getOrDefault(time, List.of());
      row = row % ROWS + 1;
      marks.add(
          new ClocksPage.Mark(
              x(time.toEpochMilli() - from, span),
              row,
              due.size() == 1 ? named(due.getFirst()) : due.size() + " duties",
              pathOf(due.getFirst()),
              false,
              time.isBefore(now)));
    }
    return marks;
  }

  /** The recipient, and the place whose law it is: there are people in each. */
  private static String named(IncidentDuties.Timed one) {
    Obligation obligation = one.duty().obligation();
    return obligation.recipient() + " (" + obligation.jurisdiction() + ")";
  }

  private static int x(long since, long span) {
    return (int) (since * WIDTH / span);
  }

  /** What nobody knows, by how many duties hang on it. */
  private List<ClocksPage.Question> questions() {
    Map<String, Integer> wanted = new HashMap<>();
    look.duties().stream()
        .filter(one -> one.duty().outcome() != Duty.Outcome.NOT_REQUIRED)
        .forEach(
            one -> one.duty().wouldChange().forEach(key -> wanted.merge(key, 1, Integer::sum)));
    return wanted.entrySet().stream()
        .sorted(
            Map.Entry.<String, Integer>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .map(
            one ->
                new ClocksPage.Question(
                    one.getKey(),
                    DutyWords.question(one.getKey()),
                    one.getValue(),
                    answersTo(one.getKey())))
        .toList();
  }

  /** Words that answer a question; none for what is answered elsewhere. */
  static List<String> answersTo(String key) {
    return switch (key) {
      case Duty.HARM -> DEGREES;
      case Duty.ELEMENTS, Duty.PLACES -> List.of();
      default -> YES_OR_NO;
    };
  }

  private ClocksPage.Said said(Answers.Answer one) {
    return new ClocksPage.Said(
        DutyWords.question(one.question()),
        one.happened() == null ? one.answer() : Times.second(one.happened()),
        one.reason(),
        who(one.by(), one.at()));
  }

  private String who(UUID by, Instant at) {
    return names.getOrDefault(by, "unknown") + ", " + Times.second(at);
  }

  private List<ClocksPage.Moved> moved(IncidentDuties.Look before) {
    Map<String, IncidentDuties.Timed> was = new LinkedHashMap<>();
    before.duties().forEach(one -> was.put(one.id(), one));
    List<ClocksPage.Moved> moved = new ArrayList<>();
    for (IncidentDuties.Timed one : look.duties()) {
      IncidentDuties.Timed other = was.get(one.id());
      String then = other == null ? "" : DutyWords.outcome(other.duty().outcome());
      String now = DutyWords.outcome(one.duty().outcome());
      if (!then.equals(now)) {
        moved.add(new ClocksPage.Moved(pathOf(one), named(one), then, now));
      }
    }
    return moved;
  }

  /** What a duty comes to, as it is frozen with a decision. */
  static String terms(IncidentDuties.Timed one) {
    Obligation obligation = one.duty().obligation();
    Instant by = one.due().by();
    return String.join(
        "\n",
        "outcome: " + DutyWords.outcome(one.duty().outcome()),
        "by: " + (by == null ? "no moment" : Times.second(by)),
        "counted: " + one.due().why(),
        "within: " + obligation.clock().words(),
        "law: " + obligation.law() + ", " + obligation.citation(),
        "in this form since: " + obligation.from(),
        "checked: " + obligation.checked() + ", " + obligation.confidence(),
        "because: " + String.join("; ", one.duty().because()));
  }

  /**
   * @param acts that may meet it
   */
  ClockPage page(
      IncidentDuties.Timed one, List<DoneActs.Done> acts, @Nullable String error, String typed) {
    Obligation obligation = one.duty().obligation();
    DutyActs.Said decision = one.standing().decision();
    String terms = terms(one);
    return new ClockPage(
        seen.path(),
        seen.name(),
        listOf(seen.id()),
        pathOf(one),
        one.id(),
        DutiesController.pathOf(obligation),
        obligation.recipient(),
        obligation.isVerified(),
        state(one),
        one.due().why(),
        one.held(),
        counts.text(one.duty().people()),
        one.duty().because().stream().map(this::shown).toList(),
        one.duty().wouldChange().stream().map(DutyWords::question).toList(),
        decision == null || decision.terms().equals(terms) ? null : changed(decision, terms),
        look.said().stream()
            .filter(said -> said.duty().equals(one.id()))
            .map(
                said ->
                    new ClockPage.Said(
                        said.kind().words()
                            + (said.met() == null ? "" : ", " + Times.second(said.met())),
                        said.words(),
                        who(said.by(), said.at()),
                        shownTerms(said.terms())))
            .toList(),
        DutyWords.pairs(obligation, one.whose()),
        DutyWords.content(obligation),
        obligation.exemptions(),
        obligation.sources(),
        obligation.tells() == Obligation.Tells.INDIVIDUALS
            ? null
            : seen.path() + "/filings/" + one.id(),
        canWork,
        Arrays.stream(DutyActs.Kind.values())
            .filter(kind -> kind != DutyActs.Kind.NOT_MET || one.isMet())
            .map(kind -> new ClocksPage.Choice(kind.word(), kind.words()))
            .toList(),
        acts.stream()
            .map(
                act ->
                    new ClocksPage.Choice(
                        act.path(), act.words() + ", ended " + Times.second(act.at())))
            .toList(),
        error,
        typed);
  }

  private String state(IncidentDuties.Timed one) {
    String outcome = DutyWords.outcome(one.duty().outcome());
    String left = left(one);
    return Character.toUpperCase(outcome.charAt(0))
        + outcome.substring(1)
        + (one.due().by() == null ? "; " : ", by ")
        + by(one)
        + (left.isEmpty() ? "" : " (" + left + ")");
  }

  /** The lines that are not as they were. */
  private String changed(DutyActs.Said decision, String terms) {
    Set<String> then = Set.copyOf(Arrays.asList(decision.terms().split("\n")));
    return Arrays.stream(terms.split("\n"))
        .filter(line -> !then.contains(line))
        .map(line -> line.startsWith("because: ") ? "what decided it" : line)
        .collect(Collectors.joining("; "));
  }

  private String shownTerms(String terms) {
    return Arrays.stream(terms.split("\n"))
        .filter(line -> counts.areSmallShown() || !line.startsWith("because: "))
        .collect(Collectors.joining("; "));
  }

  /** A count of people stands in it: those who see no small counts see none here. */
  private String shown(String because) {
    return !counts.areSmallShown() && because.matches("[0-9]+( to [0-9]+)? people.*")
        ? "how many people it is"
        : because;
  }
}
