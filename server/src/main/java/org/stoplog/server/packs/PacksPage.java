package org.stoplog.server.packs;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Evidence packs of an incident. */
public record PacksPage(
    String room, String incident, String path, boolean canWork, List<Line> packs) {
  public PacksPage {
    packs = List.copyOf(packs);
  }

  /** One that was asked for. */
  public record Line(
      String path, String name, String edition, String who, String asked, String state) {}

  /**
   * One of them.
   *
   * @param work path of the work that makes it; null once it is made
   * @param pairs what is known of it
   * @param hasPeople whether somebody stands in it by a pseudonym
   * @param recipient as it was typed
   * @param error why the key file was not asked for; null when it was
   */
  public record One(
      String room,
      String incident,
      String list,
      String path,
      String name,
      String state,
      @Nullable String work,
      boolean isMade,
      boolean canWork,
      List<Pair> pairs,
      boolean hasPeople,
      List<Key> keys,
      String recipient,
      String reason,
      @Nullable String error) {
    public One {
      pairs = List.copyOf(pairs);
      keys = List.copyOf(keys);
    }
  }

  /** Something known. */
  public record Pair(String name, String value) {}

  /**
   * A key file that was asked for.
   *
   * @param approval path of the approval that waits; null for none
   * @param canTake whether this person can take the file now
   */
  public record Key(
      String path,
      String recipient,
      String who,
      String reason,
      String state,
      @Nullable String approval,
      boolean canTake) {}
}
