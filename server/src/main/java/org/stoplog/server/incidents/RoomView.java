package org.stoplog.server.incidents;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.exposure.Claim;
import org.stoplog.ledger.exposure.Claim.Polarity;
import org.stoplog.ledger.exposure.Claims;
import org.stoplog.ledger.exposure.Delta;
import org.stoplog.ledger.exposure.Summary;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Colleagues;
import org.stoplog.server.platform.Counts;
import org.stoplog.server.platform.Panel;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Times;
import org.stoplog.server.severance.SupplierStanding;

/** Makes the room's page of what the database holds. */
final class RoomView {
  private static final int EVENTS = 30;
  private static final int BARS = 8;
  private static final int SUSPECTS = 3;

  private final Incidents.Inside inside;
  private final Claims claims;
  private final Caller caller;
  private final Map<UUID, String> names;
  private final List<Colleagues.Colleague> active;
  private final Instant now;
  private final Counts counts;

  RoomView(
      Incidents.Inside inside,
      Claims claims,
      Caller caller,
      Map<UUID, String> names,
      List<Colleagues.Colleague> active,
      Instant now) {
    this.inside = inside;
    this.claims = claims;
    this.caller = caller;
    this.names = names;
    this.active = active;
    this.now = now;
    this.counts = Counts.of(caller);
  }

  /**
   * @param before number that the events of the timeline lie below
   */
  RoomPage page(long before, List<Panel.Shown> panels, @Nullable SupplierStanding standing) {
    Incident incident = inside.incident();
    UUID id = incident.id();
    boolean canWork = inside.member().works() && caller.may(Permission.WORK_ON_INCIDENTS);
    Optional<Scopes.Scope> scope = new Scopes(inside.jdbc(), inside.keys()).latest(id);
    Optional<Exposures.Frozen> frozen = new Exposures(inside.jdbc(), inside.keys()).latest(id);
    List<Timeline.Event> events =
        inside.timeline().before(id, before, EVENTS + 1, inside.member().privileged());
    return new RoomPage(
        incident.path(),
        incident.name(),
        incident.title(),
        incident.state().word(),
        incident.signal().sentence(),
        Times.second(incident.openedAt()),
        incident.version(),
        canWork,
        inside.member().privileged(),
        canWork ? next(scope, frozen) : null,
        standing,
        suspects(),
        frozen.map(one -> number(one, scope)).orElse(null),
        lines(ClaimWords.Standing.KNOWN),
        lines(ClaimWords.Standing.CLAIMED),
        lines(ClaimWords.Standing.DENIED),
        lines(ClaimWords.Standing.OPEN),
        times(),
        tasks(),
        events.stream().limit(EVENTS).map(this::line).toList(),
        events.size() > EVENTS
            ? incident.path() + "?before=" + events.get(EVENTS - 1).seq() + "#timeline"
            : null,
        RoomController.states(),
        people(),
        panels);
  }

  private List<RoomPage.Suspect> suspects() {
    Incident incident = inside.incident();
    Set<String> domains = SupplierDomains.of(inside.jdbc(), incident.supplier());
    return new LetterRows(inside.jdbc(), inside.keys())
        .suspect(incident.id(), SUSPECTS).stream()
            .filter(letter -> MailProof.of(letter, domains).isLoud())
            .map(
                letter ->
                    new RoomPage.Suspect(
                        Letter.path(incident.id(), letter.id()),
                        MailProof.of(letter, domains).sentence()))
            .toList();
  }

  /** What stands first: a number at all, then a number that fits what is known. */
  private RoomPage.@Nullable Next next(
      Optional<Scopes.Scope> scope, Optional<Exposures.Frozen> frozen) {
    String path = inside.incident().path();
    Optional<RoomPage.Next> file = unusedFile();
    if (file.isPresent()) {
      return file.get();
    }
    if (claims.all().isEmpty()) {
      return new RoomPage.Next(
          "Nobody has written down yet what was said. The first claim gives the first number.",
          "Record the first claim",
          path + "/claims/new");
    }
    Set<String> worked = scope.map(Scopes.Scope::claims).orElse(Set.of());
    List<String> waiting =
        claims.all().stream()
            .filter(claim -> claim.polarity() == Polarity.IN && claim.scenario() == null)
            .map(Claim::id)
            .filter(claim -> !worked.contains(claim))
            .toList();
    if (scope.isEmpty()) {
      return new RoomPage.Next(
          "No claim is worked with yet, so there is no number.",
          "Decide the working scope",
          path + "/scope");
    }
    if (frozen.isEmpty() || frozen.get().scope() < scope.get().version()) {
      return new RoomPage.Next(
          "Scope version " + scope.get().version() + " has no number yet.",
          "Compute who is affected",
          path + "/scope");
    }
    Set<String> seen =
        Scopes.inForce(claims, claims.all().stream().map(Claim::id).collect(Collectors.toSet()));
    List<String> open = waiting.stream().filter(seen::contains).toList();
    return open.isEmpty()
        ? null
        : new RoomPage.Next(
            open.size() == 1
                ? "Claim "
                    + open.getFirst()
                    + " is not in the working scope"
                    + (isUnverified(open.getFirst()) ? ": nobody checked its sender." : ".")
                : open.size() + " claims are not in the working scope.",
            "Decide the working scope",
            path + "/scope");
  }

  /** A file that was added or read, and that no claim uses: what came on day 16. */
  private Optional<RoomPage.Next> unusedFile() {
    UUID id = inside.incident().id();
    FileRows rows = new FileRows(inside.jdbc(), inside.keys());
    Set<String> used =
        claims.all().stream()
            .flatMap(claim -> claim.taken().datasets().stream())
            .map(dataset -> String.valueOf(dataset.path().getFileName()))
            .collect(Collectors.toSet());
    List<KeptFile> unused =
        rows.all(id).stream().filter(file -> !used.contains(file.sha256())).toList();
    List<KeptFile.Reading> readings = unused.isEmpty() ? List.of() : rows.readings(id);
    for (KeptFile file : unused) {
      boolean isRead =
          readings.stream()
              .filter(reading -> reading.sha256().equals(file.sha256()))
              .anyMatch(reading -> reading.rows() != null && reading.rows() > 0);
      String path = KeptFile.path(id, file.sha256());
      if (isRead) {
        return Optional.of(
            new RoomPage.Next(
                "\"" + file.name() + "\" was read, and no claim uses it.",
                "Make a claim from it",
                path));
      }
      if (file.guess() != null) {
        return Optional.of(
            new RoomPage.Next(
                "\"" + file.name() + "\" was added and not read to its end yet.",
                "Look how it is read",
                path));
      }
    }
    return Optional.empty();
  }

  private boolean isUnverified(String id) {
    return claims.all().stream()
        .anyMatch(claim -> claim.id().equals(id) && ClaimWords.isUnverified(claim));
  }

  private RoomPage.Number number(Exposures.Frozen frozen, Optional<Scopes.Scope> scope) {
    ScopeNumbers numbers = frozen.numbers();
    Summary summary = numbers.summary();
    Delta delta = numbers.delta();
    // Of record: what a grant allows may never have been sent.
    long sure = Math.max(summary.inFile(), Math.max(summary.seen(), summary.held()));
    boolean isOneNumber = sure >= summary.people();
    boolean isDerived =
        scope.filter(one -> one.version() == frozen.scope()).filter(this::isDerived).isPresent();
    return new RoomPage.Number(
        isDerived
            ? "up to " + counts.text(summary.people())
            : isOneNumber
                ? counts.text(summary.people())
                : counts.text(sure) + " to " + counts.text(summary.people()),
        isDerived
            ? "people possibly affected: a credential could read of them, and nobody saw that it did;"
                + " scope version "
                + frozen.scope()
            : isOneNumber
                ? "people affected, scope version " + frozen.scope()
                : "people affected, from what is on record to what is only claimed or granted; scope"
                    + " version "
                    + frozen.scope(),
        counts.areSmallShown() ? numbers.sureness() : "",
        scope.isPresent() && scope.get().version() > frozen.scope(),
        inside.incident().path() + "/exposures/" + frozen.exposure(),
        Times.second(frozen.at()),
        parts(summary),
        counts.areSmallShown() ? numbers.alarms() : List.of(),
        bars(
            numbers.tallies().elements(),
            parts -> Math.max(Math.max(parts.inFile(), parts.seen()), parts.held())),
        bars(numbers.tallies().countries(), Long::longValue),
        delta == null
            ? null
            : new RoomPage.DeltaLine(
                counts.text(delta.newlyIn()),
                counts.text(delta.newlyOut()),
                counts.text(delta.elementsAdded()),
                counts.text(delta.unchanged())));
  }

  /** Whether all that is worked with says what could be read, and nothing what was taken. */
  private boolean isDerived(Scopes.Scope scope) {
    return claims.all().stream()
        .filter(claim -> scope.claims().contains(claim.id()))
        .allMatch(Claim::isDerived);
  }

  private List<RoomPage.Part> parts(Summary summary) {
    List<RoomPage.Part> parts = new ArrayList<>();
    parts.add(part("in the supplier's files", summary.inFile(), "named there"));
    parts.add(part("seen", summary.seen(), "of whom we recorded that something was sent"));
    parts.add(
        part(
            "of these, possibly",
            summary.seenPossible(),
            "at the edge of a period, or only in reach of a credential"));
    parts.add(part("held", summary.held(), "in the supplier's own export"));
    parts.add(part("declared", summary.declared(), "of whom a grant allows it"));
    parts.add(part("ambiguous", summary.ambiguous(), "may be meant; told only by decision"));
    parts.add(part("unknown rows", summary.unknownRows(), "in files, of nobody in the directory"));
    parts.add(part("unknown identifiers", summary.subjects(), "in the ledger, of nobody known"));
    return parts.stream().filter(part -> !part.people().equals("0")).toList();
  }

  private RoomPage.Part part(String name, long people, String means) {
    return new RoomPage.Part(name, counts.text(people), means);
  }

  /** The longest ones; their lengths are shares of the longest. */
  private <T> List<RoomPage.Bar> bars(Map<String, T> all, ToLongFunction<T> size) {
    long longest = all.values().stream().mapToLong(size).max().orElse(0);
    return all.entrySet().stream()
        .filter(one -> size.applyAsLong(one.getValue()) > 0)
        .sorted(
            Comparator.<Map.Entry<String, T>>comparingLong(one -> size.applyAsLong(one.getValue()))
                .reversed()
                .thenComparing(Map.Entry::getKey))
        .limit(BARS)
        .map(
            one ->
                new RoomPage.Bar(
                    one.getKey(),
                    counts.text(size.applyAsLong(one.getValue())),
                    (int) (size.applyAsLong(one.getValue()) * 100 / longest)))
        .toList();
  }

  private List<RoomPage.ClaimLine> lines(ClaimWords.Standing standing) {
    return claims.all().reversed().stream()
        .filter(claim -> ClaimWords.standing(claim) == standing)
        .map(
            claim ->
                new RoomPage.ClaimLine(
                    inside.incident().path() + "/claims/" + claim.id(),
                    claim.id(),
                    ClaimWords.says(claim),
                    ClaimWords.source(claim),
                    ClaimWords.isUnverified(claim),
                    ClaimWords.received(claim)))
        .toList();
  }

  private List<RoomPage.TimeLine> times() {
    List<SaidTimes.Said> all =
        new SaidTimes(inside.jdbc(), inside.keys()).current(inside.incident().id());
    List<RoomPage.TimeLine> lines = new ArrayList<>();
    for (TimeKind kind : TimeKind.values()) {
      List<SaidTimes.Said> own = all.stream().filter(said -> said.kind() == kind).toList();
      List<SaidTimes.Said> dated = own.stream().filter(said -> said.first() != null).toList();
      lines.add(
          new RoomPage.TimeLine(
              inside.incident().path() + "/times/" + kind.slug(),
              kind.title(),
              own.stream().map(said -> new RoomPage.Said(said.source(), reading(said))).toList(),
              isInConflict(dated)));
    }
    return lines;
  }

  /** Whether two sources cannot both be right. */
  private static boolean isInConflict(List<SaidTimes.Said> said) {
    for (SaidTimes.Said one : said) {
      for (SaidTimes.Said other : said) {
        if (one.last() != null && other.first() != null && !one.last().isAfter(other.first())) {
          return true;
        }
      }
    }
    return false;
  }

  private static String reading(SaidTimes.Said said) {
    return said.first() == null ? "unknown" : said.said();
  }

  private List<RoomPage.TaskLine> tasks() {
    return new Tasks(inside.jdbc(), inside.keys())
        .all(inside.incident().id()).stream()
            .map(
                task ->
                    new RoomPage.TaskLine(
                        inside.incident().path() + "/tasks/" + task.id(),
                        task.title(),
                        task.owner() == null
                            ? "nobody yet"
                            : names.getOrDefault(task.owner(), "unknown"),
                        task.due() == null ? "no time" : Times.minute(task.due()),
                        !task.isDone() && task.due() != null && task.due().isBefore(now),
                        task.isDone()))
            .toList();
  }

  private RoomPage.EventLine line(Timeline.Event event) {
    return new RoomPage.EventLine(
        Times.second(event.at()),
        event.actor() == null ? "program" : names.getOrDefault(event.actor(), "unknown"),
        EventWords.of(event.kind(), event.ref()),
        event.text(),
        event.privileged());
  }

  private List<RoomPage.Person> people() {
    Set<UUID> members =
        new IncidentRows(inside.jdbc())
            .members(inside.incident().id()).stream()
                .map(Member::account)
                .collect(Collectors.toSet());
    return active.stream()
        .filter(one -> members.contains(one.id()))
        .map(one -> new RoomPage.Person(one.id().toString(), one.name()))
        .toList();
  }
}
