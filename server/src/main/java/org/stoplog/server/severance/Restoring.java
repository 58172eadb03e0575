package org.stoplog.server.severance;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.accounts.Approvable;
import org.stoplog.server.accounts.Approval;
import org.stoplog.server.accounts.ContentHash;
import org.stoplog.server.gateways.ManyCuts;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.ServerClock;

/** Opens a supplier again that was cut. Cutting takes one person, this takes two. */
final class Restoring implements Approvable {
  static final String ACT = "supplier.restore";

  private final ManyCuts cuts;
  private final ServerClock clock;
  private final SeveranceNews news;

  Restoring(ManyCuts cuts, ServerClock clock, SeveranceNews news) {
    this.cuts = cuts;
    this.clock = clock;
    this.news = news;
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
    UUID id = UUID.fromString(target);
    ManyCuts.lock(jdbc);
    return new SeveranceRows(jdbc)
        .lock(id)
        .filter(Severance::holds)
        .map(
            one ->
                ContentHash.of(
                    Map.of(
                        "act",
                        ACT,
                        "severance",
                        target,
                        "cuts",
                        ManyCuts.content(jdbc, id),
                        "elsewhere",
                        new OutsideRows(jdbc)
                            .of(id).stream().map(cut -> cut.id().toString()).toList())));
  }

  @Override
  public Done execute(Act act, Approval approval) {
    UUID id = UUID.fromString(approval.target());
    SeveranceRows rows = new SeveranceRows(act.jdbc());
    Severance one = rows.lock(id).orElseThrow(Severance::unknown);
    if (!one.holds()) {
      throw new StoplogException(Problem.REQUEST_INVALID, "It was opened again already.");
    }
    Instant now = clock.now();
    ManyCuts.Done done = cuts.restore(act, id, approval.id());
    OutsideRows outside = new OutsideRows(act.jdbc());
    List<OutsideCut> elsewhere = outside.of(id);
    elsewhere.forEach(cut -> outside.restore(cut.id(), approval.id(), now));
    rows.restore(id, approval.id(), now);
    news.tell(act, one.supplier(), SupplierNews.Kind.OPENED_AGAIN, approval.askedBy(), one);
    return new Done(
        "supplier.cut-restored",
        Map.of(
            "severance",
            id.toString(),
            "supplier",
            one.supplier(),
            "atGateways",
            done.connections(),
            "elsewhere",
            elsewhere.size()),
        Severance.pathOf(one.supplier()));
  }

  @Override
  public String pathOf(String target) {
    return Severance.pathOf(UUID.fromString(target));
  }
}
