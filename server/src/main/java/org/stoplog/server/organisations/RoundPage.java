package org.stoplog.server.organisations;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The board of a round: each organisation, and how far it is.
 *
 * @param approval path of the approval that waits; null for none
 * @param running path of the work under way; null for none
 */
public record RoundPage(
    String room,
    String incident,
    String list,
    String path,
    String name,
    String state,
    boolean isMoving,
    Acts acts,
    @Nullable String approval,
    @Nullable String running,
    List<Pair> terms,
    List<Pair> counts,
    List<Line> organisations,
    String subject,
    String body) {
  public RoundPage {
    terms = List.copyOf(terms);
    counts = List.copyOf(counts);
    organisations = List.copyOf(organisations);
  }

  public record Acts(boolean ask, boolean discard, boolean stop, boolean resume, boolean end) {}

  public record Pair(String name, String value) {}

  /**
   * An organisation.
   *
   * @param due until when a clause has us tell it; empty without one
   */
  public record Line(
      String path,
      String name,
      String people,
      String data,
      String due,
      String state,
      String opened,
      String questions) {}
}
