package org.stoplog.gateway.link;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Wakes one waiting thread; a ring that nobody waits for is kept. Thread-safe. */
public final class Bell implements Pause {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition rung = lock.newCondition();
  private boolean isRung;

  @Override
  public void await(Duration longest) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = longest.toNanos();
      while (!isRung && left > 0) {
        left = rung.awaitNanos(left);
      }
      isRung = false;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void wake() {
    lock.lock();
    try {
      isRung = true;
      rung.signal();
    } finally {
      lock.unlock();
    }
  }
}
