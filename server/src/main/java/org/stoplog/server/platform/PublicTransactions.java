package org.stoplog.server.platform;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;

/**
 * The way to the database of whatever answers at the public listener: as the role {@code
 * stoplog_public}, which reads and writes what migrations grant it and nothing else. Strangers get
 * few connections, and wait for them briefly, so that the staff's pages always have theirs.
 */
public final class PublicTransactions {
  private static final int CONNECTIONS = 3;
  private static final long PATIENCE_SECONDS = 2;

  private final Ledger ledger;
  private final Semaphore free = new Semaphore(CONNECTIONS, true);

  public PublicTransactions(Ledger ledger) {
    this.ledger = ledger;
  }

  /**
   * Runs work in one transaction.
   *
   * @throws StoplogException SERVER_BUSY when no connection becomes free soon
   */
  public <T extends @Nullable Object> T run(Function<JdbcClient, T> work) {
    try {
      if (!free.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new StoplogException(Problem.SERVER_BUSY, "Too many are asking at once.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoplogException(Problem.INTERRUPTED, "the server is stopping", e);
    }
    try {
      return ledger.inPublicTransaction(
          connection ->
              work.apply(JdbcClient.create(new SingleConnectionDataSource(connection, true))));
    } finally {
      free.release();
    }
  }
}
