package org.stoplog.server.intake;

import org.stoplog.ledger.Numbers;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Permission;

/** Numbers of rows, as this person may see them. */
final class Counts {
  /** A count below tells of few people whether they are in. */
  private static final int FEW = 10;

  private Counts() {}

  static String text(Caller caller, long count) {
    return count > 0 && count < FEW && !caller.may(Permission.KEEP_RECORD)
        ? "under " + FEW
        : Numbers.grouped(count);
  }
}
