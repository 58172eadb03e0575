package org.stoplog.server.risk;

import java.util.List;

/**
 * All suppliers by their risk.
 *
 * @param tiers with how many suppliers are in each
 */
public record RiskPage(
    List<Tier> tiers, String name, String tier, String sort, List<Line> lines, String shown) {
  public RiskPage {
    tiers = List.copyOf(tiers);
    lines = List.copyOf(lines);
  }

  /** A tier. */
  public record Tier(int number, int count) {}

  /**
   * A supplier.
   *
   * @param accepted until when its risk is accepted, or that it has grown since; empty for neither
   * @param worst the reason with most points
   */
  public record Line(
      int supplier,
      String name,
      int tier,
      int inherent,
      int residual,
      String worst,
      String accepted) {}
}
