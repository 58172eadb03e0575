package org.stoplog.server.notices;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is done for people of the file who are not in our directory.
 *
 * @param people how many, by the last wave that was frozen; null before one
 * @param error what is wrong with what was typed; null when nothing is
 */
public record OutsidePage(
    String room,
    String incident,
    String list,
    String path,
    String state,
    @Nullable String people,
    @Nullable String source,
    boolean canWork,
    List<NoticePage.Choice> choices,
    String typed,
    @Nullable String error,
    List<Line> decisions) {
  public OutsidePage {
    choices = List.copyOf(choices);
    decisions = List.copyOf(decisions);
  }

  /** A decision, the newest first. */
  public record Line(String number, String what, String why, String people, String who) {}
}
