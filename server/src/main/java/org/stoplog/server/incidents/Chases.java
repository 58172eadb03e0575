package org.stoplog.server.incidents;

import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which suppliers are asked again by themselves, in the caller's transaction. */
final class Chases {
  private final JdbcClient jdbc;

  Chases(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * One of them.
   *
   * @param first number of its first mail
   * @param next by the real clock
   * @param stopped why it ended, in a word of ours; null while it goes on
   */
  record Chase(
      UUID incident,
      int route,
      int hours,
      int most,
      int done,
      int first,
      Instant next,
      UUID by,
      @Nullable String stopped) {}

  Optional<Chase> find(UUID incident) {
    return jdbc.sql("select * from incident_chase where incident = :id")
        .param("id", incident)
        .query((row, number) -> chase(row))
        .optional();
  }

  private static Chase chase(java.sql.ResultSet row) throws java.sql.SQLException {
    return new Chase(
        row.getObject("incident", UUID.class),
        row.getInt("route"),
        row.getInt("every_hours"),
        row.getInt("most"),
        row.getInt("done"),
        row.getInt("first"),
        row.getObject("next_at", OffsetDateTime.class).toInstant(),
        row.getObject("set_by", UUID.class),
        row.getString("stopped"));
  }

  void set(UUID incident, int route, int hours, int most, Instant next, UUID by) {
    jdbc.sql(
            """
            insert into incident_chase (incident, route, every_hours, most, first, next_at, set_by)
            values (:incident, :route, :hours, :most,
              (select coalesce(max(chase), 0) + 1 from incident_question_mail
               where incident = :incident), :next, :by)
            on conflict (incident) do update set route = excluded.route,
              every_hours = excluded.every_hours, most = excluded.most, done = 0,
              first = excluded.first, next_at = excluded.next_at, set_by = excluded.set_by,
              stopped = null
            """)
        .param("incident", incident)
        .param("route", route)
        .param("hours", hours)
        .param("most", most)
        .param("next", next.atOffset(ZoneOffset.UTC))
        .param("by", by)
        .update();
    jdbc.sql("insert into passing.live_chase values (:incident) on conflict do nothing")
        .param("incident", incident)
        .update();
  }

  /** Those whose next mail is due; none of a restored backup. */
  List<UUID> due(Instant now) {
    return jdbc.sql(
            """
            select incident from incident_chase c where stopped is null and next_at <= :now
              and exists (select 1 from passing.live_chase l where l.incident = c.incident)
            """)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .query(UUID.class)
        .list();
  }

  void move(UUID incident, int done, Instant next, @Nullable String stopped) {
    jdbc.sql(
            """
            update incident_chase set done = :done, next_at = :next, stopped = :stopped
            where incident = :incident
            """)
        .param("incident", incident)
        .param("done", done)
        .param("next", next.atOffset(ZoneOffset.UTC))
        .param("stopped", stopped, Types.VARCHAR)
        .update();
  }

  /** Lets those stand still that a restored backup brought back. */
  int standStill() {
    return jdbc.sql(
            """
            update incident_chase c set stopped = 'restored' where stopped is null
              and not exists (select 1 from passing.live_chase l where l.incident = c.incident)
            """)
        .update();
  }
}
