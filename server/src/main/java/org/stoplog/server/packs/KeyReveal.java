package org.stoplog.server.packs;

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

/** Gives out, once, who the pseudonyms of a pack are, sealed to somebody outside. */
final class KeyReveal extends Reveal {
  static final String ACT = "pack.key";

  private final IncidentDoor door;

  KeyReveal(IncidentDoor door, ServerClock clock) {
    super(clock);
    this.door = door;
  }

  Approvals.Request request(IncidentDoor.Seen incident, KeyRequest asked, long people) {
    return new Approvals.Request(
        asked.askedBy(),
        ACT,
        asked.target(),
        "Say who "
            + Numbers.grouped(people)
            + " people are in evidence pack "
            + asked.pack().number()
            + " of "
            + incident.name(),
        List.of(
            new Approval.Fact("Incident", incident.name(), incident.path()),
            new Approval.Fact(
                "Pack, and the reason",
                Integer.toString(asked.pack().number()),
                asked.pack().path()),
            Approval.Fact.of("Who can open the file", "the key " + asked.recipient().id()),
            Approval.Fact.of(
                "Before you approve",
                "have the recipient read this id out to you: whoever's key it is learns who these"
                    + " people are"),
            Approval.Fact.of(
                "What it names", "own id, e-mail address, name and language as they are kept"),
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

  /** Only a working member: the others do not even know that the incident exists. */
  @Override
  public boolean mayDecide(JdbcClient jdbc, UUID account, String target) {
    return door.isWorking(jdbc, incidentOf(target), account);
  }

  @Override
  protected int uses() {
    return 1;
  }

  /** Bound to the pack as it was made, and to whoever can open the file. */
  @Override
  public Optional<ContentHash> current(JdbcClient jdbc, String target) {
    door.lock(jdbc, incidentOf(target));
    return new KeyRequest.Rows(jdbc, door)
        .find(idOf(target))
        .flatMap(
            asked ->
                Optional.ofNullable(asked.pack().made())
                    .map(
                        made ->
                            ContentHash.of(
                                Map.of(
                                    "act",
                                    ACT,
                                    "request",
                                    asked.id().toString(),
                                    "pack",
                                    asked.pack().id().toString(),
                                    "sha256",
                                    made.sha256(),
                                    "recipient",
                                    asked.recipient().text()))));
  }

  @Override
  protected Map<String, ?> approved(Act act, Approval approval) {
    KeyRequest asked =
        new KeyRequest.Rows(act.jdbc(), door).find(idOf(approval.target())).orElseThrow();
    door.tell(
        act.jdbc(),
        asked.pack().incident(),
        Caller.signedIn().account(),
        "pack.key-approved",
        Integer.toString(asked.pack().number()));
    return Map.of(
        "incident",
        asked.pack().incident().toString(),
        "pack",
        asked.pack().id().toString(),
        "recipient",
        asked.recipient().id());
  }

  /** The page of a request is the list of its incident: the pack is not in the target. */
  @Override
  public String pathOf(String target) {
    return Pack.listOf(incidentOf(target));
  }

  private static UUID incidentOf(String target) {
    return UUID.fromString(target.substring(0, target.indexOf('/')));
  }

  private static UUID idOf(String target) {
    return UUID.fromString(target.substring(target.indexOf('/') + 1));
  }
}
