package org.stoplog.server.suppliers;

import java.sql.SQLException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.Transactions;

/** Acts that work with the ledger's own register, which speaks JDBC. */
final class Edits {
  private Edits() {}

  /** What is done, or turns out not to be. */
  interface Work<T> {
    T run(Act act) throws SQLException;
  }

  static <T> T actIf(Transactions transactions, Work<T> work) {
    return transactions.actIf(
        act -> {
          try {
            return work.run(act);
          } catch (SQLException e) {
            throw new UncategorizedSQLException("changing the register", null, e);
          }
        });
  }
}
