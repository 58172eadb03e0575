package org.stoplog.server.agreements;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A promise of a supplier.
 *
 * @param agreement its name
 * @param number hours or days; null for a promise without one
 * @param event what the number runs from; null for what runs from nothing
 * @param words what else it says, as the places; empty for nothing
 * @param since first day on which it holds
 * @param until first day on which it holds no more; null while that is not set
 */
public record Clause(
    int id,
    int agreementId,
    String agreement,
    ClauseKind kind,
    @Nullable Integer number,
    @Nullable String event,
    String words,
    LocalDate since,
    @Nullable LocalDate until) {

  public boolean holds(LocalDate on) {
    return !on.isBefore(since) && (until == null || on.isBefore(until));
  }

  /** For people: {@code tells us of a breach within 24 hours after it was sure of the breach}. */
  public String says() {
    String unit = kind.unit();
    String says = kind.words();
    if (number != null && unit != null) {
      String counted = number + " " + (number == 1 ? unit.substring(0, unit.length() - 1) : unit);
      says +=
          switch (kind) {
            case SUB_PROCESSORS -> ", " + counted + " ahead";
            case LOGS -> " for " + counted;
            default -> " within " + counted;
          };
    }
    if (event != null) {
      says += " after " + ClauseKind.event(event);
    }
    return words.isEmpty() ? says : says + ": " + words;
  }
}
