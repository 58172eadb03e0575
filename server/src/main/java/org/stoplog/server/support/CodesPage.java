package org.stoplog.server.support;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The support codes of an incident.
 *
 * @param made a new one, shown now and never again; null when none was made
 */
public record CodesPage(
    String room, String incident, boolean canWork, @Nullable String made, List<Line> codes) {
  public CodesPage {
    codes = List.copyOf(codes);
  }

  /**
   * One code.
   *
   * @param end path that ends it; null when it is over
   */
  public record Line(
      int number, String by, String state, String people, String lookUps, @Nullable String end) {}

  /** It may stand in a message of a fault. */
  @Override
  public String toString() {
    return "CodesPage[…]";
  }
}
