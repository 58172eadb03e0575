package org.stoplog.gateway.proxy;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes of bodies that are being collected, so that many long ones do not fill memory. Thread-safe.
 */
final class Held {
  private final long most;
  private final AtomicLong bytes = new AtomicLong();

  Held(long most) {
    this.most = most;
  }

  /** A quarter of what there is: a body is there more than once while it is read and rewritten. */
  static Held usual() {
    return new Held(Runtime.getRuntime().maxMemory() / 4);
  }

  /** Whether there is room for so many more; they count in any case, until they are let go. */
  boolean take(long more) {
    return bytes.addAndGet(more) <= most;
  }

  void letGo(long taken) {
    bytes.addAndGet(-taken);
  }
}
