package org.stoplog.server.clocks;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue of duties, as it was searched.
 *
 * @param previous address of the page before; null on the first
 * @param next address of the page after; null on the last
 */
public record DutiesPage(
    String shown,
    String text,
    String place,
    String tells,
    List<String> places,
    List<Word> kinds,
    @Nullable String previous,
    @Nullable String next,
    List<Line> lines) {
  public DutiesPage {
    places = List.copyOf(places);
    kinds = List.copyOf(kinds);
    lines = List.copyOf(lines);
  }

  /** A word of a form, and what it means. */
  public record Word(String word, String words) {}

  /** A duty. */
  public record Line(
      String path,
      String id,
      String place,
      String recipient,
      String within,
      String law,
      boolean isVerified) {}
}
