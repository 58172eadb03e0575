package org.stoplog.server.intake;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.exposure.Coverages;
import org.stoplog.ledger.register.Coverage;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.Supplier;
import org.stoplog.ledger.register.SupplierConnection;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ApiAnswers;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Counts;
import org.stoplog.server.platform.Counts.Count;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Summary;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.suppliers.SupplierIds;

/** What was imported and what is covered, for programs. */
@Controller
final class LedgerApi {
  private static final String PATH = ApiAnswers.ROOT + "/batches";
  private static final int USUAL_MONTHS = 12;
  private static final int MOST_MONTHS = 120;

  private final Transactions transactions;
  private final Ledger ledger;

  LedgerApi(Transactions transactions, Ledger ledger) {
    this.transactions = transactions;
    this.ledger = ledger;
  }

  /**
   * A batch.
   *
   * @param number as people and commands call it
   * @param kind people, disclosures, holdings
   * @param state live, undone, replaced
   * @param by the account; null for the command line
   */
  record Batch(
      long number,
      String kind,
      String state,
      @Nullable String supplier,
      @Nullable String connection,
      String file,
      String sha256,
      Count rows,
      Count leftOut,
      @Nullable LocalDate firstDay,
      @Nullable LocalDate lastDay,
      Instant at,
      @Nullable UUID by,
      @Nullable Instant endedAt) {
    static Batch of(BatchList.Row row, Counts counts) {
      return new Batch(
          row.id(),
          row.kind(),
          row.state(),
          row.supplier(),
          row.connection(),
          row.file(),
          row.sha256(),
          counts.count(row.rows()),
          counts.count(row.leftOut()),
          row.firstDay(),
          row.lastDay(),
          row.at(),
          row.by(),
          row.endedAt());
    }
  }

  /** A batch and why rows of it were left out. */
  record Whole(Batch batch, List<Reason> leftOut) {}

  /** How many rows for one reason. */
  record Reason(String reason, Count rows) {}

  @Access(value = Permission.WORK, listener = Listener.INTERNAL, byToken = true)
  @Summary("Lists batches of the record, newest first.")
  @GetMapping(PATH)
  ResponseEntity<ApiAnswers.Page<Batch>> batches(
      @RequestParam(name = "kind", defaultValue = "") String kind,
      @RequestParam(name = "state", defaultValue = "") String state,
      @RequestParam(name = "supplier", required = false) @Nullable UUID supplier,
      @RequestParam(name = "before", required = false) @Nullable Long before,
      @RequestParam(name = "limit", required = false) @Nullable Integer asked) {
    int limit = ApiAnswers.limit(asked);
    Counts counts = Counts.of(Caller.signedIn());
    List<BatchList.Row> found =
        transactions.run(
            jdbc -> {
              Integer number = new SupplierIds(jdbc).numberOf(supplier);
              return new BatchList(jdbc)
                  .before(
                      new BatchList.Query(kind, number, state, "batch", false),
                      before == null ? Long.MAX_VALUE : before,
                      limit + 1);
            });
    return ApiAnswers.ok(
        ApiAnswers.page(
            found, limit, row -> Batch.of(row, counts), row -> String.valueOf(row.id())));
  }

  @Access(value = Permission.WORK, listener = Listener.INTERNAL, byToken = true)
  @Summary("Tells of one batch, and why rows of it were left out.")
  @GetMapping(PATH + "/{number}")
  ResponseEntity<Whole> batch(@PathVariable("number") long number) {
    Counts counts = Counts.of(Caller.signedIn());
    return ApiAnswers.ok(
        transactions.run(
            jdbc -> {
              BatchList list = new BatchList(jdbc);
              BatchList.Row row =
                  list.find(number)
                      .orElseThrow(
                          () ->
                              new StoplogException(
                                  Problem.PAGE_UNKNOWN, "There is no batch " + number + "."));
              return new Whole(
                  Batch.of(row, counts),
                  list.reasons(number).stream()
                      .map(one -> new Reason(one.reason(), counts.count(one.rows())))
                      .toList());
            }));
  }

  /**
   * What the record covers.
   *
   * @param from first month, such as 2025-11; so is to
   */
  record Covered(String from, String to, List<OfSupplier> suppliers) {}

  /**
   * A supplier.
   *
   * @param summary of all its months, in words
   */
  record OfSupplier(SupplierIds.Named supplier, String summary, List<OfConnection> connections) {}

  /** A connection, in the months in which it was open. */
  record OfConnection(String connection, List<Month> months) {}

  /** A month: recorded, imported, partial, declared or dark. */
  record Month(String month, String state) {}

  @Access(value = Permission.WORK, listener = Listener.INTERNAL, byToken = true)
  @Summary("Tells for each connection and month whether the record covers it; 12 months unasked.")
  @GetMapping(ApiAnswers.ROOT + "/coverage")
  ResponseEntity<Covered> coverage(
      @RequestParam(name = "from", defaultValue = "") String from,
      @RequestParam(name = "to", defaultValue = "") String to) {
    LocalDate today = ledger.today();
    YearMonth last;
    YearMonth first;
    try {
      last = to.isEmpty() ? YearMonth.from(today) : YearMonth.parse(to);
      first = from.isEmpty() ? last.minusMonths(USUAL_MONTHS - 1L) : YearMonth.parse(from);
    } catch (DateTimeException e) {
      throw new StoplogException(Problem.REQUEST_INVALID, "Write a month as 2025-11.", e);
    }
    if (first.isAfter(last) || first.plusMonths(MOST_MONTHS).isBefore(last)) {
      throw new StoplogException(
          Problem.REQUEST_INVALID, "Ask for 1 to " + MOST_MONTHS + " months, the first one first.");
    }
    return ApiAnswers.ok(
        new Covered(
            first.toString(),
            last.toString(),
            transactions.inTurn(db -> suppliers(db, first, last, today))));
  }

  private static List<OfSupplier> suppliers(
      Connection db, YearMonth first, YearMonth last, LocalDate today) throws SQLException {
    Map<Integer, SupplierIds.Named> ids =
        new SupplierIds(JdbcClient.create(new SingleConnectionDataSource(db, true))).all();
    Register register = new Register(db);
    List<OfSupplier> all = new ArrayList<>();
    for (Supplier supplier : register.all()) {
      Coverage coverage = Coverages.of(db, supplier.id(), today);
      List<OfConnection> connections = new ArrayList<>();
      for (SupplierConnection connection : register.connections(supplier.id())) {
        connections.add(
            new OfConnection(
                connection.name(),
                coverage.cells().stream()
                    .filter(cell -> cell.connection() == connection.id())
                    .filter(cell -> !cell.month().isBefore(first) && !cell.month().isAfter(last))
                    .map(
                        cell ->
                            new Month(
                                cell.month().toString(),
                                cell.state().name().toLowerCase(Locale.ROOT)))
                    .toList()));
      }
      SupplierIds.Named named = ids.get(supplier.id());
      if (named != null) {
        all.add(new OfSupplier(named, coverage.summary(), connections));
      }
    }
    return all;
  }
}
