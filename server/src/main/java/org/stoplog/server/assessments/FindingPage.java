package org.stoplog.server.assessments;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One finding, and what became of it. */
public record FindingPage(
    String path,
    String title,
    int supplier,
    String supplierName,
    @Nullable String assessment,
    String state,
    String facts,
    List<Event> events,
    List<AssessmentPage.Choice> kinds,
    boolean canEdit,
    @Nullable String error,
    String typed) {
  public FindingPage {
    events = List.copyOf(events);
    kinds = List.copyOf(kinds);
  }

  /** Something that happened to it, the newest first. */
  public record Event(String what, String words, String who) {}
}
