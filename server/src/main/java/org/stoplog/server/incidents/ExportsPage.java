package org.stoplog.server.incidents;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lists of an incident that name people.
 *
 * @param choices what can be asked for; none while there is no exposure
 * @param error why it was not asked; null when it was
 */
public record ExportsPage(
    String room,
    String incident,
    boolean canWork,
    List<Choice> choices,
    List<Line> exports,
    String reason,
    @Nullable String error) {
  public ExportsPage {
    choices = List.copyOf(choices);
    exports = List.copyOf(exports);
  }

  /** An exposure, or the change between two. */
  public record Choice(String value, String text) {}

  /** One that was asked for. */
  public record Line(String path, String title, String who, String state) {}

  /**
   * One of them.
   *
   * @param approval path of the approval that waits; null for none
   * @param canTake whether this person can take the file now
   */
  public record One(
      String room,
      String incident,
      String path,
      String title,
      String state,
      String who,
      String reason,
      String people,
      @Nullable String approval,
      boolean canTake) {}
}
