package org.stoplog.server.sightings;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One lookout, and what it saw.
 *
 * @param isList whether a file may be imported
 * @param looks whether it looks by itself
 * @param content lines that the next look is compared with
 */
public record LookoutPage(
    String path,
    String title,
    String state,
    @Nullable String error,
    List<Fact> facts,
    boolean canEdit,
    boolean isList,
    boolean looks,
    boolean isPaused,
    List<Look> observations,
    List<SightingsPage.Line> sightings,
    List<String> content) {
  public LookoutPage {
    facts = List.copyOf(facts);
    observations = List.copyOf(observations);
    sightings = List.copyOf(sightings);
    content = List.copyOf(content);
  }

  /** One look. */
  public record Look(String at, String source, boolean isSeen, String words) {}
}
