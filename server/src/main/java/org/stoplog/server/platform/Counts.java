package org.stoplog.server.platform;

import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.Numbers;

/**
 * Writes counts of people for one caller: exact, but for viewers never one under ten, since a small
 * count beside a name or country tells of somebody.
 */
public record Counts(boolean areSmallShown, boolean areRounded) {
  private static final int FEW = 10;

  public Counts(boolean areSmallShown) {
    this(areSmallShown, false);
  }

  public static Counts of(Caller caller) {
    return new Counts(caller.may(Permission.SEE_SMALL_COUNTS));
  }

  /**
   * For numbers that stand beside each other and of which one is the sum of others: where any is
   * too small to be shown, all are rounded down to tens, so that the small one is not found by
   * taking one from another.
   */
  public Counts among(LongStream together) {
    return areSmallShown || together.noneMatch(count -> count > 0 && count < FEW)
        ? this
        : new Counts(false, true);
  }

  private boolean isHidden(long count) {
    return !areSmallShown && count > 0 && count < FEW;
  }

  /** For a page. */
  public String text(long count) {
    return isHidden(count)
        ? "under " + FEW
        : areRounded && count > 0
            ? Numbers.grouped(count - count % FEW) + " or more"
            : Numbers.grouped(count);
  }

  /** For a file that programs read. */
  public String plain(long count) {
    return isHidden(count) ? "under " + FEW : Long.toString(count);
  }

  /** For a cell of a file: a number where it is shown. */
  public Object cell(long count) {
    return isHidden(count) ? plain(count) : (Object) count;
  }

  /** For a program. */
  public Count count(long count) {
    if (isHidden(count)) {
      return new Count(null, FEW);
    }
    // Not rounded down: a program would take it for exact.
    return areRounded && count > 0
        ? new Count(null, (int) Math.min(Integer.MAX_VALUE, count - count % FEW + FEW))
        : new Count(count, null);
  }

  /**
   * A number of people.
   *
   * @param exact null where this caller is not shown it
   * @param under it is at least 1 and less than this; null where it is shown
   */
  public record Count(@Nullable Long exact, @Nullable Integer under) {}
}
