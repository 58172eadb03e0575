package org.stoplog.server.gateways;

import java.util.ArrayList;
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
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.Permission;

/**
 * Hands the policy out again after a restore from a backup. What was cut since the backup stands
 * open in it, so it may open what gateways hold cut: that takes two people.
 */
final class HandingOut implements Approvable {
  static final String ACT = "gateway.hand-out";
  static final String TARGET = "policy";
  private static final String PATH = "/gateways";

  private final Policies policies;

  HandingOut(Policies policies) {
    this.policies = policies;
  }

  static Approvals.Request request(UUID asker, JdbcClient jdbc) {
    List<String> lines = new ArrayList<>();
    for (ConnectionRow row : new ConnectionRows(jdbc).through()) {
      Hosts hosts = row.hosts();
      lines.add(
          "%s, %s: %s%s"
              .formatted(
                  row.supplierName(),
                  row.name(),
                  PlainWords.word(row.state()),
                  hosts == null ? "" : ", as a proxy to " + String.join(", ", hosts.names())));
    }
    for (ForwardRows.Sender sender : new ForwardRows(jdbc).senders()) {
      if (!sender.isRevoked()) {
        lines.add("may use gateways as a proxy: %s (%s)".formatted(sender.id(), sender.label()));
      }
    }
    return new Approvals.Request(
        asker,
        ACT,
        TARGET,
        "Hand out the policy after a restore",
        List.of(
            Approval.Fact.of("Since the restore", "gateways obey the last policy they were given"),
            Approval.Fact.of(
                "Look for",
                "what was cut since the backup was made: here it stands open; and applications"
                    + " that were revoked since: here they may"),
            Approval.Fact.of("When approved", "gateways obey the lines below, within a second"),
            Approval.Fact.of("To undo it", "cut a connection; one person can")),
        lines,
        Set.of());
  }

  @Override
  public String act() {
    return ACT;
  }

  @Override
  public Permission approve() {
    return Permission.APPROVE;
  }

  @Override
  public Optional<ContentHash> current(JdbcClient jdbc, String target) {
    if (Policies.lock(jdbc).isHanded()) {
      return Optional.empty();
    }
    List<Map<String, Object>> all =
        new ConnectionRows(jdbc)
            .through().stream()
                .map(
                    row ->
                        Map.of(
                            "connection",
                            (Object) row.connection(),
                            "state",
                            PlainWords.word(row.state()),
                            "policy",
                            row.content()))
                .toList();
    List<String> senders =
        new ForwardRows(jdbc)
            .senders().stream()
                .filter(sender -> !sender.isRevoked())
                .map(ForwardRows.Sender::id)
                .toList();
    return Optional.of(ContentHash.of(Map.of("act", ACT, "connections", all, "senders", senders)));
  }

  @Override
  public Done execute(Act act, Approval approval) {
    long version = policies.handOut(act);
    return new Done("gateway.policy-handed-out", Map.of("version", version), PATH);
  }

  @Override
  public String pathOf(String target) {
    return PATH;
  }
}
