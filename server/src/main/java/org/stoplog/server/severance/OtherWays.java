package org.stoplog.server.severance;

import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * By what a supplier that is cut still gets something: connections that no cut covers, and hosts of
 * its own that applications reach by another's connection. In the caller's transaction.
 */
final class OtherWays {
  /** A stream of whose end nobody heard is not thought to be open for longer. */
  private static final Duration LONGEST = Duration.ofDays(7);

  private final JdbcClient jdbc;
  private final int supplier;
  private final List<Line> lines;

  OtherWays(JdbcClient jdbc, int supplier, List<Line> lines) {
    this.jdbc = jdbc;
    this.supplier = supplier;
    this.lines = lines;
  }

  /**
   * In words, each once.
   *
   * @param holding cuts that hold, newest first
   * @param domains that are known to be the supplier's, with all below them
   */
  List<String> of(List<Severance> holding, List<String> domains) {
    if (holding.isEmpty()) {
      return List.of();
    }
    Instant since = holding.getLast().at();
    List<Line> open =
        lines.stream().filter(line -> holding.stream().noneMatch(one -> one.covers(line))).toList();
    Set<String> ways = new LinkedHashSet<>();
    List<Integer> ids = open.stream().map(Line::id).toList();
    Set<Integer> carrying = new LinkedHashSet<>();
    new SilenceRows(jdbc)
        .traffic(ids, since).stream()
            .filter(one -> one.lastPassed() != null && one.lastPassed().isAfter(since))
            .forEach(one -> carrying.add(one.connection()));
    List<Stream> streams = streams(since);
    streams.stream().map(Stream::connection).filter(ids::contains).forEach(carrying::add);
    open.stream().filter(line -> carrying.contains(line.id())).map(Line::name).forEach(ways::add);
    List<String> hosts = hosts();
    for (Stream one : streams) {
      if (one.supplier() != supplier && isOurs(one.host(), hosts, domains)) {
        ways.add("%s (by %s, %s)".formatted(one.host(), one.supplierName(), one.name()));
      }
    }
    return List.copyOf(ways);
  }

  private static boolean isOurs(String host, List<String> hosts, List<String> domains) {
    return hosts.stream()
            .anyMatch(
                one ->
                    one.equals(host) || (one.startsWith("*.") && host.endsWith(one.substring(1))))
        || domains.stream().anyMatch(one -> host.equals(one) || host.endsWith("." + one));
  }

  /** Hosts that belong to the supplier's connections at the proxy. */
  private List<String> hosts() {
    return new ArrayList<>(
        jdbc.sql(
                """
                select h.host from forward_host h join connection c on c.id = h.connection
                where c.supplier = :supplier and h.host <> '*'
                """)
            .param("supplier", supplier)
            .query(String.class)
            .list());
  }

  /** Where tunnels went, whoever's connection they are recorded for. */
  private record Stream(
      int connection, String name, int supplier, String supplierName, String host) {}

  /** Those that were opened after a time, or were open then. */
  private List<Stream> streams(Instant since) {
    return jdbc.sql(
            """
            select distinct c.id, c.name, s.id as supplier, s.name as supplier_name,
              coalesce(t.host, '') as host
            from traffic_stream t join connection c on c.id = t.connection
              join supplier s on s.id = c.supplier
            where t.opened_at > :since or t.ended_at > :since
              or (t.ended_at is null and t.opened_at > :earliest)
            order by s.name, c.name, host
            """)
        .param("since", SeveranceRows.at(since), Types.TIMESTAMP_WITH_TIMEZONE)
        .param("earliest", SeveranceRows.at(since.minus(LONGEST)), Types.TIMESTAMP_WITH_TIMEZONE)
        .query(
            (row, number) ->
                new Stream(
                    row.getInt("id"),
                    row.getString("name"),
                    row.getInt("supplier"),
                    row.getString("supplier_name"),
                    row.getString("host")))
        .list();
  }
}
