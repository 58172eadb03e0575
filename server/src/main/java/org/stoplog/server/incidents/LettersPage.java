package org.stoplog.server.incidents;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The correspondence of an incident, and the forms to add to it.
 *
 * @param typed what stood in the forms
 * @param error what was wrong with a form; null when nothing was
 * @param errorOf {@code mail} or {@code note}: whose form that is
 */
public record LettersPage(
    String room,
    String incident,
    boolean canWork,
    String limit,
    Map<String, String> typed,
    @Nullable String error,
    String errorOf,
    List<Line> letters) {
  public LettersPage {
    typed = Map.copyOf(typed);
    letters = List.copyOf(letters);
  }

  public String of(String field) {
    return typed.getOrDefault(field, "");
  }

  /**
   * A letter.
   *
   * @param way who told whom, and how
   * @param isSuspect whether it is in the supplier's name and its signatures speak against it
   */
  public record Line(
      String path,
      String at,
      String way,
      String who,
      String subject,
      int attachments,
      boolean isSuspect) {}
}
