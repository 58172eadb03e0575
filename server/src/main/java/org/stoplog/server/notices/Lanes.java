package org.stoplog.server.notices;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.mail.ConnectionLost;
import org.stoplog.server.mail.Reply;

/**
 * Some connections to what takes copies, each of which sends one copy after the other. What it is
 * given was committed as handed over before; what came of it is taken from here and committed by
 * whoever gave it.
 */
final class Lanes implements AutoCloseable {
  /** Servers end a connection that says nothing; ours ends before (RFC 5321, 4.5.3.2.7). */
  private static final long IDLE_SECONDS = 20;

  private static final long FIRST_REST = TimeUnit.MILLISECONDS.toNanos(500);
  private static final int MOST_RESTS = 6;

  private final Outgoing outgoing;
  private final Steps steps;
  private final Semaphore signal;

  /** An empty one wakes a lane to end. */
  private final LinkedBlockingDeque<Optional<Copies.Copy>> waiting = new LinkedBlockingDeque<>();

  private final ConcurrentLinkedQueue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicInteger working = new AtomicInteger();
  private volatile boolean isEnding;
  private volatile @Nullable Throwable failure;
  private volatile @Nullable StoplogException closed;

  /** Where it may end: a test ends it there. */
  interface Steps {
    void at(String step);
  }

  /** What came of a copy. */
  sealed interface Outcome {
    Copies.Copy copy();

    /** The server said something, and it is not about the connection. */
    record Answered(Copies.Copy copy, Reply reply) implements Outcome {}

    /** The connection ended before the server said anything of it. */
    record Lost(Copies.Copy copy, boolean inDoubt) implements Outcome {}

    /** No byte of it went out. */
    record Back(Copies.Copy copy) implements Outcome {}
  }

  /**
   * @param signal gets a permit for each outcome, and at each end
   */
  Lanes(int count, Outgoing outgoing, Steps steps, Semaphore signal) {
    this.outgoing = outgoing;
    this.steps = steps;
    this.signal = signal;
    working.set(count);
    for (int i = 0; i < count; i++) {
      threads.add(Thread.ofVirtual().name("wave-lane-" + i).start(this::work));
    }
  }

  void give(List<Copies.Copy> copies) {
    copies.forEach(copy -> waiting.add(Optional.of(copy)));
  }

  /** How many nobody has begun with. */
  int waiting() {
    return waiting.size();
  }

  /** What came of copies since it was asked last. */
  List<Outcome> taken() {
    List<Outcome> all = new ArrayList<>();
    for (Outcome one = outcomes.poll(); one != null; one = outcomes.poll()) {
      all.add(one);
    }
    return all;
  }

  /** Why no connection can be had any more; null while there is one. */
  @Nullable StoplogException closed() {
    return working.get() > 0 ? null : closed;
  }

  /** Throws what a lane failed with. */
  void rethrow() {
    Throwable thrown = failure;
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown instanceof RuntimeException exception) {
      throw exception;
    }
  }

  /** Nothing is begun any more; what was not begun comes back. */
  void end() {
    isEnding = true;
    for (Optional<Copies.Copy> one = waiting.poll(); one != null; one = waiting.poll()) {
      one.ifPresent(copy -> put(new Outcome.Back(copy)));
    }
    threads.forEach(_ -> waiting.add(Optional.empty()));
  }

  /** Waits until what is under way has its answer. */
  @Override
  public void close() {
    end();
    boolean isInterrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          isInterrupted = true;
        }
      }
    }
    end(); // what a lane put back while it ended
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void put(Outcome outcome) {
    outcomes.add(outcome);
    signal.release();
  }

  private void work() {
    Lane lane = new Lane();
    try {
      while (!isEnding && lane.step()) {
        continue;
      }
    } catch (StoplogException e) {
      if (e.problem() == Problem.MAIL_ROUTE_FAILED
          || e.problem() == Problem.MESSAGE_SERVICE_FAILED) {
        closed = e;
      } else {
        failure = e;
      }
    } catch (Throwable e) {
      failure = e;
    } finally {
      lane.hangUp();
      working.decrementAndGet();
      signal.release();
    }
  }

  /** One connection. */
  private final class Lane {
    private @Nullable Line line;
    private int rests;

    /** False when it has to end. */
    boolean step() {
      Copies.Copy copy = next();
      if (copy == null) {
        hangUp(); // nothing to do for a while
        return true;
      }
      if (isEnding) {
        put(new Outcome.Back(copy));
        return true;
      }
      Line open = line;
      if (open == null) {
        try {
          open = outgoing.open();
          line = open;
        } catch (RuntimeException e) {
          // Others may have a connection yet: it is theirs to send.
          waiting.addFirst(Optional.of(copy));
          throw e;
        }
      }
      put(send(open, copy));
      steps.at("sent");
      return true;
    }

    /** Null when none came for a while, or it ends. */
    private Copies.@Nullable Copy next() {
      try {
        Optional<Copies.Copy> one = waiting.poll(IDLE_SECONDS, TimeUnit.SECONDS);
        return one == null ? null : one.orElse(null);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return null;
      }
    }

    private Outcome send(Line open, Copies.Copy copy) {
      try {
        Reply reply = open.send(copy);
        if (open.isUsable()) {
          rests = 0;
        } else {
          hangUp();
          rest();
        }
        return new Outcome.Answered(copy, reply);
      } catch (ConnectionLost e) {
        hangUp();
        return new Outcome.Lost(copy, e.inDoubt());
      }
    }

    /** The server took leave: it is not called again at once. */
    private void rest() {
      long until = System.nanoTime() + (FIRST_REST << Math.min(rests++, MOST_RESTS));
      for (long left = FIRST_REST; left > 0 && !isEnding; left = until - System.nanoTime()) {
        LockSupport.parkNanos(Math.min(left, FIRST_REST));
      }
    }

    void hangUp() {
      Line open = line;
      line = null;
      if (open != null) {
        open.close();
      }
    }
  }
}
