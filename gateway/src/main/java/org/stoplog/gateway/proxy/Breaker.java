package org.stoplog.gateway.proxy;

import java.util.function.LongSupplier;

/**
 * Stops asking a supplier that cannot be reached, for a while: each attempt would hold a sender for
 * as long as a connection takes to fail. One attempt after that tells whether it is back. Used by
 * one event loop alone.
 */
final class Breaker {
  private static final int FAILURES = 5;
  private static final long PAUSE_NANOS = 2_000_000_000L;

  private final LongSupplier nanos;
  private int failures;
  private long openedAt;
  private boolean isOpen;
  private boolean isTrying;

  Breaker(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * Whether a request may try; whoever may says {@link #good}, {@link #bad} or {@link #untried}
   * afterwards.
   */
  boolean mayTry() {
    if (!isOpen) {
      return true;
    }
    if (isTrying || nanos.getAsLong() - openedAt < PAUSE_NANOS) {
      return false;
    }
    isTrying = true;
    return true;
  }

  /** The supplier was reached. */
  void good() {
    failures = 0;
    isOpen = false;
    isTrying = false;
  }

  /** It was not tried after all. */
  void untried() {
    isTrying = false;
  }

  /** It was not. */
  void bad() {
    failures++;
    isTrying = false;
    if (failures >= FAILURES) {
      isOpen = true;
      openedAt = nanos.getAsLong();
    }
  }

  boolean isOpen() {
    return isOpen;
  }
}
