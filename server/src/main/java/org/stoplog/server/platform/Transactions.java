package org.stoplog.server.platform;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.store.AuditLog;
import org.stoplog.ledger.store.Work;

/** The server's way to the database: the ledger's transactions, with Spring's client on top. */
public final class Transactions {
  /** The database takes 20 connections, and imports need some. */
  private static final int CONNECTIONS = 12;

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Ledger ledger;
  private final ServerClock clock;
  private final Semaphore free = new Semaphore(CONNECTIONS, true);

  public Transactions(Ledger ledger, ServerClock clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  /** Reads, or keeps what is no act: when a session was last seen, how often somebody guessed. */
  public <T extends @Nullable Object> T run(Function<JdbcClient, T> work) {
    return inTurn(connection -> work.apply(client(connection)));
  }

  /** Does an act. An act that records nothing in the log is rolled back and is a fault. */
  public <T extends @Nullable Object> T act(Function<Act, T> work) {
    return actIf(
        act -> {
          T result = work.apply(act);
          if (act.entry() == null) {
            throw new IllegalStateException("an act without an entry");
          }
          return result;
        });
  }

  /** Does what may turn out to be an act, and then has its entry. */
  public <T extends @Nullable Object> T actIf(Function<Act, T> work) {
    // Work may be tried again on a new connection; only the last try's act happened.
    Act[] committed = new Act[1];
    T done =
        inTurn(
            connection -> {
              Act act = new Act(connection, client(connection));
              committed[0] = act;
              T result = work.apply(act);
              Act.Entry entry = act.entry();
              if (entry != null) {
                RequestKey once = RequestKey.current();
                if (once != null) {
                  once.take(act, clock.realNow());
                }
                AuditLog.append(
                    connection, clock.product(), entry.actor(), entry.act(), detail(entry));
              }
              return result;
            });
    committed[0].afterwards().forEach(Runnable::run);
    return done;
  }

  /** With the token, where a program did it: nobody sat there. */
  private static Map<String, ?> detail(Act.Entry entry) {
    Caller caller = Caller.orNull();
    UUID token = caller == null ? null : caller.token();
    if (token == null) {
      return entry.detail();
    }
    Map<String, Object> detail = new HashMap<>(entry.detail());
    detail.put("token", token.toString());
    return detail;
  }

  /** Runs work of the ledger, in its turn. */
  public <T extends @Nullable Object> T inTurn(Work<T> work) {
    try {
      if (!free.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new StoplogException(
            Problem.SERVER_BUSY, "no connection to the database became free in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoplogException(Problem.INTERRUPTED, "the server is stopping", e);
    }
    try {
      return ledger.inTransaction(work);
    } finally {
      free.release();
    }
  }

  private static JdbcClient client(java.sql.Connection connection) {
    return JdbcClient.create(new SingleConnectionDataSource(connection, true));
  }
}
