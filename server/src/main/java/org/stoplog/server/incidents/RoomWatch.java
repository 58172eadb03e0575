package org.stoplog.server.incidents;

import java.sql.Array;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.platform.ServerLog;
import org.stoplog.server.platform.Transactions;

/**
 * Waits with open rooms until their incident changes. However many wait, the database is asked once
 * a second, and only while somebody does.
 */
final class RoomWatch implements SmartLifecycle {
  /** Open rooms of one person; browsers give one site few connections anyway. */
  static final int MOST_OF_ONE = 12;

  private static final int MOST = 500;
  private static final Duration EVERY = Duration.ofSeconds(1);

  private final Transactions transactions;
  private final ServerLog log;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition change = lock.newCondition();
  private final Map<Room, Integer> waiting = new HashMap<>();
  private Look last = new Look(Set.of(), Map.of());
  private @Nullable Thread thread;

  RoomWatch(Transactions transactions, ServerLog log) {
    this.transactions = transactions;
    this.log = log;
  }

  /** An incident as somebody sees it. */
  record Room(UUID incident, UUID account) {}

  /** What came of waiting. */
  sealed interface News {
    /** The incident has a later version than the known one. */
    record Changed(long version) implements News {}

    /** Nothing happened in time. */
    record Nothing() implements News {}

    /** There is no such incident for them any more, or the server ends. */
    record Over() implements News {}
  }

  /**
   * What was seen at once.
   *
   * @param asked rooms that were looked for
   * @param versions of those that are there, for a member
   */
  private record Look(Set<Room> asked, Map<Room, Long> versions) {}

  /**
   * Waits for a later version than a known one.
   *
   * @throws StoplogException SERVER_BUSY when too many wait; INTERRUPTED
   */
  News await(Room room, long known, Duration patience) {
    lock.lock();
    try {
      enter(room);
      try {
        long left = patience.toNanos();
        while (thread != null) {
          News news = news(room, known);
          if (news != null) {
            return news;
          }
          if (left <= 0) {
            return new News.Nothing();
          }
          left = change.awaitNanos(left);
        }
        return new News.Over();
      } finally {
        waiting.compute(room, (key, count) -> count == null || count == 1 ? null : count - 1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoplogException(Problem.INTERRUPTED, "the server is stopping", e);
    } finally {
      lock.unlock();
    }
  }

  private void enter(Room room) {
    int all = 0;
    int own = 0;
    for (Map.Entry<Room, Integer> one : waiting.entrySet()) {
      all += one.getValue();
      own += one.getKey().account().equals(room.account()) ? one.getValue() : 0;
    }
    if (all >= MOST || own >= MOST_OF_ONE) {
      throw new StoplogException(Problem.SERVER_BUSY, "Too many rooms are open.");
    }
    waiting.merge(room, 1, Integer::sum);
  }

  private @Nullable News news(Room room, long known) {
    if (!last.asked.contains(room)) {
      return null;
    }
    Long version = last.versions.get(room);
    if (version == null) {
      return new News.Over();
    }
    // What was seen before we came may be older than what we know: versions only rise.
    return version > known ? new News.Changed(version) : null;
  }

  private void watch() {
    lock.lock();
    try {
      while (thread != null) {
        Set<Room> rooms = Set.copyOf(waiting.keySet());
        Look seen = null;
        if (!rooms.isEmpty()) {
          lock.unlock();
          try {
            seen = look(rooms);
          } finally {
            lock.lock();
          }
        }
        if (seen != null) {
          last = seen;
          change.signalAll();
        }
        // Also woken by those who come and by news: that only makes it look earlier.
        long left = EVERY.toNanos();
        while (left > 0 && thread != null) {
          left = change.awaitNanos(left);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /** Null when it cannot be seen now; the next look tries again. */
  private @Nullable Look look(Set<Room> rooms) {
    try {
      Map<Room, Long> versions =
          transactions.inTurn(
              db -> {
                Map<Room, Long> found = new HashMap<>();
                Array incidents = db.createArrayOf("uuid", ids(rooms, Room::incident));
                Array accounts = db.createArrayOf("uuid", ids(rooms, Room::account));
                try (var find =
                    db.prepareStatement(
                        """
                        select i.id, m.account, i.version
                        from incident i join incident_member m on m.incident = i.id
                        where i.id = any(?) and m.account = any(?)
                        """)) {
                  find.setArray(1, incidents);
                  find.setArray(2, accounts);
                  try (var row = find.executeQuery()) {
                    while (row.next()) {
                      Room room =
                          new Room(row.getObject(1, UUID.class), row.getObject(2, UUID.class));
                      found.put(room, row.getLong(3));
                    }
                  }
                }
                return found;
              });
      return new Look(rooms, versions);
    } catch (StoplogException e) {
      if (e.problem() != Problem.SERVER_BUSY && e.problem() != Problem.INTERRUPTED) {
        log.fault(e);
      }
    } catch (RuntimeException e) {
      log.fault(e);
    }
    return null;
  }

  private static Object[] ids(Set<Room> rooms, java.util.function.Function<Room, UUID> part) {
    return rooms.stream().map(part).distinct().toArray();
  }

  @Override
  public void start() {
    lock.lock();
    try {
      thread = Thread.ofVirtual().name("rooms").start(this::watch);
    } finally {
      lock.unlock();
    }
  }

  /** Before the server waits for its last answers: nobody waits here any longer then. */
  @Override
  public void stop() {
    lock.lock();
    try {
      thread = null;
      change.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isRunning() {
    lock.lock();
    try {
      return thread != null;
    } finally {
      lock.unlock();
    }
  }
}
