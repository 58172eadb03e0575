package org.stoplog.server.notices;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Numbers;
import org.stoplog.ledger.directory.Codes;
import org.stoplog.ledger.store.CanonicalJson;
import org.stoplog.server.accounts.Approvable;
import org.stoplog.server.accounts.Approval;
import org.stoplog.server.accounts.Approvals;
import org.stoplog.server.accounts.ContentHash;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Works;
import org.stoplog.server.team.TeamWatch;

/** Sending a wave: what is approved is this text, to these people, over this route, so. */
final class NoticeSending implements Approvable {
  static final String ACT = "notice.send";

  /** Hardly anybody has a longer one. */
  private static final String LONG_NAME = "n".repeat(40);

  private final TeamWatch team;
  private final Ledger ledger;
  private final IncidentDoor door;
  private final ServerClock clock;
  private final Works works;

  NoticeSending(Ledger ledger, IncidentDoor door, ServerClock clock, Works works, TeamWatch team) {
    this.team = team;
    this.ledger = ledger;
    this.door = door;
    this.clock = clock;
    this.works = works;
  }

  /** All that is bound, held until the transaction ends. */
  private record Bound(
      Notice notice,
      Wave wave,
      RouteFacts route,
      Tally tally,
      byte[] sealed,
      Map<String, Object> content) {
    ContentHash hash() {
      return ContentHash.of(content);
    }
  }

  private Optional<Bound> bound(JdbcClient jdbc, UUID id) {
    Optional<Wave> found = new WaveRows(jdbc).find(id);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    door.lock(jdbc, found.get().incident());
    Notice notice = new NoticeRows(jdbc, door).lock(found.get().notice()).orElseThrow();
    Wave wave = new WaveRows(jdbc).lock(id).orElseThrow();
    Optional<RouteFacts> route = RouteFacts.locked(jdbc, wave.terms().way());
    if (wave.state() != Wave.State.READY || route.isEmpty()) {
      return Optional.empty();
    }
    Tally tally = Tally.of(jdbc, id);
    List<String> allowed = LinkList.held(jdbc).hosts();
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("act", ACT);
    content.put("wave", id.toString());
    content.put("text", notice.content().hash().hex());
    content.put("link_hosts", hosts(notice.content()).stream().filter(allowed::contains).toList());
    content.put("exposure", wave.terms().exposure());
    content.put("exposure_sha256", wave.terms().sha256());
    content.put("parts", Choice.words(wave.terms().choice().parts()));
    content.put("grades", Choice.words(wave.terms().choice().grades()));
    content.put("whom", wave.terms().choice().whom().word());
    Filter filter = wave.terms().choice().filter();
    content.put("countries", filter.countries().stream().sorted().toList());
    content.put("elements", filter.elements().ordinals());
    content.put("elements_unknown", filter.orUnknown());
    content.put("roles", Choice.words(filter.roles()));
    content.put("bands", Choice.words(filter.bands()));
    content.put("judgement", filter.judgement().number());
    String unaffected = new WaveRows(jdbc).unaffectedReason(wave, door);
    content.put("unaffected", unaffected == null ? "" : unaffected);
    content.put("audience", wave.audience());
    content.put("people", tally.people());
    content.put("copies", tally.copies());
    content.put("route", route.get().hash().hex());
    content.put("channel", wave.terms().way().channel());
    content.put("price", wave.terms().price().parts());
    content.put("currency", wave.terms().price().currency());
    content.put("drill", wave.terms().drill());
    content.put("resends", wave.terms().resends());
    content.put("per_minute", wave.terms().perMinute());
    content.put("domain_per_minute", wave.terms().domainPerMinute());
    content.put("warm_up", wave.terms().warmUp());
    content.put("connections", wave.terms().connections());
    content.put("error_limit", wave.terms().errorLimit());
    return Optional.of(
        new Bound(
            notice,
            wave,
            route.get(),
            tally,
            door.seal(notice.incident(), notice.content().bytes()),
            content));
  }

  private Map<Integer, Codes.Value> codes() {
    return new Codes(ledger.stores()).values();
  }

  /** Hosts that any of its texts links to. */
  private static Set<String> hosts(Content content) {
    Set<String> hosts = new TreeSet<>();
    content.texts().forEach(text -> hosts.addAll(Links.of(content, text).hosts()));
    return hosts;
  }

  /** What a wave was approved with. */
  Content sealed(JdbcClient jdbc, Wave wave) {
    return Content.of(
        door.unseal(wave.incident(), new WaveRows(jdbc).sealed(wave.id()).orElseThrow().content()));
  }

  /**
   * @throws StoplogException REQUEST_INVALID when it links to a host that is not on the list now
   */
  static void requireLinks(JdbcClient jdbc, Content content) {
    Set<String> refused = hosts(content);
    refused.removeAll(LinkList.held(jdbc).hosts());
    if (!refused.isEmpty()) {
      throw new StoplogException(
          Problem.REQUEST_INVALID,
          "Its letters link to " + String.join(", ", refused) + ", which is not allowed any more.");
    }
  }

  /**
   * What to ask for. Empty when the wave is not ready, or its route was removed.
   *
   * @throws StoplogException REQUEST_INVALID when the look over the notice found an error
   */
  Optional<Approvals.Request> request(JdbcClient jdbc, UUID wave, UUID asker) {
    return bound(jdbc, wave).map(bound -> request(jdbc, bound, asker));
  }

  private List<Finding> sound(JdbcClient jdbc, Bound bound) {
    List<Finding> findings =
        Lint.of(bound.notice().content(), new Snapshots(door).of(jdbc, bound.wave()));
    if (findings.stream().anyMatch(Finding::isError)) {
      throw new StoplogException(
          Problem.REQUEST_INVALID,
          "The notice must be changed first. "
              + String.join(
                  ". ",
                  findings.stream().filter(Finding::isError).limit(5).map(Finding::text).toList())
              + ".");
    }
    requireShort(jdbc, bound);
    return findings;
  }

  /** A service would cut it, or send it in many parts. */
  private void requireShort(JdbcClient jdbc, Bound bound) {
    int most = bound.route().longest();
    if (most == 0) {
      return;
    }
    Content content = bound.notice().content();
    Letters letters =
        Letters.of(
            content,
            Suppliers.name(ledger, door.find(jdbc, bound.wave().incident()).supplier()),
            null);
    for (Content.Text text : content.texts()) {
      Letter longest =
          letters.letter(
              new Letter.Reader(
                  LONG_NAME,
                  text.language(),
                  Snapshots.audience(jdbc, bound.wave().id()),
                  Letter.SAMPLE_CODE));
      int length = longest.body().codePointCount(0, longest.body().length());
      if (length > most) {
        throw new StoplogException(
            Problem.REQUEST_INVALID,
            "The text in "
                + text.language()
                + " has up to "
                + length
                + " characters, and the service takes "
                + most
                + ". Write a short notice of its own for it, which says where the whole letter is"
                + " to be had, and leave its blocks out on purpose.");
      }
    }
  }

  private static void look(Content content, List<Finding> findings, List<Approval.Fact> facts) {
    Set<String> names = new TreeSet<>();
    content.texts().forEach(text -> names.addAll(Links.of(content, text).names()));
    facts.add(Approval.Fact.of("Links", orNone(hosts(content))));
    facts.add(Approval.Fact.of("Names of hosts in the text", orNone(names)));
    facts.add(
        Approval.Fact.of(
            "Left out on purpose",
            orNone(content.more().omits().stream().map(Block::meaning).sorted().toList())));
    facts.add(
        Approval.Fact.of(
            "Checked by a native speaker",
            orNone(
                content.texts().stream()
                    .filter(Content.Text::isChecked)
                    .map(Content.Text::language)
                    .toList())));
    facts.add(
        Approval.Fact.of(
            "Found by the look over it",
            findings.isEmpty() ? "nothing" : findings.size() + " to look at, in the first lines"));
  }

  private static String orNone(Collection<String> values) {
    return values.isEmpty() ? "none" : String.join(", ", values);
  }

  private static List<String> lines(JdbcClient jdbc, Bound bound, List<Finding> findings) {
    List<String> lines = new ArrayList<>();
    findings.forEach(finding -> lines.add("Look at: " + finding.text()));
    lines.addAll(bound.notice().content().lines(Snapshots.audience(jdbc, bound.wave().id())));
    return lines;
  }

  private Approvals.Request request(JdbcClient jdbc, Bound bound, UUID asker) {
    Wave wave = bound.wave();
    Wave.Terms terms = wave.terms();
    List<Finding> findings = sound(jdbc, bound);
    List<Approval.Fact> facts = new ArrayList<>();
    facts.add(
        new Approval.Fact(
            "Wave",
            wave.name() + " of the notice " + bound.notice().content().title(),
            wave.path()));
    facts.add(Approval.Fact.of("People told by it", Numbers.grouped(bound.tally().told())));
    facts.add(Approval.Fact.of("Copies", Numbers.grouped(bound.tally().copies())));
    facts.add(
        Approval.Fact.of(
            "Without an address", Numbers.grouped(bound.tally().people() - bound.tally().told())));
    long outside = new WaveRows(jdbc).leftOut(wave.id()).getOrDefault("not-in-directory", 0L);
    if (outside > 0) {
      facts.add(
          new Approval.Fact(
              "Not in our directory, never mailed",
              Numbers.grouped(outside) + "; " + new Outside(jdbc, door).words(wave.incident()),
              OutsideController.pathOf(wave.incident())));
    }
    facts.add(Approval.Fact.of("Exposure", terms.exposure() + ", SHA-256 " + terms.sha256()));
    facts.add(
        Approval.Fact.of(
            "Chosen",
            Choice.words(terms.choice().parts())
                + "; grades "
                + Choice.words(terms.choice().grades())
                + "; "
                + terms.choice().whom().words()));
    List<String> narrowed = terms.choice().filter().words(codes());
    if (!narrowed.isEmpty()) {
      facts.add(Approval.Fact.of("Narrowed to", String.join("; ", narrowed)));
    }
    long wards = WaveRows.wards(jdbc, wave.id());
    if (wards > 0) {
      facts.add(
          Approval.Fact.of(
              "Told through a guardian",
              Numbers.grouped(wards) + "; does the text say that it is about a child?"));
    }
    List<String> hours =
        SendingTime.warnings(clock.realNow(), WaveRows.mostIn(jdbc, wave.id(), codes()));
    facts.add(
        Approval.Fact.of(
            "If it were sent when it was asked for",
            hours.isEmpty() ? "nothing speaks against the hour" : String.join("; ", hours)));
    String unaffected = new WaveRows(jdbc).unaffectedReason(wave, door);
    if (unaffected != null) {
      facts.add(
          new Approval.Fact(
              "These people are not affected",
              "why they are written to is on the page",
              wave.path()));
    }
    facts.add(Approval.Fact.of("Way", bound.route().text()));
    facts.add(Approval.Fact.of("Cost", terms.price().words(bound.tally().copies())));
    facts.add(
        Approval.Fact.of(
            "If a copy is in doubt",
            terms.resends() ? "it is sent again with the same id" : "it is named, not sent again"));
    facts.add(
        Approval.Fact.of(
            "Pace", terms.pace() + "; pauses when " + terms.errorLimit() + " % are refused"));
    facts.add(
        Approval.Fact.of("To undo it", "what is sent cannot be taken back; Stop ends the rest"));
    look(bound.notice().content(), findings, facts);
    // Who chose the audience is an author too.
    Set<UUID> editors = new HashSet<>(new NoticeRows(jdbc, door).editors(bound.notice().id()));
    editors.add(wave.createdBy());
    return new Approvals.Request(
        asker,
        ACT,
        target(wave),
        (terms.drill() ? "Send a drill to " : "Send to ")
            + Numbers.grouped(bound.tally().told())
            + " people: wave "
            + wave.name(),
        facts,
        lines(jdbc, bound, findings),
        editors);
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
    return new WaveRows(jdbc)
        .find(waveOf(target))
        .filter(wave -> door.isWorking(jdbc, wave.incident(), account))
        .isPresent();
  }

  @Override
  public Optional<ContentHash> current(JdbcClient jdbc, String target) {
    return bound(jdbc, waveOf(target)).map(Bound::hash);
  }

  @Override
  public Done execute(Act act, Approval approval) {
    JdbcClient jdbc = act.jdbc();
    Bound bound = bound(jdbc, waveOf(approval.target())).orElseThrow();
    Wave wave = bound.wave();
    UUID approver = Caller.signedIn().account();
    if (bound.route().isOf(door.find(jdbc, wave.incident()).company())) {
      throw new StoplogException(Problem.REQUEST_INVALID, RouteFacts.OF_SUPPLIER);
    }
    if (!wave.terms().drill()) {
      new Holds(jdbc, door).require(wave.incident(), Holds.What.NOTICES, clock.realNow());
    }
    WaveRows rows = new WaveRows(jdbc);
    rows.setApproved(wave.id(), CanonicalJson.write(bound.content()));
    rows.start(
        wave.id(),
        bound.sealed(),
        bound.notice().content().hash().hex(),
        bound.route().hash().hex(),
        approver,
        clock.realNow());
    new NoticeRows(jdbc, door).forgetEditors(bound.notice().id());
    if (wave.terms().way() instanceof Way.Paper) {
      new Parcels(jdbc, wave.id()).plan();
    } else {
      rows.setWork(wave.id(), startWork(works, act, approval.askedBy(), wave));
    }
    if (!wave.terms().drill()) {
      StartMails.plan(jdbc, ledger, door, wave, clock);
      act.afterwards(team::wake);
    }
    door.tell(jdbc, wave.incident(), approver, "notice.wave-started", wave.name());
    return new Done(
        "notice.wave-started",
        Map.of(
            "incident", wave.incident().toString(),
            "wave", wave.id().toString(),
            "people", bound.tally().people(),
            "copies", bound.tally().copies(),
            "drill", wave.terms().drill(),
            "audience", String.valueOf(wave.audience())),
        wave.path());
  }

  static UUID startWork(Works works, Act act, UUID by, Wave wave) {
    return works.start(
        act,
        by,
        WaveWork.KIND,
        "Sending wave " + wave.name(),
        Map.of(AudienceWork.WAVE, wave.id().toString(), WaveWork.PATH, wave.path()));
  }

  @Override
  public String pathOf(String target) {
    return Wave.pathOf(incidentOf(target), waveOf(target));
  }

  /** Incident and wave. */
  static String target(Wave wave) {
    return wave.incident() + "/" + wave.id();
  }

  static UUID incidentOf(String target) {
    return UUID.fromString(target.substring(0, target.indexOf('/')));
  }

  static UUID waveOf(String target) {
    return UUID.fromString(target.substring(target.indexOf('/') + 1));
  }
}
