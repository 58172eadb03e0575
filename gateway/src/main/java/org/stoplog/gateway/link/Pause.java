package org.stoplog.gateway.link;

import java.time.Duration;

/** How a thread waits for its next try. */
interface Pause {
  /** Returns after this time, or when woken; at once when woken since it last returned. */
  void await(Duration longest) throws InterruptedException;

  void wake();
}
