package org.stoplog.server.platform;

import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.Numbers;

/**
 * Writes counts of people for one caller: exact, but for viewers never one under ten, since a small
 * count beside a name or country tells of somebody.
 */
public record Counts(boolean areSmallShown) {
  private static final int FEW = 10;

  public static Counts of(Caller caller) {
    return new Counts(caller.may(Permission.SEE_SMALL_COUNTS));
  }

  private boolean isHidden(long count) {
    return !areSmallShown && count > 0 && count < FEW;
  }

  /** For a page. */
  public String text(long count) {
    return isHidden(count) ? "under " + FEW : Numbers.grouped(count);
  }

  /** For a file that programs read. */
  public String plain(long count) {
    return isHidden(count) ? "under " + FEW : Long.toString(count);
  }

  /** For a program. */
  public Count count(long count) {
    return isHidden(count) ? new Count(null, FEW) : new Count(count, null);
  }

  /**
   * A number of people.
   *
   * @param exact null where this caller is not shown it
   * @param under it is at least 1 and less than this; null where it is shown
   */
  public record Count(@Nullable Long exact, @Nullable Integer under) {}
}
