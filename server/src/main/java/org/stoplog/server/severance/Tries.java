package org.stoplog.server.severance;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.Numbers;
import org.stoplog.server.platform.Times;

/**
 * What was stopped at gateways after a cut: which application still tries to reach which host.
 *
 * @param host empty where the connection's own address is meant
 * @param app as it says itself; empty when it says nothing
 * @param requests on the day of the cut also those that were stopped before it
 * @param first after the cut; on the day of the cut it may be before
 * @param isMixed whether some of them may have come before the cut
 */
record Tries(
    String connection,
    String host,
    String app,
    long requests,
    Instant first,
    Instant last,
    boolean isMixed) {
  /** More are told by nobody. */
  static final int MOST = 10_000;

  private static final int MANY = 20;

  /** Of all of a supplier's connections that are to be cut, the last first. */
  static List<Tries> of(JdbcClient jdbc, int supplier, int most) {
    return jdbc.sql(
            """
            with cut as (
              select c.id, c.name, min(s.at) as at
              from connection c join severance s on s.supplier = c.supplier
                and s.restored_at is null
                and (s.engagement is null or s.engagement = c.engagement)
                and (s.connection is null or s.connection = c.id)
              where c.supplier = :supplier group by c.id, c.name)
            select c.name, t.host, t.app, sum(t.refused)::bigint as requests,
              min(t.first_at) as first, max(t.last_at) as last, bool_or(t.first_at < c.at) as mixed
            from cut c join traffic_attempt t on t.connection = c.id and t.last_at > c.at
            group by c.id, c.name, t.host, t.app
            order by last desc, lower(c.name), t.host, t.app limit :most
            """)
        .param("supplier", supplier)
        .param("most", most)
        .query(
            (row, number) ->
                new Tries(
                    row.getString("name"),
                    row.getString("host"),
                    row.getString("app"),
                    row.getLong("requests"),
                    row.getObject("first", OffsetDateTime.class).toInstant(),
                    row.getObject("last", OffsetDateTime.class).toInstant(),
                    row.getBoolean("mixed")))
        .list();
  }

  /** For people. */
  String where() {
    return host.isEmpty() ? "the connection's own address" : host;
  }

  /** For people. */
  String who() {
    return app.isEmpty() ? "does not say" : app;
  }

  /** In a sentence with a space before it; empty for none. */
  static String summary(JdbcClient jdbc, int supplier) {
    List<Tries> all = of(jdbc, supplier, MANY);
    if (all.isEmpty()) {
      return "";
    }
    Tries newest = all.getFirst();
    return " Something still tries: "
        + (newest.app.isEmpty() ? "an application that does not say its name" : newest.app)
        + " at "
        + newest.where()
        + ", last "
        + Times.second(newest.last)
        + (all.size() == 1
            ? ""
            : ", and " + (all.size() == MANY ? "many others" : Numbers.of(all.size() - 1, "other")))
        + ".";
  }
}
