package org.stoplog.server.incidents;

import org.stoplog.ledger.Numbers;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Permission;

/** Numbers of people as one reader may see them: small ones could name somebody. */
record Counts(boolean isExact) {
  private static final long FEW = 10;

  static Counts of(Caller caller) {
    return new Counts(caller.may(Permission.WORK_ON_INCIDENTS));
  }

  /** All digits; for viewers "under 10" in place of 1 to 9. */
  String people(long count) {
    return !isExact && count > 0 && count < FEW ? "under 10" : Numbers.grouped(count);
  }
}
