package org.stoplog.server.suppliers;

import java.util.Locale;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Permission;

/**
 * Writes counts of people for one caller: exact, in groups of three, but for viewers never one
 * under ten, since a small count beside a name or country tells of somebody.
 */
record Counts(boolean areSmallShown) {
  private static final int SMALL = 10;

  static Counts of(Caller caller) {
    return new Counts(caller.may(Permission.SEE_SMALL_COUNTS));
  }

  boolean isHidden(long count) {
    return !areSmallShown && count > 0 && count < SMALL;
  }

  /** For a page. */
  String text(long count) {
    return isHidden(count)
        ? "under " + SMALL
        : String.format(Locale.ROOT, "%,d", count).replace(',', '\u2009');
  }

  /** For a file that programs read. */
  String plain(long count) {
    return isHidden(count) ? "under " + SMALL : Long.toString(count);
  }
}
