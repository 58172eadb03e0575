package org.stoplog.server.gateways;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.accounts.Approvable;
import org.stoplog.server.accounts.Approval;
import org.stoplog.server.accounts.Approvals;
import org.stoplog.server.accounts.ContentHash;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.ServerClock;

/** Opens a connection again that was cut. Cutting takes one person, this takes two. */
final class Restoring implements Approvable {
  static final String ACT = "gateway.restore";

  private final Policies policies;
  private final ServerClock clock;
  private final ConnectionCuts cuts;

  Restoring(Policies policies, ServerClock clock, ConnectionCuts cuts) {
    this.policies = policies;
    this.clock = clock;
    this.cuts = cuts;
  }

  static Approvals.Request request(UUID asker, ConnectionRow row, List<Cut> cuts, String why) {
    if (!row.isThrough() || cuts.isEmpty()) {
      throw new IllegalArgumentException("nothing is cut");
    }
    return new Approvals.Request(
        asker,
        ACT,
        String.valueOf(row.connection()),
        "Open a cut connection again",
        List.of(
            Approval.Fact.of("Supplier", row.supplierName()),
            new Approval.Fact("Connection", row.name(), pathOf(row.connection())),
            Approval.Fact.of("State now", PlainWords.word(row.state())),
            Approval.Fact.of("Cut because", cuts.getFirst().reason()),
            Approval.Fact.of("Open again because", why),
            Approval.Fact.of("When approved", "gateways send on again, within a second"),
            Approval.Fact.of("To undo it", "cut it again; one person can")),
        PlainWords.of(row),
        Set.of());
  }

  static String pathOf(int connection) {
    return "/gateways/connections/" + connection;
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
    int connection = Integer.parseInt(target);
    Policies.lock(jdbc);
    return new ConnectionRows(jdbc)
        .lock(connection)
        .filter(ConnectionRow::isThrough)
        .map(row -> content(row, new CutRows(jdbc).holding(connection)));
  }

  private static ContentHash content(ConnectionRow row, List<Cut> cuts) {
    return ContentHash.of(
        Map.of(
            "act",
            ACT,
            "connection",
            row.connection(),
            "policy",
            row.content(),
            "cuts",
            cuts.stream().map(cut -> cut.id().toString()).sorted().collect(Collectors.toList())));
  }

  @Override
  public Done execute(Act act, Approval approval) {
    int connection = Integer.parseInt(approval.target());
    int count = new CutRows(act.jdbc()).restore(connection, approval.id(), clock.now());
    if (count == 0) {
      throw new StoplogException(Problem.REQUEST_INVALID, "The connection is open already.");
    }
    cuts.opened(act, connection, approval.id(), approval.askedBy());
    long version = policies.refresh(act);
    return new Done(
        "gateway.connection-restored",
        Map.of("connection", connection, "cuts", count, "version", version),
        pathOf(connection));
  }

  @Override
  public String pathOf(String target) {
    return pathOf(Integer.parseInt(target));
  }
}
