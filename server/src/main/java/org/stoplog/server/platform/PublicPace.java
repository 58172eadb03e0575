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

  /** Whoever has a link and fills in many questions sends more forms. */
  private static final Limits OF_STRANGERS =
      new Limits(BURST, EACH_SECOND, BURST_OF_ALL, EACH_SECOND_OF_ALL);

  private static final Limits OF_LINKS = new Limits(60, 1, 600, 50);

  private final InstantSource clock;
  private final Limits limits;
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
    this(clock, OF_STRANGERS);
  }

  private PublicPace(InstantSource clock, Limits limits) {
    this.clock = clock;
    this.limits = limits;
    this.all = new Bucket(limits.burstOfAll(), limits.eachSecondOfAll(), clock.millis());
  }

  /** For paths that whoever has a link sends forms to. */
  static PublicPace ofLinks(InstantSource clock) {
    return new PublicPace(clock, OF_LINKS);
  }

  private record Limits(int burst, double eachSecond, int burstOfAll, double eachSecondOfAll) {}

  /** Whether one more is taken now. */
  synchronized boolean take(String address) {
    long now = clock.millis();
    Bucket own =
        byAddress.computeIfAbsent(
            address, unseen -> new Bucket(limits.burst(), limits.eachSecond(), now));
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
