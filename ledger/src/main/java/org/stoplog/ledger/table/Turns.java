package org.stoplog.ledger.table;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/** One at a time, in the order of asking; who waits may give up and leaves the queue then. */
final class Turns {
  private static final long LOOK_EVERY_MILLIS = 100;

  private final Deque<Object> queue = new ArrayDeque<>();

  /**
   * @param stopped asked ten times a second while it waits
   * @throws StoplogException INTERRUPTED when stopped first
   */
  synchronized void take(BooleanSupplier stopped) {
    Object ours = new Object();
    queue.add(ours);
    try {
      while (queue.peekFirst() != ours) {
        if (stopped.getAsBoolean()) {
          throw new StoplogException(Problem.INTERRUPTED, "stopped before its turn came");
        }
        wait(LOOK_EVERY_MILLIS);
      }
    } catch (InterruptedException e) {
      leave(ours);
      Thread.currentThread().interrupt();
      throw new StoplogException(Problem.INTERRUPTED, "stopped before its turn came", e);
    } catch (RuntimeException e) {
      leave(ours);
      throw e;
    }
  }

  private void leave(Object ours) {
    queue.remove(ours);
    notifyAll();
  }

  /** Ends the turn of whoever has it. */
  synchronized void giveBack() {
    queue.pollFirst();
    notifyAll();
  }
}
