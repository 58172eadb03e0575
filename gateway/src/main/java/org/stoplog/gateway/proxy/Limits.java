package org.stoplog.gateway.proxy;

import java.time.Duration;

/**
 * How long the other side may take.
 *
 * @param head from the first byte of a request to the end of its head
 * @param body in which at least a kilobyte of a body comes, or its rest
 * @param answer from the end of a request to the head of the supplier's answer
 */
record Limits(Duration head, Duration body, Duration answer) {
  static final Limits USUAL =
      new Limits(Duration.ofSeconds(15), Duration.ofSeconds(15), Duration.ofSeconds(60));

  private static final long LONGEST_TICK = 1_000;

  /** How often it has to be looked, milliseconds. */
  long tickMillis() {
    return Math.clamp(Math.min(body.toMillis(), answer.toMillis()) / 4, 10, LONGEST_TICK);
  }
}
