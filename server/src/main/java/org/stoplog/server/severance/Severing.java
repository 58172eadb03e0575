package org.stoplog.server.severance;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.gateway.policy.ConnectionState;
import org.stoplog.gateway.policy.CutReply;
import org.stoplog.server.accounts.Approval;
import org.stoplog.server.accounts.Approvals;
import org.stoplog.server.gateways.ManyCuts;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.Ids;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.Transactions;

/** Cuts suppliers: by one person at once, looked at by another, opened again by two. */
final class Severing {
  private final Transactions transactions;
  private final ServerClock clock;
  private final ManyCuts cuts;
  private final Approvals approvals;
  private final SeveranceNews news;

  Severing(
      Transactions transactions,
      ServerClock clock,
      ManyCuts cuts,
      Approvals approvals,
      SeveranceNews news) {
    this.transactions = transactions;
    this.clock = clock;
    this.cuts = cuts;
    this.approvals = approvals;
    this.news = news;
  }

  /**
   * What is to be cut.
   *
   * @param engagement null with {@code connection} null for the whole supplier
   * @param reply what senders are told from now on; null for what each connection's policy says
   * @param copy whether our own copy was taken; null when nobody said
   */
  record Order(
      int supplier,
      @Nullable Integer engagement,
      @Nullable Integer connection,
      ConnectionState state,
      String reason,
      @Nullable CutReply reply,
      @Nullable OwnCopy copy,
      @Nullable String copyWords,
      UUID by) {
    boolean isOf(Severance one) {
      return Objects.equals(engagement, one.engagement())
          && Objects.equals(connection, one.connection());
    }
  }

  /**
   * @return empty when it is cut so far already
   * @throws StoplogException PAGE_UNKNOWN when there is no such supplier, engagement or connection
   */
  Optional<Severance> cut(Order order) {
    return transactions.actIf(act -> cut(act, order));
  }

  Optional<Severance> cut(Act act, Order order) {
    ManyCuts.lock(act.jdbc());
    lockSupplier(act, order.supplier());
    SeveranceRows rows = new SeveranceRows(act.jdbc());
    boolean isCut =
        rows.of(order.supplier()).stream()
            .filter(Severance::holds)
            .filter(order::isOf)
            .anyMatch(one -> one.state().compareTo(order.state()) >= 0);
    if (isCut) {
      return Optional.empty();
    }
    List<Line> all = new Inventory(act.connection(), act.jdbc()).of(order.supplier());
    requireParts(act, order, all);
    Instant now = clock.now();
    Severance severance =
        new Severance(
            Ids.next(now),
            order.supplier(),
            order.engagement(),
            order.connection(),
            order.state(),
            order.reason(),
            order.by(),
            now,
            null,
            order.copy(),
            order.copyWords(),
            null,
            null,
            null,
            null);
    rows.add(severance);
    List<Line> covered = all.stream().filter(severance::covers).toList();
    ManyCuts.Done done =
        cuts.cut(
            act,
            new ManyCuts.Order(
                severance.id(),
                covered.stream().map(Line::id).collect(Collectors.toSet()),
                order.state(),
                order.reason(),
                order.reply(),
                order.by()));
    boolean isThroughGateways = covered.stream().anyMatch(line -> line.way() != null);
    if (isThroughGateways) {
      rows.setVersion(severance.id(), done.version());
    }
    int items = new RotationRows(act.jdbc()).begin(severance, covered);
    long elsewhere =
        covered.stream().filter(line -> !line.isCutByGateways() && line.outside() == null).count();
    Map<String, Object> detail = new HashMap<>();
    detail.put("severance", severance.id().toString());
    detail.put("supplier", order.supplier());
    detail.put("state", SeveranceRows.word(order.state()));
    detail.put("connections", covered.size());
    detail.put("atGateways", done.connections());
    detail.put("elsewhere", elsewhere);
    detail.put("items", items);
    act.record(order.by(), "supplier.cut", detail);
    news.tell(act, order.supplier(), SupplierNews.Kind.CUT, order.by(), severance);
    return rows.find(severance.id());
  }

  private static void lockSupplier(Act act, int supplier) {
    boolean isThere =
        act.jdbc()
            .sql("select id from supplier where id = :id for update")
            .param("id", supplier)
            .query(Integer.class)
            .optional()
            .isPresent();
    if (!isThere) {
      throw Suppliers.unknown();
    }
  }

  private static void requireParts(Act act, Order order, List<Line> lines) {
    Integer engagement = order.engagement();
    Integer connection = order.connection();
    if (connection != null && lines.stream().noneMatch(line -> line.id() == connection)) {
      throw new StoplogException(Problem.PAGE_UNKNOWN, "The supplier has no such connection.");
    }
    if (engagement != null
        && !Suppliers.engagements(act.jdbc(), order.supplier()).containsKey(engagement)) {
      throw new StoplogException(Problem.PAGE_UNKNOWN, "The supplier has no such engagement.");
    }
  }

  /** Says that another person looked at a cut. @return its supplier */
  int review(UUID id, UUID by) {
    return transactions.actIf(
        act -> {
          SeveranceRows rows = new SeveranceRows(act.jdbc());
          Severance one = rows.lock(id).orElseThrow(Severance::unknown);
          if (one.by().equals(by)) {
            throw new StoplogException(
                Problem.ACCESS_DENIED, "You cut it, so another person looks at it.");
          }
          if (one.reviewedBy() == null) {
            rows.review(id, by, clock.now());
            cuts.review(act.jdbc(), id, by);
            act.record(by, "supplier.cut-reviewed", Map.of("severance", id.toString()));
          }
          return one.supplier();
        });
  }

  /**
   * Asks two people to open it again.
   *
   * @return the approval
   * @throws StoplogException REQUEST_INVALID when it is open already
   */
  UUID askRestore(UUID id, UUID by, String why) {
    return transactions.act(
        act -> {
          ManyCuts.lock(act.jdbc());
          Severance one = new SeveranceRows(act.jdbc()).lock(id).orElseThrow(Severance::unknown);
          if (!one.holds()) {
            throw new StoplogException(Problem.REQUEST_INVALID, "It was opened again already.");
          }
          List<Line> lines = new Inventory(act.connection(), act.jdbc()).of(one.supplier());
          List<Integer> atGateways = ManyCuts.holding(act.jdbc(), id);
          List<OutsideCut> elsewhere = new OutsideRows(act.jdbc()).of(id);
          return approvals.ask(
              act,
              new Approvals.Request(
                  by,
                  Restoring.ACT,
                  id.toString(),
                  "Open a cut supplier again",
                  List.of(
                      new Approval.Fact(
                          "Supplier",
                          Suppliers.name(act.jdbc(), one.supplier()),
                          Severance.pathOf(one.supplier())),
                      Approval.Fact.of("What", SeveranceWords.scope(act.jdbc(), one)),
                      Approval.Fact.of("State now", SeveranceRows.word(one.state())),
                      Approval.Fact.of("Cut at", Times.second(one.at())),
                      Approval.Fact.of("Cut because", one.reason()),
                      Approval.Fact.of("Open again because", why),
                      Approval.Fact.of(
                          "When approved",
                          "gateways send on again, within a second; what was cut elsewhere may be"
                              + " opened there"),
                      Approval.Fact.of("To undo it", "cut it again; one person can")),
                  SeveranceWords.restored(lines, atGateways, elsewhere),
                  java.util.Set.of()));
        });
  }
}
