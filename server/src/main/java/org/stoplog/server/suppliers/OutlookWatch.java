package org.stoplog.server.suppliers;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Progress;
import org.stoplog.server.platform.ServerLog;

/**
 * Keeps "If tonight" up to date by itself: looks every half minute whether the record or the day
 * has changed, which one short query tells, and works out what is due. It is no act of anybody, so
 * the log has no entry of it.
 */
final class OutlookWatch implements SmartLifecycle, Progress {
  private static final Duration EVERY = Duration.ofSeconds(30);

  private final OutlookRefresh refresh;
  private final ServerLog log;
  private final Semaphore wake = new Semaphore(0);
  private @Nullable Thread thread;
  private volatile boolean isEnding;
  private volatile boolean isWorking;
  private volatile long total;
  private volatile long done;

  OutlookWatch(OutlookRefresh refresh, ServerLog log) {
    this.refresh = refresh;
    this.log = log;
  }

  /**
   * How far the work is.
   *
   * @param done suppliers
   * @param total suppliers
   */
  record Position(long done, long total) {}

  /** Empty while there is nothing to do. */
  Optional<Position> position() {
    return isWorking ? Optional.of(new Position(done, total)) : Optional.empty();
  }

  /** Looks at once. */
  void look() {
    wake.release();
  }

  @Override
  public void start() {
    isEnding = false;
    thread = Thread.ofVirtual().name("outlooks").start(this::watch);
  }

  private void watch() {
    while (!isEnding) {
      try {
        // Not at once: whoever starts the server wants its first page first.
        boolean isAsked = wake.tryAcquire(EVERY.toMillis(), TimeUnit.MILLISECONDS);
        wake.drainPermits();
        if (!isEnding && (isAsked || refresh.isDue())) {
          work();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (StoplogException e) {
        if (e.problem() != Problem.INTERRUPTED && e.problem() != Problem.SERVER_BUSY) {
          log.fault(e);
        }
      } catch (RuntimeException e) {
        // The next look tries again; the page says since when nothing was worked out.
        log.fault(e);
      }
    }
  }

  private void work() {
    done = 0;
    total = 0;
    isWorking = true;
    try {
      refresh.run(this);
    } finally {
      isWorking = false;
    }
  }

  @Override
  public void stop() {
    isEnding = true;
    wake.release();
    Thread running = thread;
    if (running != null) {
      try {
        running.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    thread = null;
  }

  @Override
  public boolean isRunning() {
    return thread != null;
  }

  @Override
  public void step(String name, long total, String unit) {
    this.total = total;
  }

  @Override
  public void at(long done) {
    this.done = done;
  }

  @Override
  public boolean stopped() {
    return isEnding;
  }
}
