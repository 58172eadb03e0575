package org.stoplog.server.severance;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.Numbers;
import org.stoplog.server.platform.Ids;

/** The rows of alarms. In the caller's transaction. */
final class AlarmRows {
  private final JdbcClient jdbc;

  AlarmRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Traffic after a cut that should not have been.
   *
   * @param requests of that day; null when only some of them came after the cut
   */
  record Raised(
      UUID id,
      int supplier,
      int connection,
      String connectionName,
      LocalDate day,
      Silence.Kind kind,
      @Nullable Long requests,
      Instant at) {
    String words() {
      String count = requests == null ? "some requests" : Numbers.of(requests, "request");
      return kind == Silence.Kind.PASSED
          ? "%s: %s went to the supplier after the cut, on %s."
              .formatted(connectionName, count, day)
          : "%s: %s on %s, after it had been silent.".formatted(connectionName, count, day);
    }
  }

  /** Raises one, once. @return false when it was raised before */
  boolean raise(UUID severance, Silence.Alarm alarm, Instant now) {
    return jdbc.sql(
                """
                insert into severance_alarm (id, severance, connection, day, kind, requests,
                  raised_at)
                values (:id, :severance, :connection, :day, :kind, :requests, :now)
                on conflict (severance, connection, day, kind) do nothing
                """)
            .param("id", Ids.next(now))
            .param("severance", severance)
            .param("connection", alarm.connection())
            .param("day", alarm.day())
            .param("kind", alarm.kind().name().toLowerCase(Locale.ROOT))
            .param("requests", alarm.requests())
            .param("now", SeveranceRows.at(now))
            .update()
        > 0;
  }

  /** Those that nobody has seen to, oldest first. */
  List<Raised> open() {
    return jdbc.sql(SELECT + " where a.seen_at is null order by a.raised_at, a.id")
        .query(AlarmRows::raised)
        .list();
  }

  /** The supplier of an alarm; waits for whoever sees to it. */
  Optional<Integer> lock(UUID id) {
    return jdbc.sql(
            """
            select s.supplier from severance_alarm a join severance s on s.id = a.severance
            where a.id = :id for update of a
            """)
        .param("id", id)
        .query(Integer.class)
        .optional();
  }

  /**
   * @return false when somebody did before
   */
  boolean see(UUID id, UUID by, Instant now) {
    return jdbc.sql(
                """
                update severance_alarm set seen_by = :by, seen_at = :now
                where id = :id and seen_at is null
                """)
            .param("by", by)
            .param("now", SeveranceRows.at(now))
            .param("id", id)
            .update()
        > 0;
  }

  private static final String SELECT =
      """
      select a.*, s.supplier, c.name from severance_alarm a
        join severance s on s.id = a.severance join connection c on c.id = a.connection
      """;

  private static Raised raised(ResultSet row, int number) throws SQLException {
    return new Raised(
        row.getObject("id", UUID.class),
        row.getInt("supplier"),
        row.getInt("connection"),
        row.getString("name"),
        row.getObject("day", LocalDate.class),
        Silence.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
        row.getObject("requests", Long.class),
        row.getObject("raised_at", OffsetDateTime.class).toInstant());
  }
}
