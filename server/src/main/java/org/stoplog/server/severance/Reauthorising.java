package org.stoplog.server.severance;

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
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Times;

/** Lets a connection be opened again where it was cut: at the supplier, by the platform between. */
final class Reauthorising implements Approvable {
  static final String ACT = "connection.reauthorise";

  private final ServerClock clock;

  Reauthorising(ServerClock clock) {
    this.clock = clock;
  }

  static Approvals.Request request(
      UUID asker, String supplier, Line line, OutsideCut cut, String why) {
    return new Approvals.Request(
        asker,
        ACT,
        cut.id().toString(),
        "Let a connection be opened again where it was cut",
        List.of(
            new Approval.Fact("Supplier", supplier, Severance.pathOf(line.supplier())),
            Approval.Fact.of("Connection", line.name()),
            Approval.Fact.of("Cut by", (cut.isByOthers() ? "others: " : "us: ") + cut.who()),
            Approval.Fact.of("Cut at", Times.second(cut.cutAt())),
            Approval.Fact.of("How we know", cut.proof()),
            Approval.Fact.of("Open again because", why)),
        List.of("- " + line.name() + ": cut elsewhere", "+ " + line.name() + ": open"),
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
    return new OutsideRows(jdbc)
        .lock(UUID.fromString(target))
        .map(
            cut ->
                ContentHash.of(Map.of("act", ACT, "cut", target, "connection", cut.connection())));
  }

  @Override
  public Done execute(Act act, Approval approval) {
    OutsideRows rows = new OutsideRows(act.jdbc());
    OutsideCut cut = rows.lock(UUID.fromString(approval.target())).orElseThrow(Severance::unknown);
    rows.restore(cut.id(), approval.id(), clock.now());
    int supplier =
        Inventory.supplierOf(act.jdbc(), cut.connection()).orElseThrow(Suppliers::unknown);
    return new Done(
        "connection.reauthorised",
        Map.of("connection", cut.connection(), "cut", cut.id().toString()),
        Severance.pathOf(supplier));
  }

  @Override
  public String pathOf(String target) {
    return "/severances";
  }
}
