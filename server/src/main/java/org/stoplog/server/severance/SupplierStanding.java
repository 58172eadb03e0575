package org.stoplog.server.severance;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How a supplier is cut, in a line, for whoever speaks of it elsewhere.
 *
 * @param words of ours
 * @param isLoud whether somebody has to look: something was seen that should not be
 * @param path of the page with all of it
 */
public record SupplierStanding(String words, boolean isLoud, String path) {
  /** In the caller's transaction. */
  public static SupplierStanding of(JdbcClient jdbc, int supplier) {
    List<Severance> holding =
        new SeveranceRows(jdbc).of(supplier).stream().filter(Severance::holds).toList();
    long alarms =
        new AlarmRows(jdbc).open().stream().filter(one -> one.supplier() == supplier).count();
    String words =
        holding.isEmpty()
            ? "Nothing of the supplier is cut."
            : "Decided to be cut: %s, %s%s. Its page says what is, and what is still to be."
                .formatted(
                    SeveranceWords.scope(jdbc, holding.getFirst()),
                    SeveranceRows.word(holding.getFirst().state()),
                    holding.size() == 1 ? "" : ", and " + (holding.size() - 1) + " more");
    return new SupplierStanding(
        words + (alarms == 0 ? "" : " It is not silent.") + Tries.summary(jdbc, supplier),
        alarms > 0,
        Severance.pathOf(supplier));
  }
}
