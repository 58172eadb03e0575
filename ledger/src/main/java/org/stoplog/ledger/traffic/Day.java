package org.stoplog.ledger.traffic;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** What a connection carried on a day (UTC), as far as some segments tell. */
final class Day {
  /** Whose day. */
  record Key(int connection, LocalDate day) {
    static Key of(int connection, Instant at) {
      return new Key(connection, LocalDate.ofInstant(at, ZoneOffset.UTC));
    }
  }

  long delivered;
  long possible;
  long refused;
  long unsent;
  long streams;
  long opaque;
  long opaqueBytes;
  @Nullable Instant refusedFirst;
  @Nullable Instant refusedLast;
  @Nullable Instant passedLast;

  void refused(Instant at) {
    refused++;
    refusedFirst = refusedFirst == null || at.isBefore(refusedFirst) ? at : refusedFirst;
    refusedLast = later(refusedLast, at);
  }

  /** A request or stream reached the supplier, or may have. */
  void passed(Instant at) {
    passedLast = later(passedLast, at);
  }

  private static Instant later(@Nullable Instant one, Instant other) {
    return one == null || other.isAfter(one) ? other : one;
  }
}
