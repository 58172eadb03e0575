package org.stoplog.gateway.proxy;

import java.util.HashMap;
import java.util.Map;

/**
 * Bounds how many attempts at hosts that no rule names are recorded: whoever has credentials may
 * make up any number of names. What is beyond is only counted. Thread-safe.
 */
final class UnknownHosts {
  private static final long MINUTE_MILLIS = 60_000;
  private static final int MOST_OF_ONE = 5;
  private static final int MOST = 200;

  private final Map<String, Integer> recorded = new HashMap<>();
  private long minute = Long.MIN_VALUE;
  private int inAll;

  /**
   * Whether another attempt is recorded: a few of each host and sender, some of all in a minute.
   */
  synchronized boolean take(String host, String sender, long millis) {
    long now = Math.floorDiv(millis, MINUTE_MILLIS);
    if (now != minute) {
      minute = now;
      inAll = 0;
      recorded.clear();
    }
    if (inAll >= MOST || recorded.getOrDefault(sender + " " + host, 0) >= MOST_OF_ONE) {
      return false;
    }
    inAll++;
    recorded.merge(sender + " " + host, 1, Integer::sum);
    return true;
  }
}
