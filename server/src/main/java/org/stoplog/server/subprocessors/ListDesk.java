package org.stoplog.server.subprocessors;

import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.UncategorizedSQLException;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Tokens;
import org.stoplog.server.platform.Transactions;

/** Lists of sub-processors, looked at and taken, for pages and programs. */
final class ListDesk {
  private static final int LONGEST = 300;

  private final Transactions transactions;
  private final ServerClock clock;

  ListDesk(Transactions transactions, ServerClock clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * @param supplier whose list it is
   * @param source where it came from
   * @param cutsLinks whether those that are gone no longer work for it in the register either
   * @throws StoplogException REQUEST_INVALID with a line for each thing that is wrong
   */
  ListTaking.Order order(int supplier, byte[] content, String source, boolean cutsLinks, UUID by) {
    if (source.isEmpty()
        || source.length() > LONGEST
        || source.chars().anyMatch(Character::isISOControl)) {
      throw ListFile.wrong("Say in 1 to 300 characters where the list came from");
    }
    String sha256 = HexFormat.of().formatHex(Tokens.sha256(content));
    return new ListTaking.Order(
        supplier, ListFile.read(content), source, sha256, cutsLinks, by, clock.now());
  }

  /** What it would change. */
  ListTaking.Diff look(ListTaking.Order order) {
    return transactions.inTurn(db -> new ListTaking(db).trial(order));
  }

  /** Does it; all of it, or nothing. */
  ListTaking.Diff take(ListTaking.Order order) {
    return transactions.actIf(
        act -> {
          try {
            ListTaking.Diff diff = new ListTaking(act.connection()).take(order);
            if (!diff.isEmpty()) {
              act.record(
                  order.by(),
                  "sub-processors.listed",
                  Map.of(
                      "supplier", order.supplier(),
                      "new", diff.fresh().size(),
                      "gone", diff.gone().size(),
                      "changed", diff.changed().size(),
                      "sha256", order.sha256()));
            }
            return diff;
          } catch (SQLException e) {
            throw new UncategorizedSQLException("taking a list over", null, e);
          }
        });
  }
}
