package org.stoplog.server.incidents;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Numbers;
import org.stoplog.ledger.identity.Keyset;
import org.stoplog.server.accounts.Approval;
import org.stoplog.server.accounts.Approvals;
import org.stoplog.server.accounts.ContentHash;
import org.stoplog.server.accounts.Reveal;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.ServerClock;

/** Gives out who is affected, by name, once. */
final class ListReveal extends Reveal {
  static final String ACT = "incident.export";

  private final Ledger ledger;
  private final ServerClock clock;

  ListReveal(Ledger ledger, ServerClock clock) {
    super(clock);
    this.ledger = ledger;
    this.clock = clock;
  }

  Approvals.Request request(Incident incident, ExportRows.Export export, long people) {
    return new Approvals.Request(
        export.askedBy(),
        ACT,
        export.target(),
        "Give out a list of "
            + Numbers.grouped(people)
            + (export.reading() == null ? " people of " : " rows of a file of ")
            + incident.name(),
        List.of(
            new Approval.Fact("Incident", incident.name(), incident.path()),
            new Approval.Fact("List, and the reason", export.title(), export.path()),
            Approval.Fact.of(
                "What it names",
                export.contacts()
                    ? "our own id, e-mail address, name and language as they are kept"
                    : "our own id of each person, and nothing else that names them"),
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
    return new IncidentRows(jdbc)
        .member(incidentOf(target), account)
        .filter(Member::works)
        .isPresent();
  }

  @Override
  protected int uses() {
    return 1;
  }

  /**
   * Bound to the frozen files, and to there being no newer exposure of the incident; of a
   * supplier's file to how it is read, and to the directory.
   */
  @Override
  public Optional<ContentHash> current(JdbcClient jdbc, String target) {
    UUID incident = incidentOf(target);
    Keyset keys = ledger.stores().keys();
    new IncidentRows(jdbc).lock(incident);
    Optional<ExportRows.Export> found = new ExportRows(jdbc, keys).find(incident, idOf(target));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    ExportRows.Export export = found.get();
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("act", ACT);
    content.put("incident", incident.toString());
    content.put("export", export.id().toString());
    Long exposure = export.exposure();
    if (exposure == null) {
      content.put("reading", String.valueOf(export.reading()));
      // Whom a row names is asked of the directory as it is then.
      content.put(
          "directory",
          jdbc.sql("select truth_version from derived_copy where name = 'directory'")
              .query(Long.class)
              .single());
      return Optional.of(ContentHash.of(content));
    }
    List<Exposures.Frozen> frozen = new Exposures(jdbc, keys).newest(incident, Integer.MAX_VALUE);
    content.put("newest", frozen.getFirst().exposure());
    content.put("contacts", export.contacts());
    content.put("exposure", describe(frozen, exposure));
    Long earlier = export.earlier();
    if (earlier != null) {
      content.put("earlier", describe(frozen, earlier));
    }
    return Optional.of(ContentHash.of(content));
  }

  private static Map<String, Object> describe(List<Exposures.Frozen> all, long exposure) {
    Exposures.Frozen one =
        all.stream().filter(frozen -> frozen.exposure() == exposure).findFirst().orElseThrow();
    return Map.of(
        "exposure", exposure, "sha256", one.sha256(), "people", one.numbers().summary().people());
  }

  @Override
  protected Map<String, ?> approved(Act act, Approval approval) {
    UUID incident = incidentOf(approval.target());
    Keyset keys = ledger.stores().keys();
    ExportRows.Export export =
        new ExportRows(act.jdbc(), keys).find(incident, idOf(approval.target())).orElseThrow();
    new Timeline(act.jdbc(), keys)
        .add(
            incident,
            Caller.signedIn().account(),
            new Timeline.News("export.approved", Integer.toString(export.number())),
            clock);
    return Map.of("incident", incident.toString(), "export", export.id().toString());
  }

  @Override
  public String pathOf(String target) {
    return ExportRows.Export.path(incidentOf(target), idOf(target));
  }

  private static UUID incidentOf(String target) {
    return UUID.fromString(target.substring(0, target.indexOf('/')));
  }

  private static UUID idOf(String target) {
    return UUID.fromString(target.substring(target.indexOf('/') + 1));
  }
}
