package org.stoplog.server.severity;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How much each part of our own score counts. */
public record WeightsPage(
    String state, List<Part> parts, boolean canChange, @Nullable String error) {
  public WeightsPage {
    parts = List.copyOf(parts);
  }

  /** A part, and how often its points count, as it is kept or was typed. */
  public record Part(String word, String title, String times) {}
}
