package org.stoplog.server.agreements;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a supplier promised, for whoever holds what happened against it. */
public final class Promises {
  private Promises() {}

  /** All clauses there ever were; in the caller's transaction. */
  public static List<Clause> of(JdbcClient jdbc, int supplier) {
    return new AgreementRows(jdbc).clauses(supplier);
  }
}
