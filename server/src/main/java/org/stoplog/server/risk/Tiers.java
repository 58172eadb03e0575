package org.stoplog.server.risk;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  /**
   * Suppliers of some tiers that are in use, in the caller's transaction.
   *
   * @param today a supplier that ends on it or has ended is not among them
   * @param tiers 1 to 4
   * @return the tier of each, by name of the supplier
   */
  public static Map<Integer, Integer> of(
      JdbcClient jdbc, Keyset keys, LocalDate today, Set<Integer> tiers) {
    return RiskRows.inUse(new RiskRows(jdbc, keys).all(today), today, tiers);
  }
}
