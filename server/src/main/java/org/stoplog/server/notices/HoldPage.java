package org.stoplog.server.notices;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds of an incident.
 *
 * @param error null when nothing is wrong
 */
public record HoldPage(
    String room,
    String incident,
    String list,
    String path,
    String state,
    boolean holds,
    boolean canWork,
    @Nullable String approval,
    Map<String, String> form,
    @Nullable String error,
    List<Line> lines) {
  public HoldPage {
    form = Map.copyOf(form);
    lines = List.copyOf(lines);
  }

  public String typed(String field) {
    return form.getOrDefault(field, "");
  }

  /**
   * One of them, the newest first.
   *
   * @param canLift whether it holds, and this caller may end it
   */
  public record Line(
      String number,
      String authority,
      String reference,
      String reason,
      String suspends,
      String until,
      String who,
      String state,
      boolean canLift) {}
}
