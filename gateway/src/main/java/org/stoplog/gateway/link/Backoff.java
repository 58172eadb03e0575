package org.stoplog.gateway.link;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait after failures: 1, 2, 4 … 30 seconds, each shortened by up to a half, so that
 * many gateways do not come at once when their server is there again. For one thread.
 */
final class Backoff {
  private static final long FIRST_MILLIS = 1_000;
  private static final long LONGEST_MILLIS = 30_000;

  private final RandomGenerator random;
  private long next = FIRST_MILLIS;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  Duration next() {
    long full = next;
    next = Math.min(LONGEST_MILLIS, full * 2);
    return Duration.ofMillis(full / 2 + random.nextLong(full / 2 + 1));
  }

  void reset() {
    next = FIRST_MILLIS;
  }
}
