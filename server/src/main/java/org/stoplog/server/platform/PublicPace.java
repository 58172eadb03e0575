package org.stoplog.server.platform;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often forms may be sent at the public listener, by whom and by all together. It is kept in
 * memory of a fixed size: whoever calls from many addresses pushes others' counts out, and meets
 * the limit for all.
 */
final class PublicPace {
  private static final int BURST = 10;
  private static final double EACH_SECOND = 0.2;
  private static final int BURST_OF_ALL = 200;
  private static final double EACH_SECOND_OF_ALL = 20;
  private static final int MOST_ADDRESSES = 10_000;

  private final InstantSource clock;
  private final Bucket all;
  private final Map<String, Bucket> byAddress =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > MOST_ADDRESSES;
        }
      };

  /**
   * @param clock the real time
   */
  PublicPace(InstantSource clock) {
    this.clock = clock;
    this.all = new Bucket(BURST_OF_ALL, EACH_SECOND_OF_ALL, clock.millis());
  }

  /** Whether one more is taken now. */
  synchronized boolean take(String address) {
    long now = clock.millis();
    Bucket own = byAddress.computeIfAbsent(address, unseen -> new Bucket(BURST, EACH_SECOND, now));
    // Who is refused by their own limit takes nothing from the others.
    return own.take(now) && all.take(now);
  }

  /** How many are remembered. */
  synchronized int addresses() {
    return byAddress.size();
  }

  private static final class Bucket {
    private final int most;
    private final double eachSecond;
    private double left;
    private long seen;

    Bucket(int most, double eachSecond, long now) {
      this.most = most;
      this.eachSecond = eachSecond;
      this.left = most;
      this.seen = now;
    }

    boolean take(long now) {
      left = Math.min(most, left + Math.max(0, now - seen) * eachSecond / 1000);
      seen = now;
      if (left < 1) {
        return false;
      }
      left--;
      return true;
    }
  }
}
