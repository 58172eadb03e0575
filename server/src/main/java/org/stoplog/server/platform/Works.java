package org.stoplog.server.platform;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/**
 * Long work: rows that wait, run and end, a few at once. How far a running one has come is known
 * here only; a program that starts again runs it from its beginning.
 */
public final class Works implements SmartInitializingSingleton, AutoCloseable {
  /** The ledger lets one heavy question run at a time; more of these would only wait there. */
  private static final int AT_ONCE = 3;

  private static final long LAST_MINUTES = 10;

  private final Transactions transactions;
  private final ServerClock clock;
  private final ServerLog log;
  private final Map<String, LongWork> kinds = new HashMap<>();
  private final Map<UUID, WorkProgress> running = new ConcurrentHashMap<>();
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          AT_ONCE, Thread.ofPlatform().name("long-work-", 0).daemon().factory());
  private volatile boolean isClosing;

  Works(Transactions transactions, ServerClock clock, ServerLog log, List<LongWork> kinds) {
    this.transactions = transactions;
    this.clock = clock;
    this.log = log;
    for (LongWork kind : kinds) {
      if (this.kinds.put(kind.kind(), kind) != null) {
        throw new IllegalStateException("two kinds of work are called " + kind.kind());
      }
    }
  }

  /** Goes on with what was waiting or running when the program ended. */
  @Override
  public void afterSingletonsInstantiated() {
    transactions.run(
        jdbc -> {
          new WorkRows(jdbc).takeUpAgain();
          return true;
        });
    for (int i = 0; i < AT_ONCE; i++) {
      threads.execute(this::workOff);
    }
  }

  /**
   * Starts work with the act that asks for it: when the act is rolled back there is none.
   *
   * @return its id; {@code /running/<id>} shows it
   */
  public UUID start(Act act, UUID by, String kind, String title, Map<String, String> arguments) {
    if (!kinds.containsKey(kind)) {
      throw new IllegalStateException("nobody does work of the kind " + kind);
    }
    UUID id = Ids.next(clock.realNow());
    new WorkRows(act.jdbc())
        .add(new LongWork.Task(id, by, title, arguments), kind, clock.realNow());
    act.afterwards(() -> threads.execute(this::workOff));
    return id;
  }

  /** Path of the page that shows it. */
  public static String pathOf(UUID id) {
    return "/running/" + id;
  }

  /** Asks it to end; work that has not begun never does. */
  void stop(UUID id) {
    transactions.run(jdbc -> new WorkRows(jdbc).stopWaiting(id, clock.realNow()));
    WorkProgress progress = running.get(id);
    if (progress != null) {
      progress.stop();
    }
  }

  Optional<WorkRows.Row> find(UUID id) {
    return transactions.run(jdbc -> new WorkRows(jdbc).find(id));
  }

  /**
   * @throws StoplogException PAGE_UNKNOWN when somebody else started it
   */
  WorkRows.Row own(UUID id, Caller caller) {
    return find(id)
        .filter(row -> row.task().by().equals(caller.account()))
        .orElseThrow(
            () -> new StoplogException(Problem.PAGE_UNKNOWN, "There is no such work of yours."));
  }

  List<WorkRows.Row> of(UUID account, int most) {
    return transactions.run(jdbc -> new WorkRows(jdbc).of(account, most));
  }

  /** How far it has come; null when it does not run. */
  @Nullable WorkProgress progress(UUID id) {
    return running.get(id);
  }

  private void workOff() {
    while (!isClosing) {
      try {
        Optional<WorkRows.Row> next = transactions.run(jdbc -> new WorkRows(jdbc).take());
        if (next.isEmpty()) {
          return;
        }
        work(next.get());
      } catch (RuntimeException e) {
        log.fault(e);
        return;
      }
    }
  }

  private void work(WorkRows.Row row) {
    UUID id = row.task().id();
    WorkProgress progress = new WorkProgress(clock.real());
    running.put(id, progress);
    if (isClosing) {
      progress.stop();
    }
    try {
      LongWork kind = kinds.get(row.kind());
      if (kind == null) {
        throw new StoplogException(
            Problem.INTERNAL, "this version does not know work of the kind " + row.kind());
      }
      String result = kind.run(row.task(), progress);
      end(id, WorkRows.State.DONE, result, null);
    } catch (StoplogException e) {
      if (e.problem() == Problem.INTERRUPTED) {
        // Who stops the server does not mean the work: it is taken up at the next start.
        end(id, isClosing ? WorkRows.State.WAITING : WorkRows.State.STOPPED, null, null);
      } else if (e.problem() == Problem.DATABASE_LOST) {
        // Nothing was left half done, and it is there again: as at a start, it begins anew.
        log.fault(e);
        end(id, WorkRows.State.WAITING, null, null);
      } else if (e.problem() == Problem.INTERNAL) {
        fault(id, e);
      } else {
        end(id, WorkRows.State.FAILED, null, e.getMessage() + " " + e.problem().advice());
      }
    } catch (RuntimeException | Error e) {
      fault(id, e);
    } finally {
      running.remove(id);
    }
  }

  private void fault(UUID id, Throwable thrown) {
    String code = log.fault(thrown);
    end(id, WorkRows.State.FAILED, null, "Something unexpected happened, code " + code + ".");
  }

  private void end(
      UUID id, WorkRows.State state, @Nullable String result, @Nullable String message) {
    transactions.run(
        jdbc -> {
          new WorkRows(jdbc).end(id, state, result, message, clock.realNow());
          return true;
        });
  }

  /** Asks all work to end, and waits until it has. */
  @Override
  public void close() {
    isClosing = true;
    running.values().forEach(WorkProgress::stop);
    threads.shutdown();
    try {
      if (!threads.awaitTermination(LAST_MINUTES, TimeUnit.MINUTES)) {
        throw new IllegalStateException("long work does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
