package org.stoplog.server.notices;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.server.accounts.Approvable;
import org.stoplog.server.accounts.Approval;
import org.stoplog.server.accounts.Approvals;
import org.stoplog.server.accounts.ContentHash;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Times;

/** Confirming that an authority asked to hold telling back: from then on waves stand still. */
final class Holding implements Approvable {
  static final String ACT = "notice.hold";

  private final IncidentDoor door;
  private final ServerClock clock;

  Holding(IncidentDoor door, ServerClock clock) {
    this.door = door;
    this.clock = clock;
  }

  static Approvals.Request request(Hold hold) {
    return new Approvals.Request(
        hold.enteredBy(),
        ACT,
        hold.incident() + "/" + hold.number(),
        "Hold telling back at the request of an authority",
        List.of(
            new Approval.Fact(
                "Authority, reference and reason",
                "on the page of the hold",
                HoldController.pathOf(hold.incident())),
            Approval.Fact.of("What stands still", hold.suspends()),
            Approval.Fact.of("What never does", "telling authorities"),
            Approval.Fact.of("Until", Times.second(hold.until())),
            Approval.Fact.of(
                "When confirmed", "waves that are being sent stop, and none starts or goes on"),
            Approval.Fact.of(
                "To undo it", "a member lifts it with a reason; waves stay stopped until then")),
        List.of(),
        Set.of(hold.enteredBy()));
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
    UUID incident = NoticeSending.incidentOf(target);
    door.lock(jdbc, incident);
    return new Holds(jdbc, door)
        .find(incident, numberOf(target))
        .filter(hold -> hold.confirmedBy() == null && hold.liftedBy() == null)
        .map(
            hold -> {
              Map<String, Object> content = new LinkedHashMap<>();
              content.put("act", ACT);
              content.put("hold", hold.id().toString());
              content.put("authority", hold.words().authority());
              content.put("reference", hold.words().reference());
              content.put("reason", hold.words().reason());
              content.put("suspends", hold.suspends());
              content.put("until", hold.until().getEpochSecond());
              return ContentHash.of(content);
            });
  }

  @Override
  public Done execute(Act act, Approval approval) {
    UUID incident = NoticeSending.incidentOf(approval.target());
    UUID by = Caller.signedIn().account();
    Holds holds = new Holds(act.jdbc(), door);
    Hold hold = holds.find(incident, numberOf(approval.target())).orElseThrow();
    holds.confirm(hold.id(), by, clock.realNow());
    int stopped = hold.notices() ? stop(act.jdbc(), incident, by) : 0;
    door.tell(act.jdbc(), incident, by, "notice.hold-confirmed", "" + hold.number());
    return new Done(
        "notice.hold-confirmed",
        Map.of(
            "incident", incident.toString(),
            "number", hold.number(),
            "until", hold.until().toString(),
            "waves-stopped", stopped),
        HoldController.pathOf(incident));
  }

  /** In the transaction that confirms it: no copy is handed over after. */
  private int stop(JdbcClient jdbc, UUID incident, UUID by) {
    WaveRows rows = new WaveRows(jdbc);
    List<Wave> moving =
        rows.in(Wave.State.SENDING).stream()
            .filter(wave -> wave.incident().equals(incident))
            .map(wave -> rows.lock(wave.id()).orElseThrow())
            .filter(wave -> wave.state() == Wave.State.SENDING && !wave.terms().drill())
            .toList();
    for (Wave wave : moving) {
      rows.pause(wave.id(), Wave.Pause.HELD);
      door.tell(jdbc, incident, by, "notice.wave-stopped", wave.name());
    }
    return moving.size();
  }

  @Override
  public String pathOf(String target) {
    return HoldController.pathOf(NoticeSending.incidentOf(target));
  }

  private static int numberOf(String target) {
    return Integer.parseInt(target.substring(target.indexOf('/') + 1));
  }
}
