package org.stoplog.server.assessments;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.platform.InvalidBody;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.suppliers.SupplierIds;

/** What the controllers of this package share. */
final class Desk {
  private final Ledger ledger;
  private final ServerClock clock;

  Desk(Ledger ledger, ServerClock clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  /** UTC. */
  LocalDate today() {
    return LocalDate.ofInstant(clock.now(), ZoneOffset.UTC);
  }

  AssessmentRows assessments(JdbcClient jdbc) {
    return new AssessmentRows(jdbc, ledger.stores().keys());
  }

  FindingRows findings(JdbcClient jdbc) {
    return new FindingRows(jdbc, ledger.stores().keys());
  }

  static Map<Integer, SupplierIds.Named> suppliers(JdbcClient jdbc) {
    return new SupplierIds(jdbc).all();
  }

  /**
   * @throws StoplogException PAGE_UNKNOWN when there is none
   */
  static String name(JdbcClient jdbc, int supplier) {
    SupplierIds.Named found = suppliers(jdbc).get(supplier);
    if (found == null) {
      throw new StoplogException(Problem.PAGE_UNKNOWN, "There is no such supplier.");
    }
    return found.name();
  }

  Assessment find(JdbcClient jdbc, UUID id) {
    return assessments(jdbc).find(id).orElseThrow(Desk::unknown);
  }

  /** Held, and open. */
  Assessment open(JdbcClient jdbc, UUID id) {
    Assessment found = assessments(jdbc).lock(id).orElseThrow(Desk::unknown);
    if (!found.isOpen()) {
      throw wrong("This assessment is closed: nothing of it changes any more.");
    }
    return found;
  }

  private static StoplogException unknown() {
    return new StoplogException(Problem.PAGE_UNKNOWN, "There is no such assessment.");
  }

  static StoplogException wrong(String what) {
    return new StoplogException(Problem.REQUEST_INVALID, what);
  }

  /**
   * @param field in which it was typed
   * @throws StoplogException REQUEST_INVALID for what is no day
   */
  static LocalDate day(String field, String typed) {
    try {
      return LocalDate.parse(typed.strip());
    } catch (java.time.DateTimeException e) {
      throw InvalidBody.ofField(field, "Write the day as 2026-01-31.");
    }
  }
}
