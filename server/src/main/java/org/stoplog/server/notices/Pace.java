package org.stoplog.server.notices;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.stoplog.ledger.Progress;

/** Lets so many pass a minute, by the machine's own clock. For one thread. */
final class Pace {
  private static final long SLICE = TimeUnit.MILLISECONDS.toNanos(200);

  private final long interval;
  private long next = System.nanoTime();

  Pace(int perMinute) {
    interval = TimeUnit.MINUTES.toNanos(1) / perMinute;
  }

  /** Waits for its turn, or until the work is asked to end. */
  void take(Progress progress) {
    long left = next - System.nanoTime();
    while (left > 0 && !progress.stopped()) {
      LockSupport.parkNanos(Math.min(left, SLICE));
      left = next - System.nanoTime();
    }
    // Time that was lost is not made up for: no burst after a slow answer.
    next = Math.max(next, System.nanoTime()) + interval;
  }
}
