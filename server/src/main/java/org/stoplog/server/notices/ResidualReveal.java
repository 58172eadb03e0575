package org.stoplog.server.notices;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.Numbers;
import org.stoplog.server.accounts.Approval;
import org.stoplog.server.accounts.Approvals;
import org.stoplog.server.accounts.ContentHash;
import org.stoplog.server.accounts.Reveal;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.ServerClock;

/** Gives out whom a wave did not reach, by the company's own ids, once. */
final class ResidualReveal extends Reveal {
  static final String ACT = "notice.residual-named";

  private final IncidentDoor door;

  ResidualReveal(IncidentDoor door, ServerClock clock) {
    super(clock);
    this.door = door;
  }

  static Approvals.Request request(Wave wave, UUID asker, long people) {
    return new Approvals.Request(
        asker,
        ACT,
        NoticeSending.target(wave),
        "Give out whom wave " + wave.name() + " did not reach: " + Numbers.grouped(people),
        List.of(
            new Approval.Fact("Wave", wave.name(), wave.path()),
            new Approval.Fact("The reason", "on its page", wave.path() + ResidualController.SUB),
            Approval.Fact.of(
                "What it names", "our own id of each person and why it did not reach them"),
            Approval.Fact.of(
                "When approved", "whoever asked can take the file once within 24 hours"),
            Approval.Fact.of("To undo it", "a file that was taken cannot be called back")),
        List.of(),
        Set.of());
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
        .find(NoticeSending.waveOf(target))
        .filter(wave -> door.isWorking(jdbc, wave.incident(), account))
        .isPresent();
  }

  @Override
  protected int uses() {
    return 1;
  }

  /** Bound to who they are and why. */
  @Override
  public Optional<ContentHash> current(JdbcClient jdbc, String target) {
    UUID id = NoticeSending.waveOf(target);
    door.lock(jdbc, NoticeSending.incidentOf(target));
    if (new WaveRows(jdbc).lock(id).isEmpty()) {
      return Optional.empty();
    }
    Residual.Print print = Residual.print(jdbc, id);
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("act", ACT);
    content.put("wave", id.toString());
    content.put("people", print.people());
    content.put("residual", print.sha256());
    return Optional.of(ContentHash.of(content));
  }

  @Override
  protected Map<String, ?> approved(Act act, Approval approval) {
    Wave wave =
        new WaveRows(act.jdbc()).find(NoticeSending.waveOf(approval.target())).orElseThrow();
    door.tell(
        act.jdbc(),
        wave.incident(),
        Caller.signedIn().account(),
        "notice.residual-approved",
        wave.name());
    return Map.of("incident", wave.incident().toString(), "wave", wave.id().toString());
  }

  @Override
  public String pathOf(String target) {
    return Wave.pathOf(NoticeSending.incidentOf(target), NoticeSending.waveOf(target))
        + ResidualController.SUB;
  }
}
