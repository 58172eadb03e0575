package org.stoplog.server.risk;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rating of one supplier, and what was accepted. */
public record SupplierRiskPage(
    int supplier,
    String name,
    int tier,
    int inherent,
    int residual,
    int rules,
    List<Reason> reasons,
    List<Accepted> accepted,
    boolean canEdit,
    @Nullable String error,
    String words,
    String until) {
  public SupplierRiskPage {
    reasons = List.copyOf(reasons);
    accepted = List.copyOf(accepted);
  }

  /** One of them. */
  public record Reason(String part, String points, String words) {}

  /** An acceptance. */
  public record Accepted(String what, String words, String state) {}
}
