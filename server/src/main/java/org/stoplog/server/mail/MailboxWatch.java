package org.stoplog.server.mail;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.platform.ServerLog;
import org.stoplog.server.platform.Transactions;

/** Looks into mailboxes every minute. */
final class MailboxWatch implements SmartLifecycle, MailboxLook {
  private static final Duration EVERY = Duration.ofMinutes(1);

  private final MailboxReading reading;
  private final Transactions transactions;
  private final Ledger ledger;
  private final ServerLog log;
  private final Semaphore end = new Semaphore(0);
  private volatile boolean isEnding;
  private @Nullable Thread thread;

  MailboxWatch(MailboxReading reading, Transactions transactions, Ledger ledger, ServerLog log) {
    this.reading = reading;
    this.transactions = transactions;
    this.ledger = ledger;
    this.log = log;
  }

  @Override
  public void look() {
    transactions
        .run(jdbc -> new MailboxRows(jdbc, ledger.stores().keys()).all())
        .forEach(
            box -> {
              if (box.active() && !isEnding) {
                reading.read(box, () -> isEnding);
              }
            });
  }

  @Override
  public void start() {
    isEnding = false;
    end.drainPermits();
    thread = Thread.ofVirtual().name("mailboxes").start(this::watch);
  }

  private void watch() {
    try {
      while (!end.tryAcquire(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        lookSafely();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void lookSafely() {
    try {
      look();
    } catch (StoplogException e) {
      if (e.problem() != Problem.SERVER_BUSY && e.problem() != Problem.INTERRUPTED) {
        log.fault(e);
      }
    } catch (RuntimeException e) {
      // The next look goes on where this one ended; the page says when it was last read.
      log.fault(e);
    }
  }

  @Override
  public void stop() {
    isEnding = true;
    end.release();
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
