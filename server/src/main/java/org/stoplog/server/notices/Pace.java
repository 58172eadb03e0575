package org.stoplog.server.notices;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How many copies may go out now. Time that was lost is not made up for: no burst after a slow
 * answer. For one thread.
 */
final class Pace {
  private static final double MINUTE = TimeUnit.MINUTES.toNanos(1);

  /** No more than this part of a minute's copies at once. */
  private static final double BURST = 1 / 60.0;

  private final double perMinute;
  private final double warmUp;
  private final LongSupplier nanos;
  private final long began;
  private long last;
  private double saved;

  /**
   * @param perMinute copies at most
   * @param warmUp minutes in which the pace rises evenly to that
   * @param nanos a clock that only rises
   */
  Pace(int perMinute, int warmUp, LongSupplier nanos) {
    this.perMinute = perMinute;
    this.warmUp = warmUp * MINUTE;
    this.nanos = nanos;
    this.began = nanos.getAsLong();
    this.last = began;
    this.saved = 1; // the first one need not wait
  }

  /** Copies that may go out now. */
  int available() {
    long now = nanos.getAsLong();
    double rate = rate(now);
    saved = Math.min(Math.max(1, rate * BURST), saved + (now - last) / MINUTE * rate);
    last = now;
    return (int) saved;
  }

  /** A minute; never nothing, so that the first ones go out. */
  private double rate(long now) {
    double passed = now - began;
    return passed >= warmUp ? perMinute : Math.max(1, perMinute * passed / warmUp);
  }

  void take(int copies) {
    saved -= copies;
  }

  /** Until one more may go out, by the pace of now. */
  long nanosToNext() {
    return saved >= 1 ? 0 : (long) ((1 - saved) / rate(nanos.getAsLong()) * MINUTE) + 1;
  }
}
