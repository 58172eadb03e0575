package org.stoplog.server.sightings;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sightings, the newest first.
 *
 * @param shown how many, in words
 * @param query what the list is narrowed by, with its question mark; empty for nothing
 * @param older address of those before; null at the end
 * @param hasLookouts whether anything is looked at
 */
public record SightingsPage(
    String shown,
    List<Choice> kinds,
    List<Choice> states,
    String supplier,
    String supplierName,
    List<Line> lines,
    String query,
    @Nullable String older,
    boolean hasLookouts,
    boolean canEdit) {
  public SightingsPage {
    kinds = List.copyOf(kinds);
    states = List.copyOf(states);
    lines = List.copyOf(lines);
  }

  /** A choice of a filter. */
  public record Choice(String word, String words, boolean isChosen) {}

  /**
   * One of them.
   *
   * @param supplier path of its page; empty for none
   */
  public record Line(
      String path,
      String number,
      String title,
      boolean isGrave,
      boolean isAgain,
      String kind,
      String supplier,
      String supplierName,
      String seen,
      String state,
      boolean isNew) {}
}
