package org.stoplog.server.platform;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.Progress;

/** How far running work has come, for whoever looks. */
final class WorkProgress implements Progress {
  private final InstantSource clock;
  private final AtomicLong done = new AtomicLong();
  private volatile Step step;
  private volatile boolean isStopped;

  WorkProgress(InstantSource clock) {
    this.clock = clock;
    this.step = new Step("Beginning", UNKNOWN, "", clock.instant());
  }

  record Step(String name, long total, String unit, Instant begun) {}

  /**
   * A look at it.
   *
   * @param percent null when nobody knows the end
   * @param left time until the step is over at the rate so far; null when it cannot be said
   */
  record Look(
      String step,
      long done,
      long total,
      String unit,
      @Nullable Integer percent,
      @Nullable Long perSecond,
      @Nullable Duration left) {}

  @Override
  public void step(String name, long total, String unit) {
    done.set(0);
    step = new Step(name, total, unit, clock.instant());
  }

  @Override
  public void at(long count) {
    done.accumulateAndGet(count, Math::max);
  }

  @Override
  public boolean stopped() {
    return isStopped;
  }

  void stop() {
    isStopped = true;
  }

  Look look() {
    Step now = step;
    long count = done.get();
    long millis = Duration.between(now.begun(), clock.instant()).toMillis();
    Long rate = millis >= 1_000 && count > 0 ? count * 1_000 / millis : null;
    boolean isBounded = now.total() > 0;
    return new Look(
        now.name(),
        count,
        now.total(),
        now.unit(),
        isBounded ? (int) Math.min(100, count * 100 / now.total()) : null,
        rate,
        isBounded && rate != null && rate > 0
            ? Duration.ofSeconds(Math.max(0, now.total() - count) / rate)
            : null);
  }
}
