package org.stoplog.server.risk;

import java.time.LocalDate;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.identity.Keyset;

/** Suppliers by tier, for whoever asks them in turn. */
public final class Tiers {
  private Tiers() {}

  /**
   * Of one tier, in the caller's transaction.
   *
   * @param tier 1 to 4
   */
  public static List<Integer> of(JdbcClient jdbc, Keyset keys, LocalDate today, int tier) {
    return RiskRows.ofTier(new RiskRows(jdbc, keys).all(today), tier);
  }
}
