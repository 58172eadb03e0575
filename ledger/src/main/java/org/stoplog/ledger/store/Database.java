package org.stoplog.ledger.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/**
 * The system of record: PostgreSQL, run by us in the data folder or somewhere else by others.
 * Thread-safe. Its schema is up to date once it is started.
 */
public final class Database implements AutoCloseable {
  private static final int IDLE_CONNECTIONS = 4;
  private static final Duration REACH_LIMIT = Duration.ofSeconds(60);
  private static final int POLL_MILLIS = 10;

  private final @Nullable PostgresServer server;
  private final @Nullable Login login;
  private final @Nullable Thread hook;

  /** Who comes in, of the login that the server or the owner of the database gives. */
  private final UnaryOperator<Login> who;

  private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();
  private volatile boolean isClosed;

  private Database(@Nullable PostgresServer server, @Nullable Login login, @Nullable Thread hook) {
    this(server, login, hook, UnaryOperator.identity());
  }

  private Database(
      @Nullable PostgresServer server,
      @Nullable Login login,
      @Nullable Thread hook,
      UnaryOperator<Login> who) {
    this.server = server;
    this.login = login;
    this.hook = hook;
    this.who = who;
  }

  /**
   * Starts the server in the folder, or adopts the one that a killed process left there. It is
   * stopped by {@link #close()}, and when the JVM ends in order.
   *
   * @param password made with the keys of this folder; it is set when the cluster is made
   * @throws StoplogException KEYSET_WRONG when it is not the password that the cluster was made
   *     with; DATABASE_FAILED, DATA_FOLDER_UNUSABLE, DISK_FULL
   */
  public static Database start(DataFolder folder, String password) {
    return start(folder, password, Migrations.ours());
  }

  static Database start(DataFolder folder, String password, Migrations schema) {
    PostgresServer server = PostgresServer.start(folder, password);
    Thread hook = new Thread(server::stop, "stop-postgres");
    Runtime.getRuntime().addShutdownHook(hook);
    return new Database(server, null, hook).migrated(schema);
  }

  /**
   * A database that others run.
   *
   * @throws StoplogException DATABASE_LOST when nothing answers at that address, DATABASE_FAILED
   */
  public static Database external(String jdbcUrl, String user, String password) {
    Login login = new Login(jdbcUrl, user, password);
    try {
      login.open().close(); // a wrong address is told at once, not after a minute of trying
    } catch (SQLException e) {
      throw SqlFailure.of(e);
    }
    return new Database(null, login, null).migrated(Migrations.ours());
  }

  /**
   * The same database for what strangers can reach, by {@link PublicRole}: with connections of its
   * own, which the caller closes before this one is closed.
   *
   * @param ownersPassword the password that this database was started with
   */
  public Database forPublic(String ownersPassword) {
    // Its port may be another one after the server was started again, so it is asked each time.
    transaction(connection -> PublicRole.letIn(connection, ownersPassword));
    return new Database(
        server,
        login,
        null,
        owner -> owner.as(PublicRole.NAME, PublicRole.password(ownersPassword)));
  }

  private Database migrated(Migrations schema) {
    try {
      schema.run(this);
      return this;
    } catch (StoplogException e) {
      close();
      throw e;
    }
  }

  /**
   * A connection of its own, which the caller closes. Starts our server again if it was killed.
   *
   * @throws StoplogException DATABASE_LOST when it cannot be reached within a minute
   */
  public Connection connect() {
    long deadline = System.nanoTime() + REACH_LIMIT.toNanos();
    while (true) {
      try {
        return login().open();
      } catch (SQLException e) {
        if (isClosed || !SqlFailure.isLost(e) || System.nanoTime() > deadline) {
          throw SqlFailure.of(e);
        }
        if (server != null) {
          server.ensureRunning();
        }
        pause();
      }
    }
  }

  private Login login() {
    if (server != null) {
      return who.apply(server.login());
    }
    if (login == null) {
      throw new IllegalStateException();
    }
    return who.apply(login);
  }

  /**
   * Runs the work in one transaction (read committed) and commits it; rolls back when it throws.
   * When the connection is lost at the commit, the database is asked afterwards what became of it:
   * the result is returned if the commit was done. Only when it cannot be asked within two minutes
   * does DATABASE_LOST leave that open, and its message says so.
   *
   * @throws StoplogException DATABASE_LOST when the database went away and nothing was done,
   *     DISK_FULL, DATABASE_FAILED; and whatever the work throws
   */
  public <T extends @Nullable Object> T transaction(Work<T> work) {
    Connection connection = borrow();
    boolean isReusable = false;
    try {
      T result = work.run(connection);
      String transaction = assignedId(connection);
      try {
        connection.commit();
      } catch (SQLException e) {
        if (transaction == null || !SqlFailure.isLost(e) || !wasCommitted(transaction, e)) {
          throw e;
        }
        return result;
      }
      isReusable = true;
      return result;
    } catch (SQLException e) {
      isReusable = rollBack(connection, e);
      throw SqlFailure.of(e);
    } catch (StoplogException e) {
      isReusable = rollBack(connection, SqlFailure.causeOf(e));
      throw e;
    } catch (RuntimeException e) {
      SQLException cause = SqlFailure.causeOf(e);
      isReusable = rollBack(connection, cause);
      throw cause == null ? e : SqlFailure.of(cause);
    } finally {
      giveBack(connection, isReusable);
    }
  }

  /** The number of the transaction, or null when it has written nothing. */
  private static @Nullable String assignedId(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select pg_current_xact_id_if_assigned()::text")) {
      row.next();
      return row.getString(1);
    }
  }

  /** Asks what became of a transaction whose connection was lost at its commit. */
  private boolean wasCommitted(String transaction, SQLException lost) {
    long deadline = System.nanoTime() + REACH_LIMIT.toNanos();
    String status = "in progress";
    try {
      while (status.equals("in progress") && System.nanoTime() < deadline) {
        pause();
        status = statusOf(transaction);
      }
    } catch (StoplogException e) {
      status = "unknown";
    }
    return switch (status) {
      case "committed" -> true;
      case "aborted" -> false;
      default ->
          throw new StoplogException(
              Problem.DATABASE_LOST,
              "the database went away at a commit and cannot be asked whether it was done",
              SqlFailure.withoutValues(lost));
    };
  }

  private String statusOf(String transaction) {
    String query = "select pg_xact_status('" + transaction + "'::xid8)";
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return String.valueOf(row.getString(1));
    } catch (SQLException e) {
      if (SqlFailure.isLost(e)) {
        return "in progress"; // went away once more; asked again
      }
      throw SqlFailure.of(e);
    }
  }

  private Connection borrow() {
    for (Connection found = idle.pollFirst(); found != null; found = idle.pollFirst()) {
      if (isAlive(found)) {
        return found;
      }
      discard(found);
    }
    Connection fresh = connect();
    try {
      fresh.setAutoCommit(false);
      return fresh;
    } catch (SQLException e) {
      discard(fresh);
      throw SqlFailure.of(e);
    }
  }

  private static boolean isAlive(Connection connection) {
    try {
      return connection.isValid(0);
    } catch (SQLException e) {
      return false;
    }
  }

  private static boolean rollBack(Connection connection, @Nullable SQLException cause) {
    if (cause != null && SqlFailure.isLost(cause)) {
      return false;
    }
    try {
      connection.rollback();
      return true;
    } catch (SQLException e) {
      return false; // the server rolls back what its client leaves
    }
  }

  private void giveBack(Connection connection, boolean isReusable) {
    if (isReusable && !isClosed && idle.size() < IDLE_CONNECTIONS) {
      idle.addFirst(connection);
    } else {
      discard(connection);
    }
  }

  private static void discard(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // It is gone, which is what we wanted.
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      throw Program.interrupted(e);
    }
  }

  /**
   * The server process.
   *
   * @throws IllegalStateException when others run the database
   */
  public long pid() {
    if (server == null) {
      throw new IllegalStateException("others run this database");
    }
    return server.pid();
  }

  /** Closes what is idle and stops our server, within two minutes. */
  @Override
  public void close() {
    isClosed = true;
    idle.forEach(Database::discard);
    idle.clear();
    if (server != null && hook != null) {
      server.stop();
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The JVM is ending already.
      }
    }
  }
}
