package org.stoplog.server.incidents;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is worked with, and the form to decide on something else.
 *
 * @param version of the scope now; 0 before the first decision
 * @param waiting path of an approval that narrows it and waits for a second person; null for none
 * @param isNumberOld whether the scope has no number of its own yet
 */
public record ScopePage(
    String room,
    String incident,
    int version,
    @Nullable String decided,
    boolean canWork,
    boolean isNumberOld,
    @Nullable String waiting,
    @Nullable String error,
    String reason,
    List<Line> claims) {
  public ScopePage {
    claims = List.copyOf(claims);
  }

  /** A positive claim, and whether it is chosen in the form. */
  public record Line(
      String id,
      String path,
      String says,
      String source,
      boolean isUnverified,
      @Nullable String scenario,
      @Nullable String supersedes,
      boolean isWorkedWith,
      boolean isChosen) {}
}
