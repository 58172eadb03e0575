package org.stoplog.server.suppliers;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The register as a list. */
public record RegisterPage(
    Filter filter,
    List<Line> lines,
    String shown,
    int waiting,
    boolean isEmpty,
    boolean mayEdit,
    @Nullable String next,
    @Nullable String previous) {
  public RegisterPage {
    lines = List.copyOf(lines);
  }

  /** What was asked for, as it was typed. */
  public record Filter(
      String name, String kind, String only, List<String> kinds, List<TonightPage.Choice> choices) {
    public Filter {
      kinds = List.copyOf(kinds);
      choices = List.copyOf(choices);
    }
  }

  /**
   * A supplier.
   *
   * @param mergedInto name of the one that has what it had; null for none
   */
  public record Line(
      int id,
      String name,
      String domain,
      @Nullable String mergedInto,
      String kinds,
      String period,
      boolean isEnded,
      String contact,
      String tested,
      boolean isTestDue,
      String record) {}
}
