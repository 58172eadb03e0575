package org.stoplog.server.suppliers;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.exposure.ClaimQuestion;
import org.stoplog.ledger.exposure.Coverages;
import org.stoplog.ledger.exposure.Observed;
import org.stoplog.ledger.exposure.Outlook;
import org.stoplog.ledger.exposure.OutlookKey;
import org.stoplog.ledger.exposure.OutlookRun;
import org.stoplog.ledger.exposure.Question;
import org.stoplog.ledger.exposure.Windows;
import org.stoplog.ledger.register.Chains;
import org.stoplog.ledger.register.Coverage;
import org.stoplog.ledger.register.Reach;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.Supplier;
import org.stoplog.server.platform.Transactions;

/**
 * Works out what we would say of each supplier. Each is kept as soon as it is known, so work that
 * was stopped or killed goes on where it was; a supplier that nothing touched is not asked again.
 */
public final class OutlookRefresh {
  private final Ledger ledger;
  private final Transactions transactions;
  private final ObjectProvider<ClauseSource> clauses;
  private final ReentrantLock turn = new ReentrantLock(true);

  OutlookRefresh(Ledger ledger, Transactions transactions, ObjectProvider<ClauseSource> clauses) {
    this.ledger = ledger;
    this.transactions = transactions;
    this.clauses = clauses;
  }

  /** Whether the record has changed since, or the day. */
  boolean isDue() {
    return transactions.run(
        jdbc -> {
          OutlookRows rows = new OutlookRows(jdbc);
          return rows.state()
              .filter(state -> state.day().equals(ledger.today()))
              .filter(state -> state.truth().equals(rows.truth()))
              .isEmpty();
        });
  }

  /**
   * Brings all of them up to date, one run at a time.
   *
   * @return how many were asked of the ledger
   * @throws StoplogException INTERRUPTED; what was worked out stays
   */
  public int run(Progress progress) {
    turn.lock();
    try {
      return refresh(progress);
    } finally {
      turn.unlock();
    }
  }

  private int refresh(Progress progress) {
    String truth = transactions.run(jdbc -> new OutlookRows(jdbc).truth());
    LocalDate today = ledger.today();
    Instant began = ledger.stores().clock().instant();
    ClauseSource source = clauses.getIfAvailable();
    Map<Integer, Integer> hours = source == null ? null : source.hours();
    // Read once for all of them. Who changes the register meanwhile changes the record, and so
    // these are looked at again.
    List<Supplier> suppliers = transactions.inTurn(db -> new Register(db).all());
    Chains chains = transactions.inTurn(Chains::new);
    progress.step("Asking about each supplier", suppliers.size(), "suppliers");
    int asked = 0;
    try (OutlookRun outlooks = ledger.outlooks()) {
      for (int i = 0; i < suppliers.size(); i++) {
        if (progress.stopped()) {
          throw new StoplogException(Problem.INTERRUPTED, "stopped between two suppliers");
        }
        asked += one(outlooks, chains.of(suppliers.get(i)), hours, today, progress) ? 1 : 0;
        progress.at(i + 1);
      }
    }
    List<Observed> observed = ledger.observed(new Quiet(progress));
    transactions.run(
        jdbc -> {
          ObservedRows.replace(jdbc, observed);
          new OutlookRows(jdbc).finish(new OutlookRows.State(truth, today, began));
          return true;
        });
    return asked;
  }

  /** Only asks whether to stop: the steps of one supplier are not worth telling. */
  private record Quiet(Progress whole) implements Progress {
    @Override
    public void step(String name, long total, String unit) {}

    @Override
    public void at(long done) {}

    @Override
    public boolean stopped() {
      return whole.stopped();
    }
  }

  /** What is to be asked, and whether its answer is known. */
  private record Asked(Question question, String key, boolean isKnown) {}

  private boolean one(
      OutlookRun outlooks,
      List<Reach> reached,
      @Nullable Map<Integer, Integer> hours,
      LocalDate today,
      Progress progress) {
    int supplier = reached.getFirst().supplier().id();
    Map<Integer, Integer> clauses = hours == null ? Map.of() : hours;
    Asked asked = transactions.inTurn(db -> asked(db, reached, clauses));
    Outlook outlook =
        asked.isKnown()
            ? null
            : outlooks.run(asked.question(), clauses.keySet(), new Quiet(progress));
    Instant now = ledger.stores().clock().instant();
    transactions.inTurn(
        db -> {
          OutlookRows rows = rows(db);
          if (outlook != null) {
            rows.save(supplier, asked.key(), now, outlook, hours);
          }
          rows.update(supplier, standing(db, reached, today));
          return true;
        });
    return outlook != null;
  }

  private static OutlookRows rows(Connection db) {
    return new OutlookRows(
        JdbcClient.create(
            new org.springframework.jdbc.datasource.SingleConnectionDataSource(db, true)));
  }

  private Asked asked(Connection db, List<Reach> reached, Map<Integer, Integer> hours)
      throws SQLException {
    Question question =
        ClaimQuestion.about(
            db, reached, new Windows(List.of()), ElementSet.NONE, null, List.of(), List.of());
    String key =
        new OutlookKey(ledger.stores()).of(db, question, hours.keySet()) + " " + hours.hashCode();
    return new Asked(
        question,
        key,
        rows(db).asked(reached.getFirst().supplier().id()).filter(key::equals).isPresent());
  }

  private static OutlookRows.Standing standing(Connection db, List<Reach> reached, LocalDate today)
      throws SQLException {
    Supplier supplier = reached.getFirst().supplier();
    Coverage coverage = Coverages.ofReached(db, reached, today);
    return new OutlookRows.Standing(
        coverage.summary(),
        (int) coverage.cells().stream().map(Coverage.Cell::connection).distinct().count(),
        (int)
            coverage.cells().stream()
                .filter(cell -> cell.state() == Coverage.State.DARK)
                .map(Coverage.Cell::connection)
                .distinct()
                .count(),
        (int)
            coverage.cells().stream()
                .filter(cell -> cell.state() == Coverage.State.DECLARED)
                .count(),
        coverage.complete(),
        supplier.ended(),
        supplier.deleted());
  }
}
