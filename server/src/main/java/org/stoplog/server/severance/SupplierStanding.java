package org.stoplog.server.severance;

import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.Numbers;

/**
 * How a supplier is cut, in a line, for whoever speaks of it elsewhere.
 *
 * @param words of ours
 * @param isLoud whether somebody has to look: something was seen that should not be
 * @param path of the page with all of it
 */
public record SupplierStanding(String words, boolean isLoud, String path) {
  /** In the caller's transaction. */
  public static SupplierStanding of(Connection db, int supplier, Instant now) {
    JdbcClient jdbc = SupplierView.client(db);
    List<Severance> holding =
        new SeveranceRows(jdbc).of(supplier).stream().filter(Severance::holds).toList();
    long alarms =
        new AlarmRows(jdbc).open().stream().filter(one -> one.supplier() == supplier).count();
    String words =
        holding.isEmpty()
            ? "Nothing of the supplier is cut."
            : words(jdbc, holding, new Inventory(db, jdbc).of(supplier), now);
    List<String> open =
        new SupplierView(db, supplier, now, Map.of())
            .company().stream()
                .filter(one -> one.open() > 0)
                .map(SupplierStanding::merged)
                .toList();
    return new SupplierStanding(
        words
            + (alarms == 0 ? "" : " It is not silent.")
            + Tries.summary(jdbc, supplier)
            + String.join("", open),
        alarms > 0 || (!open.isEmpty() && !holding.isEmpty()),
        Severance.pathOf(supplier));
  }

  private static String merged(SupplierCutPage.Same one) {
    return " %s is the same company since a merger: %s of it %s."
        .formatted(
            one.name(),
            Numbers.of(one.open(), "connection"),
            one.open() == 1 ? "is open" : "are open");
  }

  private static String words(
      JdbcClient jdbc, List<Severance> holding, List<Line> lines, Instant now) {
    Severance newest = holding.getFirst();
    List<Line> covered =
        lines.stream().filter(line -> holding.stream().anyMatch(one -> one.covers(line))).toList();
    long cut = covered.stream().filter(Line::isCut).count();
    SilenceRows rows = new SilenceRows(jdbc);
    Silence silence = rows.of(newest, lines, now);
    return "Decided to be cut: %s, %s%s. %s %s"
        .formatted(
            SeveranceWords.scope(jdbc, newest),
            SeveranceRows.word(newest.state()),
            holding.size() == 1 ? "" : ", and " + Numbers.of(holding.size() - 1, "cut") + " more",
            connections(covered.size(), cut),
            seen(rows, newest, lines, silence));
  }

  private static String connections(int all, long cut) {
    if (all == 0) {
      return "No connection of it is in the register: what nobody wrote down, nobody cut.";
    }
    long left = all - cut;
    return left == 0
        ? "%s cut, none still to be.".formatted(Numbers.of(cut, "connection"))
        : "%s cut, %s still to be.".formatted(Numbers.of(cut, "connection"), Numbers.grouped(left));
  }

  private static String seen(
      SilenceRows rows, Severance newest, List<Line> lines, Silence silence) {
    if (!silence.isWatched()) {
      return "Whether it is silent is not known: nothing of it goes through a gateway.";
    }
    Map<Integer, Instant> cutAt = SilenceRows.cutAt(newest, lines);
    long attempts =
        rows.traffic(cutAt.keySet(), newest.at()).stream()
            .filter(one -> one.lastAfter(cutAt.getOrDefault(one.connection(), Instant.MAX)) != null)
            .mapToLong(Silence.Traffic::attempts)
            .sum();
    String stopped =
        attempts == 0
            ? "No attempt was seen since."
            : "%s stopped, counted from the day of the cut on."
                .formatted(Numbers.of(attempts, "attempt"));
    String quiet =
        silence.isSilent()
            ? "Silent: " + Numbers.of(silence.quiet(), "quiet day") + "."
            : "%s of the %s that count as silent."
                .formatted(
                    Numbers.of(silence.quiet(), "quiet day"), Numbers.grouped(silence.needed()));
    return stopped + " " + quiet;
  }
}
