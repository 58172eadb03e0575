package org.stoplog.server.inquiries;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.server.platform.Ids;

/** Alarms about numbers of letters, in the caller's transaction. */
final class AlarmRows {
  /**
   * So often one number with an address that is not its own, or from so many places, within a day.
   */
  static final int MANY_WRONG = 3;

  static final int MANY_NETWORKS = 5;

  /** So many numbers that are none, within a day. */
  static final int MANY_UNKNOWN = 20;

  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration QUIET = Duration.ofDays(7);

  private final JdbcClient jdbc;

  AlarmRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * An alarm.
   *
   * @param incident null for numbers that are none
   * @param asked how often within a day, when it was raised
   */
  record Alarm(
      UUID id,
      @Nullable UUID incident,
      int asked,
      int networks,
      Instant raised,
      @Nullable Instant seen) {}

  /** What was asked within a day. */
  record Asked(int all, int wrong, int networks) {}

  /** Somebody asked for a number. */
  void asked(byte[] copy, byte[] network, boolean isKnown, boolean isRight, Instant now) {
    jdbc.sql("insert into passing.inquiry_code values (:copy, :network, :known, :right, :now)")
        .param("copy", copy)
        .param("network", network)
        .param("known", isKnown)
        .param("right", isRight)
        .param("now", time(now))
        .update();
  }

  Asked ofCopy(byte[] copy, Instant now) {
    return asked("copy = :copy", copy, now);
  }

  Asked unknown(Instant now) {
    return asked("not known", new byte[0], now);
  }

  private Asked asked(String which, byte[] copy, Instant now) {
    return jdbc.sql(
            """
            select count(*), count(*) filter (where not right_address), count(distinct network)
            from passing.inquiry_code where at > :since and
            """
                + which)
        .param("since", time(now.minus(DAY)))
        .param("copy", copy)
        .query((row, number) -> new Asked(row.getInt(1), row.getInt(2), row.getInt(3)))
        .single();
  }

  /**
   * @param copy null for numbers that are none
   * @return false when there was one about it within a week
   */
  boolean raise(@Nullable UUID incident, byte @Nullable [] copy, Asked asked, Instant now) {
    boolean isQuiet =
        jdbc.sql(
                """
                select not exists (select from inquiry_alarm
                  where copy is not distinct from :copy and raised_at > :since)
                """)
            .param("copy", copy, Types.BINARY)
            .param("since", time(now.minus(QUIET)))
            .query(Boolean.class)
            .single();
    if (isQuiet) {
      jdbc.sql(
              """
              insert into inquiry_alarm (id, incident, copy, asked, networks, raised_at)
              values (:id, :incident, :copy, :asked, :networks, :now)
              """)
          .param("id", Ids.next(now))
          .param("incident", incident, Types.OTHER)
          .param("copy", copy, Types.BINARY)
          .param("asked", asked.all())
          .param("networks", asked.networks())
          .param("now", time(now))
          .update();
    }
    return isQuiet;
  }

  void forget(Instant now) {
    jdbc.sql("delete from passing.inquiry_code where at < :before")
        .param("before", time(now.minus(DAY.multipliedBy(2))))
        .update();
  }

  /** The newest first. */
  List<Alarm> of(UUID incident) {
    return jdbc.sql(
            """
            select * from inquiry_alarm where incident = :incident order by raised_at desc limit 50
            """)
        .param("incident", incident)
        .query((row, number) -> alarm(row))
        .list();
  }

  /** Those that nobody has looked at. */
  List<Alarm> unseen() {
    return jdbc.sql(
            "select * from inquiry_alarm where seen_at is null order by raised_at limit 100")
        .query((row, number) -> alarm(row))
        .list();
  }

  /**
   * @return false when it is gone, or seen already
   */
  boolean see(UUID id, UUID by, Instant now) {
    return jdbc.sql(
                """
                update inquiry_alarm set seen_by = :by, seen_at = :now
                where id = :id and seen_at is null
                """)
            .param("id", id)
            .param("by", by)
            .param("now", time(now))
            .update()
        == 1;
  }

  private static Alarm alarm(ResultSet row) throws SQLException {
    OffsetDateTime seen = row.getObject("seen_at", OffsetDateTime.class);
    return new Alarm(
        row.getObject("id", UUID.class),
        row.getObject("incident", UUID.class),
        row.getInt("asked"),
        row.getInt("networks"),
        row.getObject("raised_at", OffsetDateTime.class).toInstant(),
        seen == null ? null : seen.toInstant());
  }

  private static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
