package org.stoplog.ledger.store;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/** What a failure of the database means, told without any value of a row. */
final class SqlFailure {
  /** No such password, no such role. */
  private static final Set<String> REFUSED = Set.of("28P01", "28000");

  /** Class 53 is about resources; these are the full disk and the full quota. */
  private static final Set<String> FULL = Set.of("53100");

  /** Shut down by an administrator, by a crash, not yet up, database dropped. */
  private static final Set<String> GONE = Set.of("57P01", "57P02", "57P03");

  private SqlFailure() {}

  static boolean isRefusedLogin(SQLException e) {
    return REFUSED.contains(state(e));
  }

  /** Whether the session is over, whatever became of its transaction. */
  static boolean isLost(SQLException e) {
    return state(e).startsWith("08") || GONE.contains(state(e));
  }

  /** The database's failure among the causes, if it was one. */
  static @Nullable SQLException causeOf(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException found) {
        return found;
      }
    }
    return null;
  }

  static StoplogException of(SQLException e) {
    Problem problem;
    if (FULL.contains(state(e)) || isNoSpace(e)) {
      problem = Problem.DISK_FULL;
    } else if (isLost(e)) {
      problem = Problem.DATABASE_LOST;
    } else {
      problem = Problem.DATABASE_FAILED;
    }
    SQLException safe = withoutValues(e);
    return new StoplogException(problem, "the database: " + safe.getMessage(), safe);
  }

  /** The same failure, with its code and place, and the message only where it can quote no row. */
  static SQLException withoutValues(SQLException e) {
    String message = "error " + state(e);
    String primary = primaryMessage(e);
    if (!mayQuoteValues(state(e)) && primary != null) {
      message += ": " + primary;
    }
    SQLException safe = new SQLException(message, state(e));
    safe.setStackTrace(e.getStackTrace());
    return safe;
  }

  /** Without the detail and the hint, which quote rows. */
  private static @Nullable String primaryMessage(SQLException e) {
    if (e instanceof PSQLException failure) {
      ServerErrorMessage server = failure.getServerErrorMessage();
      return server == null ? e.getMessage() : server.getMessage();
    }
    return null;
  }

  /**
   * Data exceptions (22) quote the value they could not take; raised ones (P0) say what they like.
   */
  private static boolean mayQuoteValues(String state) {
    return state.isEmpty() || state.startsWith("22") || state.startsWith("P0");
  }

  private static boolean isNoSpace(SQLException e) {
    return String.valueOf(primaryMessage(e)).contains("No space left on device");
  }

  private static String state(SQLException e) {
    return e.getSQLState() == null ? "" : e.getSQLState();
  }
}
