package org.stoplog.server.severance;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.server.gateways.ManyCuts;

/** What gateways saw since a cut. In the caller's transaction. */
final class SilenceRows {
  private final JdbcClient jdbc;

  SilenceRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** When each connection of a cut that gateways see was cut; those not cut yet are missing. */
  static Map<Integer, Instant> cutAt(Severance severance, List<Line> lines) {
    Map<Integer, Instant> cutAt = new HashMap<>();
    for (Line line : lines) {
      OutsideCut outside = line.outside();
      if (!severance.covers(line) || line.way() == null) {
        continue;
      }
      if (line.isCutByGateways()) {
        cutAt.put(line.id(), severance.at());
      } else if (outside != null) {
        cutAt.put(
            line.id(), outside.cutAt().isAfter(severance.at()) ? outside.cutAt() : severance.at());
      }
    }
    return cutAt;
  }

  Silence of(Severance severance, List<Line> lines, Instant now) {
    Map<Integer, Instant> cutAt = cutAt(severance, lines);
    Silence silence =
        Silence.of(
            cutAt,
            severance.at(),
            now,
            new SeveranceRows(jdbc).quietDays(severance.supplier()),
            traffic(cutAt.keySet(), severance.at()),
            watchers(severance.at()));
    boolean isPartial = lines.stream().anyMatch(line -> severance.covers(line) && !line.isCut());
    return isPartial ? silence.inPart() : silence;
  }

  /** Of the day of a time and later, with what went through without a record. */
  List<Silence.Traffic> traffic(Collection<Integer> connections, Instant since) {
    if (connections.isEmpty()) {
      return List.of();
    }
    List<Silence.Traffic> traffic =
        new ArrayList<>(
            jdbc.sql(
                    """
                    select connection, gateway, day, refused + unsent as attempts,
                      delivered + possible + streams as passed, refused_first, refused_last,
                      passed_last
                    from traffic_day
                    where connection in (:connections)
                      and day >= (:since at time zone 'UTC')::date
                    order by day, connection, gateway
                    """)
                .param("connections", connections)
                .param("since", SeveranceRows.at(since), java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
                .query(SilenceRows::traffic)
                .list());
    traffic.addAll(
        jdbc.sql(
                """
                select connection, gateway, (last_at at time zone 'UTC')::date as day,
                  0 as attempts, requests as passed, null::timestamptz as refused_first,
                  null::timestamptz as refused_last, last_at as passed_last
                from traffic_gap where connection in (:connections) and last_at >= :since
                order by last_at
                """)
            .param("connections", connections)
            .param("since", SeveranceRows.at(since))
            .query(SilenceRows::traffic)
            .list());
    return traffic;
  }

  private static Silence.Traffic traffic(ResultSet row, int number) throws SQLException {
    return new Silence.Traffic(
        row.getInt("connection"),
        row.getObject("gateway", UUID.class),
        row.getObject("day", LocalDate.class),
        row.getLong("attempts"),
        row.getLong("passed"),
        SeveranceRows.instant(row, "refused_first"),
        SeveranceRows.instant(row, "refused_last"),
        SeveranceRows.instant(row, "passed_last"));
  }

  private List<Silence.Watcher> watchers(Instant since) {
    List<Silence.Watcher> watchers = new ArrayList<>();
    for (ManyCuts.Told one : ManyCuts.gateways(jdbc)) {
      Map<LocalDate, Long> longest = new HashMap<>();
      Map<LocalDate, Instant> last = new HashMap<>();
      jdbc.sql(
              """
              select day, longest_seconds, last_at from gateway_day
              where gateway = :gateway and day >= (:since at time zone 'UTC')::date
              """)
          .param("gateway", one.id())
          .param("since", SeveranceRows.at(since), java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
          .query(
              row -> {
                LocalDate day = row.getObject("day", LocalDate.class);
                longest.put(day, row.getLong("longest_seconds"));
                last.put(day, row.getObject("last_at", OffsetDateTime.class).toInstant());
              });
      watchers.add(
          new Silence.Watcher(
              one.id(),
              firstCall(one.id()).orElse(one.pairedAt()),
              one.revokedAt(),
              longest,
              last,
              clearAt(one.id()).orElse(null),
              holes(one.id(), since)));
    }
    return watchers;
  }

  /** A gateway that is paired anew was there before; one that never called carries nothing. */
  private Optional<Instant> firstCall(UUID gateway) {
    return jdbc.sql("select min(first_at) as at from gateway_day where gateway = :gateway")
        .param("gateway", gateway)
        .query((row, number) -> Optional.ofNullable(SeveranceRows.instant(row, "at")))
        .single();
  }

  private Optional<Instant> clearAt(UUID gateway) {
    return jdbc.sql("select max(clear_at) as at from gateway_day where gateway = :gateway")
        .param("gateway", gateway)
        .query((row, number) -> Optional.ofNullable(SeveranceRows.instant(row, "at")))
        .single();
  }

  private List<Silence.Hole> holes(UUID gateway, Instant since) {
    return jdbc.sql(
            """
            select begun_at, ended_at from traffic_segment
            where gateway = :gateway and state <> 'done' and ended_at >= :since
            """)
        .param("gateway", gateway)
        .param("since", SeveranceRows.at(since))
        .query(
            (row, number) ->
                new Silence.Hole(
                    row.getObject("begun_at", OffsetDateTime.class).toInstant(),
                    row.getObject("ended_at", OffsetDateTime.class).toInstant()))
        .list();
  }
}
