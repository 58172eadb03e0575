package org.stoplog.server.incidents;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.exposure.Window;
import org.stoplog.ledger.identity.Keyset;

/** What is said of when things happened; conflicting words stand side by side. */
final class SaidTimes {
  private final JdbcClient jdbc;
  private final Keyset keys;

  SaidTimes(JdbcClient jdbc, Keyset keys) {
    this.jdbc = jdbc;
    this.keys = keys;
  }

  /** Who says it. */
  enum Source {
    US,
    SUPPLIER,
    PRESS,
    ATTACKER,
    AUTHORITY;

    String slug() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * A statement.
   *
   * @param said as it was typed; empty for unknown
   * @param first null when it is unknown
   * @param last end of what the words may mean, not included
   * @param reason why we say so; there for what we decide
   * @param seq of the event that recorded it
   */
  record Said(
      TimeKind kind,
      String source,
      String said,
      @Nullable Instant first,
      @Nullable Instant last,
      @Nullable String reason,
      long seq) {}

  /**
   * @param window what was said, read; null for unknown
   */
  void add(
      UUID incident,
      long seq,
      TimeKind kind,
      String source,
      String said,
      @Nullable Window window,
      @Nullable String reason) {
    jdbc.sql(
            """
            insert into incident_time (incident, seq, kind, source, said, first, last, reason)
            values (:incident, :seq, :kind, :source, :said, :first, :last, :reason)
            """)
        .param("incident", incident)
        .param("seq", seq)
        .param("kind", kind.slug())
        .param("source", source)
        .param("said", Timeline.seal(keys, incident, said))
        .param("first", offset(window == null ? null : window.from()))
        .param("last", offset(window == null ? null : window.to()))
        .param("reason", Timeline.seal(keys, incident, reason))
        .update();
  }

  private static @Nullable OffsetDateTime offset(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }

  /** The last statement of each source on each time. */
  List<Said> current(UUID incident) {
    return jdbc.sql(
            """
            select distinct on (kind, source) kind, source, said, first, last, reason, seq
            from incident_time where incident = :incident
            order by kind, source, seq desc
            """)
        .param("incident", incident)
        .query(
            (row, number) ->
                new Said(
                    TimeKind.of(row.getString("kind")).orElseThrow(),
                    row.getString("source"),
                    String.valueOf(Timeline.unseal(keys, incident, row.getBytes("said"))),
                    instant(row.getObject("first", OffsetDateTime.class)),
                    instant(row.getObject("last", OffsetDateTime.class)),
                    Timeline.unseal(keys, incident, row.getBytes("reason")),
                    row.getLong("seq")))
        .list();
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }
}
