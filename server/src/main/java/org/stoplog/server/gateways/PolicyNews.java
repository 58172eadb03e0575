package org.stoplog.server.gateways;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.context.SmartLifecycle;

/** Wakes those who wait for the next policy. It stops before the doors do, which wait for them. */
final class PolicyNews implements SmartLifecycle {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition told = lock.newCondition();
  private long count;
  private boolean isOpen;

  /** To be taken before looking, so that nothing told meanwhile is missed. */
  long count() {
    lock.lock();
    try {
      return count;
    } finally {
      lock.unlock();
    }
  }

  /** Tells that there may be another policy, or that somebody may not have one any more. */
  void tell() {
    lock.lock();
    try {
      count++;
      told.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until something was told since.
   *
   * @param deadline as {@link System#nanoTime}
   * @return false when nothing was in time, or the server stops
   */
  boolean await(long since, long deadline) throws InterruptedException {
    lock.lock();
    try {
      while (isOpen && count == since) {
        if (told.awaitNanos(deadline - System.nanoTime()) <= 0) {
          return false;
        }
      }
      return isOpen;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void start() {
    lock.lock();
    isOpen = true;
    lock.unlock();
  }

  @Override
  public void stop() {
    lock.lock();
    try {
      isOpen = false;
      told.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isRunning() {
    lock.lock();
    try {
      return isOpen;
    } finally {
      lock.unlock();
    }
  }
}
