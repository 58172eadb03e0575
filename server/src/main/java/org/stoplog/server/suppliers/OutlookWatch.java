package org.stoplog.server.suppliers;

import java.time.Duration;
import java.util.Optional;
import org.stoplog.ledger.Progress;
import org.stoplog.server.platform.ServerLog;
import org.stoplog.server.platform.Watch;

/**
 * Keeps "If tonight" up to date by itself: looks every half minute whether the record or the day
 * has changed, which one short query tells, and works out what is due. It is no act of anybody, so
 * the log has no entry of it.
 */
final class OutlookWatch extends Watch implements Progress {
  private static final Duration EVERY = Duration.ofSeconds(30);

  private final OutlookRefresh refresh;
  private volatile boolean isWorking;
  private volatile long total;
  private volatile long done;

  OutlookWatch(OutlookRefresh refresh, ServerLog log) {
    super("outlooks", EVERY, log);
    this.refresh = refresh;
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

  @Override
  protected void look(boolean isAsked) {
    if (isAsked || refresh.isDue()) {
      work();
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
  public void step(String name, long total, String unit) {
    this.total = total;
  }

  @Override
  public void at(long done) {
    this.done = done;
  }

  @Override
  public boolean stopped() {
    return isEnding();
  }
}
