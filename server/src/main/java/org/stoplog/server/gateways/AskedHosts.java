package org.stoplog.server.gateways;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.KnownSuppliers;
import org.stoplog.gateway.policy.ForwardPolicy;
import org.stoplog.ledger.register.OwnSuppliers;

/** Hosts that applications asked their proxy for, and that no rule names. */
final class AskedHosts {
  /** Of a list of any length, the ones asked for last. */
  private static final int MOST = 10_000;

  private AskedHosts() {}

  /**
   * A host that was refused.
   *
   * @param app name of the sender
   * @param known the known supplier that it belongs to; null when nobody knows
   */
  record Asked(
      String host,
      String app,
      long requests,
      Instant first,
      Instant last,
      @Nullable String known) {}

  /**
   * The last first.
   *
   * @param rows of connections that gateways know: what they name by now is left out
   */
  static List<Asked> of(Connection db, List<ConnectionRow> rows) throws SQLException {
    ForwardPolicy.Finder finder =
        new ForwardPolicy.Finder(
            new ForwardPolicy(
                List.of(),
                rows.stream()
                    .flatMap(
                        row ->
                            java.util.Optional.ofNullable(row.hosts())
                                .map(hosts -> hosts.rule(row.connection(), row.state()))
                                .stream())
                    .toList()));
    KnownSuppliers known = new OwnSuppliers(db).known();
    List<Asked> asked = new ArrayList<>();
    try (var find =
            db.prepareStatement(
                """
                select host, app, sum(refused)::bigint, min(first_at), max(last_at)
                from traffic_attempt where connection = 0
                group by host, app order by max(last_at) desc, host, app limit
                """
                    + MOST);
        var row = find.executeQuery()) {
      while (row.next()) {
        String host = row.getString(1);
        if (finder.find(host).isEmpty()) {
          asked.add(
              new Asked(
                  host,
                  row.getString(2),
                  row.getLong(3),
                  row.getObject(4, OffsetDateTime.class).toInstant(),
                  row.getObject(5, OffsetDateTime.class).toInstant(),
                  known.byDomain(host).map(one -> one.name()).orElse(null)));
        }
      }
    }
    return asked;
  }
}
