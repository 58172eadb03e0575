package org.stoplog.server.sightings;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One sighting.
 *
 * @param lookout path of what saw it
 * @param supplier path of its page; empty for none
 * @param facts of when and where it was seen
 * @param lines what was seen
 * @param said what people made of it, the oldest first
 * @param incident path of the one that it led to; null for none, or none that the reader may see
 * @param canOpen whether an incident can be opened by it
 */
public record SightingPage(
    String path,
    String lookout,
    String supplier,
    String title,
    String state,
    @Nullable String error,
    boolean isGrave,
    List<Fact> facts,
    List<Line> lines,
    List<Fact> said,
    @Nullable String incident,
    boolean canEdit,
    boolean canOpen,
    String incidentTitle,
    String incidentSource,
    String words) {
  public SightingPage {
    facts = List.copyOf(facts);
    lines = List.copyOf(lines);
    said = List.copyOf(said);
  }

  /** Whether it says what came and what went. */
  public boolean isChange() {
    return lines.stream().anyMatch(line -> !line.kind().equals("said"));
  }

  /**
   * A line of it.
   *
   * @param kind came, went, or said
   */
  public record Line(String kind, String text) {}
}
