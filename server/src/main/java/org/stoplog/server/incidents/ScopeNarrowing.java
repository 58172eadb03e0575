package org.stoplog.server.incidents;

import java.sql.Array;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.identity.Keyset;
import org.stoplog.server.accounts.Approvable;
import org.stoplog.server.accounts.Approval;
import org.stoplog.server.accounts.Approvals;
import org.stoplog.server.accounts.ContentHash;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.ServerClock;

/** Working with fewer claims than before: somebody may not be told then, so two people decide. */
final class ScopeNarrowing implements Approvable {
  static final String ACT = "scope.narrow";

  private final Ledger ledger;
  private final ServerClock clock;

  ScopeNarrowing(Ledger ledger, ServerClock clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  /** What is proposed. */
  private record Proposal(int base, Set<String> claims, String reason, UUID askedBy) {}

  /** Keeps the proposal in place of an earlier one, and says what to ask for. */
  static Approvals.Request propose(
      Incidents.Change change, int base, Set<String> before, Set<String> after, String reason) {
    change
        .jdbc()
        .sql(
            """
            insert into incident_scope_proposal (incident, base, claims, reason, asked_by)
            values (:incident, :base, string_to_array(:claims, ' '), :reason, :by)
            on conflict (incident) do update
              set base = :base, claims = excluded.claims, reason = :reason, asked_by = :by
            """)
        .param("incident", change.incident().id())
        .param("base", base)
        // Names of claims have no spaces.
        .param("claims", String.join(" ", after))
        .param("reason", change.seal(reason))
        .param("by", change.by())
        .update();
    Set<String> all = new TreeSet<>(before);
    all.addAll(after);
    List<String> lines =
        all.stream()
            .map(
                claim ->
                    (!after.contains(claim) ? "- " : before.contains(claim) ? "  " : "+ ")
                        + "claim "
                        + claim)
            .toList();
    String room = change.incident().path();
    return new Approvals.Request(
        change.by(),
        ACT,
        change.incident().id().toString(),
        "Narrow the scope of "
            + change.incident().name()
            + " to "
            + (after.size() == 1 ? "one claim" : after.size() + " claims"),
        List.of(
            new Approval.Fact("Incident", change.incident().name(), room),
            new Approval.Fact("Reason and claims", "on the page of the scope", room + "/scope"),
            Approval.Fact.of("Scope now", "version " + base),
            Approval.Fact.of(
                "What it means", "who is only in a claim that falls away is not told any more"),
            Approval.Fact.of("To undo it", "one person can widen the scope again")),
        lines,
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
        .member(UUID.fromString(target), account)
        .filter(Member::works)
        .isPresent();
  }

  @Override
  public Optional<ContentHash> current(JdbcClient jdbc, String target) {
    UUID incident = UUID.fromString(target);
    new IncidentRows(jdbc).lock(incident);
    Keyset keys = ledger.stores().keys();
    return find(jdbc, keys, incident)
        .map(
            proposal -> {
              Map<String, Object> content = new LinkedHashMap<>();
              content.put("act", ACT);
              content.put("incident", target);
              content.put("base", proposal.base());
              content.put(
                  "version", new Scopes(jdbc, keys).latest(incident).orElseThrow().version());
              content.put("claims", List.copyOf(new TreeSet<>(proposal.claims())));
              content.put("reason", proposal.reason());
              return ContentHash.of(content);
            });
  }

  private static Optional<Proposal> find(JdbcClient jdbc, Keyset keys, UUID incident) {
    return jdbc.sql(
            "select base, claims, reason, asked_by from incident_scope_proposal"
                + " where incident = :incident")
        .param("incident", incident)
        .query(
            (row, number) -> {
              Array claims = row.getArray("claims");
              return new Proposal(
                  row.getInt("base"),
                  new LinkedHashSet<>(Arrays.asList((String[]) claims.getArray())),
                  String.valueOf(Timeline.unseal(keys, incident, row.getBytes("reason"))),
                  row.getObject("asked_by", UUID.class));
            })
        .optional();
  }

  @Override
  public Done execute(Act act, Approval approval) {
    UUID id = UUID.fromString(approval.target());
    Keyset keys = ledger.stores().keys();
    Proposal proposal = find(act.jdbc(), keys, id).orElseThrow();
    UUID approver = Caller.signedIn().account();
    int version = proposal.base() + 1;
    long seq =
        new Timeline(act.jdbc(), keys)
            .add(
                id,
                approver,
                new Timeline.News(
                    "scope.narrowed", Integer.toString(version), proposal.reason(), false),
                clock);
    new Scopes(act.jdbc(), keys)
        .add(
            id,
            new Scopes.Scope(
                version,
                seq,
                true,
                proposal.askedBy(),
                approver,
                proposal.reason(),
                proposal.claims()));
    act.jdbc()
        .sql("delete from incident_scope_proposal where incident = :incident")
        .param("incident", id)
        .update();
    return new Done(
        "incident.scope.narrowed",
        Map.of("incident", id.toString(), "version", version, "claims", proposal.claims().size()),
        pathOf(approval.target()));
  }

  @Override
  public String pathOf(String target) {
    return "/incidents/" + target + "/scope";
  }
}
