package org.stoplog.server.incidents;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.platform.ServerLog;

/** Sends mails with questions when they are due, and at once when one was approved. */
final class QuestionWatch implements SmartLifecycle, QuestionLook {
  private static final Duration EVERY = Duration.ofSeconds(20);

  private final QuestionMailing mailing;
  private final ServerLog log;
  private final Semaphore wake = new Semaphore(0);
  private volatile boolean isEnding;
  private @Nullable Thread thread;

  QuestionWatch(QuestionMailing mailing, ServerLog log) {
    this.mailing = mailing;
    this.log = log;
  }

  /** Looks at once, in its own thread. */
  void wake() {
    wake.release();
  }

  @Override
  public void look() {
    mailing.run();
  }

  @Override
  public void start() {
    mailing.standStill();
    isEnding = false;
    thread = Thread.ofVirtual().name("questions").start(this::watch);
  }

  private void watch() {
    while (!isEnding) {
      try {
        wake.tryAcquire(EVERY.toMillis(), TimeUnit.MILLISECONDS);
        wake.drainPermits();
        if (!isEnding) {
          mailing.run();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (StoplogException e) {
        if (e.problem() != Problem.SERVER_BUSY && e.problem() != Problem.INTERRUPTED) {
          log.fault(e);
        }
      } catch (RuntimeException e) {
        // The next look tries again; the page of the questions shows what waits.
        log.fault(e);
      }
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
}
