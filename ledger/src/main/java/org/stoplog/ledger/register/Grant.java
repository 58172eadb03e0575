package org.stoplog.ledger.register;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an engagement may receive.
 *
 * @param elements ids of data elements
 * @param population about whom, null for everybody
 * @param since first day on which it is in force, null for ever
 * @param until first day on which it is no longer in force, null while it is
 */
public record Grant(
    int id,
    int engagement,
    List<String> elements,
    @Nullable Predicate population,
    @Nullable LocalDate since,
    @Nullable LocalDate until,
    Terms terms) {
  public Grant {
    elements = List.copyOf(elements);
  }

  /** Under which terms; each null when not written down. The purpose is the engagement's. */
  public record Terms(
      @Nullable String legalBasis, @Nullable String retention, @Nullable String place) {
    public static final Terms NONE = new Terms(null, null, null);
  }

  /** Whether it is in force on some day of a period, both days included. */
  public boolean isInForce(LocalDate firstDay, LocalDate lastDay) {
    return (since == null || !since.isAfter(lastDay)) && (until == null || until.isAfter(firstDay));
  }
}
