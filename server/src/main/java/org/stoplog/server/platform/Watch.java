package org.stoplog.server.platform;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/**
 * Looks at something again and again while the server runs, in one thread of its own. A look that
 * fails is in the log, and the next one tries again.
 */
public abstract class Watch implements SmartLifecycle {
  private final String name;
  private final Duration every;
  private final ServerLog log;
  private final Semaphore wake = new Semaphore(0);
  private volatile boolean isEnding;
  private @Nullable Thread thread;

  /**
   * @param name of the thread
   * @param every how long it waits before each look, the first too: whoever starts the server wants
   *     its first page first
   */
  protected Watch(String name, Duration every, ServerLog log) {
    this.name = name;
    this.every = every;
    this.log = log;
  }

  /** Done while the server starts, before anything is looked at; what it throws stops the start. */
  protected void begin() {}

  /**
   * One look.
   *
   * @param isAsked whether somebody wants it now
   */
  protected abstract void look(boolean isAsked);

  /** Whether the server is stopping: a long look ends early then. */
  protected final boolean isEnding() {
    return isEnding;
  }

  /** Looks at once, in its own thread. */
  public final void wake() {
    wake.release();
  }

  @Override
  public final void start() {
    begin();
    isEnding = false;
    wake.drainPermits();
    thread = Thread.ofVirtual().name(name).start(this::watch);
  }

  private void watch() {
    while (!isEnding) {
      try {
        boolean isAsked = wake.tryAcquire(every.toMillis(), TimeUnit.MILLISECONDS);
        wake.drainPermits();
        if (!isEnding) {
          look(isAsked);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (StoplogException e) {
        if (e.problem() != Problem.INTERRUPTED && e.problem() != Problem.SERVER_BUSY) {
          log.fault(e);
        }
      } catch (RuntimeException e) {
        log.fault(e);
      }
    }
  }

  /** Waits until a look under way has ended. */
  @Override
  public final void stop() {
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
  public final boolean isRunning() {
    return thread != null;
  }
}
