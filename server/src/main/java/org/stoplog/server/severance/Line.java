package org.stoplog.server.severance;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoplog.server.gateways.ManyCuts;

/**
 * A connection of the register, and what to know before it is cut.
 *
 * @param engagement null when unknown
 * @param scopes what it may do; empty when unknown
 * @param way what gateways do with it; null when it goes through none
 * @param outside the cut that was made elsewhere and holds; null for none
 */
record Line(
    int id,
    int supplier,
    String name,
    @Nullable String kind,
    @Nullable Integer engagement,
    @Nullable String engagementName,
    @Nullable String engagementOwner,
    List<String> scopes,
    Plan plan,
    List<Credential> credentials,
    ManyCuts.@Nullable Way way,
    @Nullable OutsideCut outside) {
  Line {
    scopes = List.copyOf(scopes);
    credentials = List.copyOf(credentials);
  }

  /**
   * What somebody wrote down of it; each null when unknown.
   *
   * @param link https address where it is cut
   * @param effect what stops when it is cut
   * @param dependency what else needs it
   * @param revision rises with each change; 0 before the first
   */
  record Plan(
      @Nullable String owner,
      @Nullable String link,
      @Nullable String effect,
      @Nullable String dependency,
      @Nullable String fallback,
      long revision) {
    static final Plan NONE = new Plan(null, null, null, null, null, 0);
  }

  /** A secret that it uses: never its value. */
  record Credential(String kind, String name) {}

  /** Whoever answers for it: its own owner, else its engagement's. */
  @Nullable String owner() {
    return plan.owner() == null ? engagementOwner : plan.owner();
  }

  /** Whether gateways can hold it back. */
  boolean isCutByGateways() {
    return way != null && way.stops();
  }

  /** Whether nothing goes by it any more, as far as we know. */
  boolean isCut() {
    return (way != null && way.isHeld()) || outside != null;
  }
}
