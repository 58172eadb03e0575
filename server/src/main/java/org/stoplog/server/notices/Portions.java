package org.stoplog.server.notices;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/**
 * Works on portions of a long list by as many threads as there are processors. Only a few portions
 * wait, so that whoever reads the list goes no faster than they are worked on. For one thread.
 */
final class Portions implements AutoCloseable {
  private static final int THREADS = Runtime.getRuntime().availableProcessors();
  private static final int MOST = 2 * THREADS;

  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final Deque<Future<Long>> begun = new ArrayDeque<>();

  /**
   * Begins one, as soon as there is room.
   *
   * @param portion gives how much it did
   * @return how much was done by those that ended since
   * @throws RuntimeException what an earlier portion failed with
   */
  long begin(Callable<Long> portion) {
    long done = begun.size() < MOST ? 0 : result(begun.removeFirst());
    begun.addLast(threads.submit(portion));
    return done;
  }

  /** Waits for all. @return how much was done by those that ended since */
  long finish() {
    long done = 0;
    while (!begun.isEmpty()) {
      done += result(begun.removeFirst());
    }
    return done;
  }

  private static long result(Future<Long> portion) {
    try {
      return portion.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException(e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoplogException(Problem.INTERRUPTED, "the server is stopping", e);
    }
  }

  /** What waits is not begun; what runs ends first. */
  @Override
  public void close() {
    begun.forEach(portion -> portion.cancel(false));
    threads.close();
  }
}
