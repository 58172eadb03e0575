package org.stoplog.server.notices;

import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.Numbers;
import org.stoplog.server.accounts.Approvable;
import org.stoplog.server.accounts.Approval;
import org.stoplog.server.accounts.Approvals;
import org.stoplog.server.accounts.ContentHash;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.ServerClock;

/**
 * Marking the people of a wave as told by somebody else. We send them nothing then: the index that
 * lets nobody be told twice holds them for the other one.
 */
final class Delegating implements Approvable {
  static final String ACT = "notice.delegate";

  private final IncidentDoor door;
  private final ServerClock clock;
  private final WaveEnd end;

  Delegating(IncidentDoor door, ServerClock clock, WaveEnd end) {
    this.door = door;
    this.clock = clock;
    this.end = end;
  }

  private record Bound(
      Notice notice, Wave wave, RouteFacts route, Tally tally, Delegation delegation) {
    ContentHash hash() {
      Map<String, Object> content = new LinkedHashMap<>();
      content.put("act", ACT);
      content.put("wave", wave.id().toString());
      content.put("text", notice.content().hash().hex());
      content.put("audience", wave.audience());
      content.put("teller", delegation.teller().word());
      content.put("words", delegation.words());
      content.put("since", delegation.since().toString());
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
    Optional<Delegation> delegation = Delegation.find(jdbc, door, wave);
    if (wave.state() != Wave.State.READY
        || wave.terms().drill()
        || route.isEmpty()
        || delegation.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Bound(notice, wave, route.get(), Tally.of(jdbc, id), delegation.get()));
  }

  Optional<Approvals.Request> request(JdbcClient jdbc, UUID wave, UUID asker) {
    return bound(jdbc, wave)
        .map(
            bound -> {
              Set<UUID> editors = new HashSet<>(Set.of(bound.wave().createdBy()));
              editors.add(bound.delegation().askedBy());
              return new Approvals.Request(
                  asker,
                  ACT,
                  NoticeSending.target(bound.wave()),
                  "Leave telling "
                      + Numbers.grouped(bound.tally().people())
                      + " people of wave "
                      + bound.wave().name()
                      + " to "
                      + bound.delegation().teller().words(),
                  List.of(
                      new Approval.Fact(
                          "Wave, with who tells them and how we know",
                          bound.wave().name(),
                          bound.wave().path()),
                      Approval.Fact.of("People", Numbers.grouped(bound.tally().people())),
                      Approval.Fact.of("Told since", bound.delegation().since().toString()),
                      Approval.Fact.of(
                          "When approved", "we send them nothing, and no later wave tells them"),
                      Approval.Fact.of(
                          "To undo it", "another notice has to tell them; this one cannot")),
                  List.of(),
                  editors);
            });
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
    return door.isWorking(jdbc, NoticeSending.incidentOf(target), account);
  }

  @Override
  public Optional<ContentHash> current(JdbcClient jdbc, String target) {
    return bound(jdbc, NoticeSending.waveOf(target)).map(Bound::hash);
  }

  @Override
  public Done execute(Act act, Approval approval) {
    JdbcClient jdbc = act.jdbc();
    Bound bound = bound(jdbc, NoticeSending.waveOf(approval.target())).orElseThrow();
    Wave wave = bound.wave();
    UUID by = Caller.signedIn().account();
    WaveRows rows = new WaveRows(jdbc);
    rows.start(
        wave.id(),
        door.seal(wave.incident(), bound.notice().content().bytes()),
        bound.notice().content().hash().hex(),
        bound.route().hash().hex(),
        by,
        clock.realNow());
    // Whoever has no address with us may have one with them.
    int people =
        jdbc.sql("update notice_recipient set state = 'delegated', lead = null where wave = :wave")
            .param("wave", wave.id())
            .update();
    jdbc.sql(
            """
            update notice_delegation set approved_by = :by, approved_at = :at where wave = :wave
            """)
        .param("by", by)
        .param("at", clock.realNow().atOffset(ZoneOffset.UTC))
        .param("wave", wave.id())
        .update();
    end.close(act, rows.lock(wave.id()).orElseThrow());
    door.tell(jdbc, wave.incident(), by, "notice.wave-delegated", wave.name());
    return new Done(
        "notice.wave-delegated",
        Map.of(
            "incident", wave.incident().toString(),
            "wave", wave.id().toString(),
            "teller", bound.delegation().teller().word(),
            "since", bound.delegation().since().toString(),
            "people", people,
            "audience", String.valueOf(wave.audience())),
        wave.path());
  }

  @Override
  public String pathOf(String target) {
    return Wave.pathOf(NoticeSending.incidentOf(target), NoticeSending.waveOf(target));
  }
}
