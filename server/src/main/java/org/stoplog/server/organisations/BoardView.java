package org.stoplog.server.organisations;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.server.accounts.Approval;
import org.stoplog.server.accounts.Approvals;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.mail.MailRoute;
import org.stoplog.server.mail.MailRoutes;
import org.stoplog.server.people.OrganisationDesk;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Counts;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.PublicDoor;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.Works;

/** Makes the pages of rounds from their rows. */
final class BoardView {
  private static final int MOST_EXPOSURES = 20;

  private final IncidentDoor door;
  private final OrganisationDesk desk;
  private final MailRoutes routes;
  private final Approvals approvals;
  private final PublicDoor world;
  private final ServerClock clock;

  BoardView(
      IncidentDoor door,
      OrganisationDesk desk,
      MailRoutes routes,
      Approvals approvals,
      PublicDoor world,
      ServerClock clock) {
    this.door = door;
    this.desk = desk;
    this.routes = routes;
    this.approvals = approvals;
    this.world = world;
    this.clock = clock;
  }

  static boolean canWork(IncidentDoor.Seen seen, Caller caller) {
    return seen.works() && caller.may(Permission.WORK_ON_INCIDENTS);
  }

  static boolean isOpen(Round round) {
    return round.state() != Round.State.DONE && round.state() != Round.State.DISCARDED;
  }

  BoardPage board(
      IncidentDoor.Seen seen,
      Caller caller,
      List<MailRoute> mail,
      RoundForm form,
      @Nullable String error) {
    List<Round> rounds = new RoundRows(seen.jdbc(), door).of(seen.id());
    return new BoardPage(
        seen.path(),
        seen.name(),
        Round.listOf(seen.id()),
        rounds.stream().map(one -> line(seen.jdbc(), one)).toList(),
        canWork(seen, caller),
        rounds.stream().filter(BoardView::isOpen).map(Round::path).findFirst().orElse(null),
        world.isOpen()
            ? null
            : "Organisations take their lists at the public door, which is closed. Whoever runs the"
                + " server opens it at the start, with --public-port.",
        door.exposures(seen.jdbc(), seen.id(), MOST_EXPOSURES).stream()
            .map(
                one ->
                    new BoardPage.Choice(
                        Long.toString(one.exposure()),
                        "Exposure " + one.exposure() + ", frozen " + Times.second(one.at()),
                        Long.toString(one.exposure()).equals(form.exposure())))
            .toList(),
        mail.stream()
            .map(
                one ->
                    new BoardPage.Choice(
                        Integer.toString(one.id()),
                        one.name()
                            + ", from "
                            + one.from()
                            + (one.catcher() ? " (catcher: a drill)" : ""),
                        Integer.toString(one.id()).equals(form.route())))
            .toList(),
        form.typed(),
        RoundLetter.FIELDS.entrySet().stream()
            .map(one -> new BoardPage.Choice(one.getKey(), one.getValue(), false))
            .toList(),
        error);
  }

  private static BoardPage.Line line(JdbcClient jdbc, Round round) {
    List<Target> targets = Target.of(jdbc, round.id());
    return new BoardPage.Line(
        round.path(),
        name(round),
        round.state().words(),
        targets.size()
            + " organisations, "
            + targets.stream().filter(one -> "accepted".equals(one.link())).count()
            + " told, "
            + targets.stream().filter(one -> one.taken() != null).count()
            + " took their list, "
            + targets.stream().filter(one -> one.acknowledged() != null).count()
            + " acknowledged, "
            + targets.stream().mapToLong(Target::open).sum()
            + " questions wait");
  }

  static String name(Round round) {
    return (round.drill() ? "Drill " : "Round ") + round.number();
  }

  RoundPage round(IncidentDoor.Seen seen, Round round, Caller caller) {
    JdbcClient jdbc = seen.jdbc();
    List<Target> targets = Target.of(jdbc, round.id());
    Map<Integer, String> names = desk.names();
    Map<Integer, List<OrganisationDesk.Due>> clauses = desk.clauses();
    Map<String, Instant> events = door.clauseEvents(jdbc, seen.id());
    Counts counts = Counts.of(caller).among(targets.stream().mapToLong(Target::people));
    boolean canWork = canWork(seen, caller);
    Optional<UUID> waiting =
        approvals.waiting(jdbc, RoundSending.ACT, RoundSending.target(round)).map(Approval::id);
    Round.State state = round.state();
    long told = targets.stream().filter(one -> one.obstacle() == null).count();
    List<RoundPage.Line> lines =
        targets.stream()
            .map(
                one ->
                    new RoundPage.Line(
                        round.path() + "/" + one.organisation(),
                        names.getOrDefault(
                            one.organisation(), "organisation " + one.organisation()),
                        counts.text(one.people()),
                        ListDoor.words(one.elements()),
                        due(clauses.getOrDefault(one.organisation(), List.of()), events),
                        one.words() + (one.inDoubt() ? "; perhaps with a second copy" : ""),
                        one.opened() == null ? "no" : Times.second(one.opened()),
                        one.questions() == 0
                            ? "none"
                            : one.open() + " of " + one.questions() + " wait"))
            .sorted(Comparator.comparing(RoundPage.Line::name))
            .toList();
    return new RoundPage(
        seen.path(),
        seen.name(),
        Round.listOf(seen.id()),
        round.path(),
        name(round),
        state.words() + (round.paused() == null ? "" : ": " + paused(round.paused())),
        state == Round.State.COUNTING || state == Round.State.SENDING,
        new RoundPage.Acts(
            canWork && state == Round.State.READY && waiting.isEmpty() && told > 0,
            canWork && (state == Round.State.READY || state == Round.State.COUNTING),
            canWork && state == Round.State.SENDING,
            canWork && state == Round.State.PAUSED && !"restored".equals(round.paused()),
            canWork && state == Round.State.PAUSED),
        waiting.map(id -> "/approvals/" + id).orElse(null),
        round.work() == null || state != Round.State.COUNTING ? null : Works.pathOf(round.work()),
        terms(round),
        List.of(
            new RoundPage.Pair("Organisations", "" + targets.size()),
            new RoundPage.Pair("Not told, for want of a contact", "" + (targets.size() - told)),
            new RoundPage.Pair(
                "Told", "" + targets.stream().filter(one -> "accepted".equals(one.link())).count()),
            new RoundPage.Pair(
                "Took their list",
                "" + targets.stream().filter(one -> one.taken() != null).count()),
            new RoundPage.Pair(
                "Acknowledged",
                "" + targets.stream().filter(one -> one.acknowledged() != null).count()),
            new RoundPage.Pair(
                "Questions that wait", "" + targets.stream().mapToLong(Target::open).sum())),
        lines,
        round.letter().subject(),
        round.letter().body());
  }

  private static String paused(String why) {
    return switch (why) {
      case "stopped" -> "somebody stopped it";
      case "route" -> "the mail server cannot be used";
      case "route-changed" -> "the mail route is not the approved one any more";
      case "hold" -> "notices of the incident are held back at the request of an authority";
      default -> "the record was restored from a backup; what was sent since is not in it";
    };
  }

  private List<RoundPage.Pair> terms(Round round) {
    List<RoundPage.Pair> pairs = new ArrayList<>();
    pairs.add(new RoundPage.Pair("Exposure", Long.toString(round.exposure())));
    pairs.add(
        new RoundPage.Pair(
            "Whose people are in the lists",
            round.possible() ? "confirmed and possibly affected" : "confirmed"));
    pairs.add(
        new RoundPage.Pair(
            "Route",
            routes
                .find(round.route())
                .map(route -> route.name() + ", from " + route.from())
                .orElse("removed")));
    pairs.add(new RoundPage.Pair("A link works", round.days() + " days, once"));
    if (round.startedAt() != null) {
      pairs.add(new RoundPage.Pair("Approved", Times.second(round.startedAt())));
    }
    if (round.lists() != null) {
      pairs.add(new RoundPage.Pair("Lists, SHA-256", round.lists()));
    }
    return pairs;
  }

  /** The clause that is due first; those whose event has no time yet are named after it. */
  private String due(List<OrganisationDesk.Due> clauses, Map<String, Instant> events) {
    Optional<Instant> first =
        clauses.stream()
            .filter(one -> events.containsKey(one.event()))
            .map(
                one ->
                    java.util.Objects.requireNonNull(events.get(one.event()))
                        .plus(Duration.ofHours(one.hours())))
            .min(Comparator.naturalOrder());
    if (first.isPresent()) {
      return (first.get().isBefore(clock.now()) ? "was due " : "due ") + Times.second(first.get());
    }
    return clauses.isEmpty()
        ? "no clause"
        : clauses.getFirst().hours()
            + " h after "
            + clauses.getFirst().words()
            + "; no time is recorded for it";
  }

  TargetPage target(IncidentDoor.Seen seen, Round round, Target one, Caller caller) {
    Counts counts = Counts.of(caller);
    boolean canWork = canWork(seen, caller);
    boolean isSent = round.startedAt() != null && isUsable(round);
    List<RoundPage.Pair> facts = new ArrayList<>();
    facts.add(new RoundPage.Pair("People in its list", counts.text(one.people())));
    facts.add(new RoundPage.Pair("Data", ListDoor.words(one.elements())));
    facts.add(
        new RoundPage.Pair(
            "When it must be told",
            due(
                desk.clauses().getOrDefault(one.organisation(), List.of()),
                door.clauseEvents(seen.jdbc(), seen.id()))));
    time(facts, "Page of the link first called", one.opened());
    time(facts, "List taken", one.taken());
    time(facts, "Acknowledged", one.acknowledged());
    time(facts, "The link works until", one.expires());
    time(facts, "The link was ended", one.revoked());
    facts.add(new RoundPage.Pair("Links so far", "" + one.generation()));
    facts.add(new RoundPage.Pair("Rows of its list, SHA-256", one.listSha256()));
    return new TargetPage(
        seen.path(),
        seen.name(),
        round.path(),
        name(round),
        round.path() + "/" + one.organisation(),
        desk.names().getOrDefault(one.organisation(), "organisation " + one.organisation()),
        one.words(),
        facts,
        canWork && isSent && one.obstacle() == null,
        canWork && one.expires() != null && one.revoked() == null,
        canWork,
        Target.questions(seen.jdbc(), door, seen.id(), round.id(), one.organisation()).stream()
            .map(
                asked ->
                    new TargetPage.Question(
                        asked.id().toString(),
                        Times.second(asked.at()),
                        asked.words(),
                        asked.answered() == null ? "" : Times.second(asked.answered())))
            .toList());
  }

  static boolean isUsable(Round round) {
    return round.state() == Round.State.SENDING || round.state() == Round.State.DONE;
  }

  private static void time(List<RoundPage.Pair> facts, String name, @Nullable Instant time) {
    if (time != null) {
      facts.add(new RoundPage.Pair(name, Times.second(time)));
    }
  }
}
