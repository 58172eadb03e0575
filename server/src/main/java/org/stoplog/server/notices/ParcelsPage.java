package org.stoplog.server.notices;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parcels of a wave on paper.
 *
 * @param state of all of them, in one line
 * @param canReturn whether letters can be said to have come back
 * @param error why something was not done; null for nothing
 * @param typed what was typed with it
 */
public record ParcelsPage(
    String room,
    String incident,
    String wave,
    String name,
    String path,
    String state,
    boolean canWork,
    boolean canReturn,
    boolean isDrill,
    @Nullable String error,
    String typed,
    String today,
    List<Line> parcels) {
  public ParcelsPage {
    parcels = List.copyOf(parcels);
  }

  /**
   * A parcel.
   *
   * @param take what its button says; null where it cannot be taken
   * @param canPost whether it can be said to be posted
   */
  public record Line(
      String number, String letters, String state, @Nullable String take, boolean canPost) {}
}
