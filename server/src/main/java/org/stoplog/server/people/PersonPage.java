package org.stoplog.server.people;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One person's story, without the values that identify them.
 *
 * @param state one line that says who was found
 * @param references the company's own ids, masked
 * @param forget address of the page for erasing them; null when this person may not, or when it is
 *     not one person
 * @param reveal address of the page for showing their contact values; null when it is not one
 *     person
 */
public record PersonPage(
    String state,
    String until,
    List<String> references,
    List<Pair> identifiers,
    List<Period> periods,
    List<Sent> sent,
    boolean isCut,
    List<Sent> held,
    List<Pair> exposures,
    @Nullable String forget,
    @Nullable String reveal) {
  public PersonPage {
    references = List.copyOf(references);
    identifiers = List.copyOf(identifiers);
    periods = List.copyOf(periods);
    sent = List.copyOf(sent);
    held = List.copyOf(held);
    exposures = List.copyOf(exposures);
  }

  public record Pair(String name, String value) {}

  /** A stretch of time. */
  public record Period(String days, String organisation, String attributes) {}

  /** What one supplier got, or has. */
  public record Sent(
      String day, String supplier, String connection, String events, String elements) {}
}
