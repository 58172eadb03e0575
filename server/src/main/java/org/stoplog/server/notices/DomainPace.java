package org.stoplog.server.notices;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How often copies go out to one domain of recipients: as often as was approved, and more slowly to
 * one that asks for patience (a reply 421 or another 4xx), until it takes copies again. Where it
 * puts off less than about a quarter, as a large provider does whose users have full mailboxes, it
 * soon goes on as fast as before. For one thread.
 */
final class DomainPace {
  private static final long FIRST = TimeUnit.MILLISECONDS.toNanos(2);

  /** A domain that puts off everything, as one that greylists, is asked this often yet. */
  private static final long LONGEST = TimeUnit.SECONDS.toNanos(10);

  private static final long LAG = TimeUnit.MILLISECONDS.toNanos(100);
  private static final double EASIER = 0.8;

  private final long least;
  private final LongSupplier nanos;
  private final Map<Long, State> domains = new HashMap<>();

  private static final class State {
    long interval;
    long next;

    /** Before this it becomes no slower. */
    long slower;

    State(long now) {
      next = now;
      slower = now;
    }
  }

  /**
   * @param perMinute copies at most to each domain
   * @param isLimited whether that is less than what goes to all of them together
   */
  DomainPace(int perMinute, boolean isLimited, LongSupplier nanos) {
    this.least = isLimited ? TimeUnit.MINUTES.toNanos(1) / perMinute : 0;
    this.nanos = nanos;
  }

  boolean isOpen(long domain) {
    State state = domains.get(domain);
    return state == null || state.next - nanos.getAsLong() <= 0;
  }

  /** Until it is open; 0 when it is. */
  long nanosTo(long domain) {
    State state = domains.get(domain);
    return state == null ? 0 : Math.max(0, state.next - nanos.getAsLong());
  }

  void take(long domain) {
    State state = domains.get(domain);
    if (state == null && least > 0) {
      state = domains.computeIfAbsent(domain, _ -> new State(nanos.getAsLong()));
      state.interval = least;
    }
    if (state != null) {
      // What a commit took too long for goes out with the next one, else each waits for its own.
      long earliest = nanos.getAsLong() - LAG;
      state.next = (state.next - earliest > 0 ? state.next : earliest) + state.interval;
    }
  }

  /**
   * @param isPutOff whether it asked for patience
   */
  void answered(long domain, boolean isPutOff) {
    if (isPutOff) {
      putOff(domains.computeIfAbsent(domain, _ -> new State(nanos.getAsLong())));
      return;
    }
    State state = domains.get(domain);
    if (state != null) {
      state.interval = Math.max(least, (long) (state.interval * EASIER));
      if (least == 0 && state.interval < FIRST / 4) {
        domains.remove(domain);
      }
    }
  }

  /** Answers to copies that were under way when it became slower make it no slower yet. */
  private void putOff(State state) {
    long now = nanos.getAsLong();
    if (state.slower - now <= 0) {
      state.interval = Math.min(LONGEST, Math.max(FIRST, state.interval * 2));
      state.slower = now + state.interval;
      state.next = state.slower;
    }
  }
}
