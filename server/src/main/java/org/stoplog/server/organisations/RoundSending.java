package org.stoplog.server.organisations;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Numbers;
import org.stoplog.server.accounts.Approvable;
import org.stoplog.server.accounts.Approval;
import org.stoplog.server.accounts.Approvals;
import org.stoplog.server.accounts.ContentHash;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.notices.Holds;
import org.stoplog.server.notices.RouteFacts;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.PublicDoor;
import org.stoplog.server.platform.ServerClock;

/** Telling organisations: what is approved is this text, these lists, over this route. */
final class RoundSending implements Approvable {
  static final String ACT = "organisations.tell";

  private final IncidentDoor door;
  private final PublicDoor world;
  private final ServerClock clock;
  private final RoundWatch watch;

  RoundSending(IncidentDoor door, PublicDoor world, ServerClock clock, RoundWatch watch) {
    this.door = door;
    this.world = world;
    this.clock = clock;
    this.watch = watch;
  }

  private record Bound(Round round, RouteFacts route, List<Target> targets, ContentHash hash) {}

  private Optional<Bound> bound(JdbcClient jdbc, UUID id) {
    RoundRows rows = new RoundRows(jdbc, door);
    Optional<Round> found = rows.find(id);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    door.lock(jdbc, found.get().incident());
    Round round = rows.lock(id).orElseThrow();
    Optional<RouteFacts> route = RouteFacts.locked(jdbc, round.route());
    if (round.state() != Round.State.READY || route.isEmpty()) {
      return Optional.empty();
    }
    List<Target> targets = Target.of(jdbc, id);
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("act", ACT);
    content.put("round", id.toString());
    content.put("text", round.letter().hash().hex());
    content.put("exposure_sha256", round.sha256());
    content.put("possible", round.possible());
    content.put("days", round.days());
    content.put("lists", round.lists());
    content.put("route", route.get().hash().hex());
    content.put("drill", round.drill());
    content.put("base", base());
    // A contact that is taken away or entered anew is another one.
    content.put(
        "contacts",
        targets.stream()
            .map(one -> one.organisation() + " " + one.contact() + " " + one.second())
            .toList());
    return Optional.of(new Bound(round, route.get(), targets, ContentHash.of(content)));
  }

  /** What the world calls us; empty while the door is closed. */
  String base() {
    return world.origin() == null ? "" : world.origin().base();
  }

  Optional<Approvals.Request> request(JdbcClient jdbc, UUID round, UUID asker) {
    return bound(jdbc, round).map(bound -> request(bound, asker));
  }

  private Approvals.Request request(Bound bound, UUID asker) {
    Round round = bound.round();
    long told = bound.targets().stream().filter(one -> one.obstacle() == null).count();
    long codes = bound.targets().stream().filter(Target::needsCode).count();
    List<Approval.Fact> facts = new ArrayList<>();
    facts.add(
        new Approval.Fact("Round, with each organisation", "" + round.number(), round.path()));
    facts.add(Approval.Fact.of("Organisations told by it", Numbers.grouped(told)));
    facts.add(
        Approval.Fact.of("Not told: no contact", Numbers.grouped(bound.targets().size() - told)));
    facts.add(
        Approval.Fact.of(
            "With a code to a second contact",
            codes + ", since the first has a mailbox at the breached supplier"));
    facts.add(
        Approval.Fact.of(
            "Whose people are in the lists",
            round.possible() ? "confirmed and possibly affected" : "confirmed"));
    facts.add(Approval.Fact.of("Exposure", round.exposure() + ", SHA-256 " + round.sha256()));
    facts.add(Approval.Fact.of("Lists, SHA-256", String.valueOf(round.lists())));
    facts.add(Approval.Fact.of("Route", bound.route().text()));
    facts.add(
        Approval.Fact.of(
            "Links", base() + Links.PATH + "…, each works once, for " + round.days() + " days"));
    facts.add(
        Approval.Fact.of(
            "To undo it", "a link can be ended; what was taken cannot be called back"));
    List<String> lines = new ArrayList<>();
    lines.add("Subject: " + round.letter().subject());
    lines.addAll(round.letter().body().lines().toList());
    return new Approvals.Request(
        asker,
        ACT,
        target(round),
        (round.drill() ? "Rehearse telling " : "Tell ")
            + Numbers.grouped(told)
            + " organisations whose people are affected",
        facts,
        lines,
        Set.of(round.createdBy()));
  }

  @Override
  public String act() {
    return ACT;
  }

  @Override
  public Permission approve() {
    return Permission.WORK_ON_INCIDENTS;
  }

  @Override
  public boolean mayDecide(JdbcClient jdbc, UUID account, String target) {
    return door.isWorking(jdbc, UUID.fromString(target.substring(0, target.indexOf('/'))), account);
  }

  @Override
  public Optional<ContentHash> current(JdbcClient jdbc, String target) {
    return bound(jdbc, roundOf(target)).map(Bound::hash);
  }

  @Override
  public Done execute(Act act, Approval approval) {
    Bound bound = bound(act.jdbc(), roundOf(approval.target())).orElseThrow();
    Round round = bound.round();
    UUID approver = Caller.signedIn().account();
    if (bound.route().isOf(door.find(act.jdbc(), round.incident()).company())) {
      throw new StoplogException(Problem.REQUEST_INVALID, RouteFacts.OF_SUPPLIER);
    }
    if (!round.drill()) {
      new Holds(act.jdbc(), door)
          .require(round.incident(), Holds.What.ORGANISATIONS, clock.realNow());
    }
    new RoundRows(act.jdbc(), door)
        .start(round.id(), bound.route().hash().hex(), approver, clock.realNow());
    door.tell(act.jdbc(), round.incident(), approver, "organisations.started", "" + round.number());
    act.afterwards(watch::wake);
    return new Done(
        "organisations.round-started",
        Map.of(
            "incident", round.incident().toString(),
            "round", round.id().toString(),
            "organisations", bound.targets().size(),
            "drill", round.drill(),
            "lists", String.valueOf(round.lists())),
        round.path());
  }

  @Override
  public String pathOf(String target) {
    return Round.pathOf(UUID.fromString(target.substring(0, target.indexOf('/'))), roundOf(target));
  }

  static String target(Round round) {
    return round.incident() + "/" + round.id();
  }

  private static UUID roundOf(String target) {
    return UUID.fromString(target.substring(target.indexOf('/') + 1));
  }
}
