package org.stoplog.server.incidents;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.identity.Keyset;
import org.stoplog.server.platform.ServerClock;

/** The events of incidents, which are added to and never changed. */
final class Timeline {
  private final JdbcClient jdbc;
  private final Keyset keys;

  Timeline(JdbcClient jdbc, Keyset keys) {
    this.jdbc = jdbc;
    this.keys = keys;
  }

  /**
   * What happened.
   *
   * @param kind in our words: {@code claim.recorded}
   * @param ref what it is about, as ids of ours; null for nothing more
   * @param text what somebody wrote; null for nothing
   */
  record News(String kind, @Nullable String ref, @Nullable String text, boolean privileged) {
    News(String kind, @Nullable String ref) {
      this(kind, ref, null, false);
    }
  }

  /** An event as it is kept. */
  record Event(
      long seq,
      String kind,
      @Nullable UUID actor,
      Instant at,
      Instant realAt,
      boolean privileged,
      @Nullable String ref,
      @Nullable String text) {}

  /**
   * @return its number, which is the incident's version now
   */
  long add(UUID incident, @Nullable UUID actor, News news, ServerClock clock) {
    long seq = new IncidentRows(jdbc).nextEvent(incident);
    jdbc.sql(
            """
            insert into incident_event
              (incident, seq, kind, actor, at, real_at, privileged, ref, text)
            values (:incident, :seq, :kind, :actor, :at, :real, :privileged, :ref, :text)
            """)
        .param("incident", incident)
        .param("seq", seq)
        .param("kind", news.kind())
        .param("actor", actor)
        .param("at", clock.product().instant().atOffset(ZoneOffset.UTC))
        .param("real", clock.realNow().atOffset(ZoneOffset.UTC))
        .param("privileged", news.privileged())
        .param("ref", news.ref())
        .param("text", seal(keys, incident, news.text()))
        .update();
    return seq;
  }

  /**
   * Newest first.
   *
   * @param before number that they lie below
   * @param privileged whether the reader sees what is privileged
   */
  List<Event> before(UUID incident, long before, int most, boolean privileged) {
    return jdbc.sql(
            """
            select * from incident_event
            where incident = :incident and seq < :before and (:privileged or not privileged)
            order by seq desc limit :most
            """)
        .param("incident", incident)
        .param("before", before)
        .param("privileged", privileged)
        .param("most", most)
        .query(
            (row, number) ->
                new Event(
                    row.getLong("seq"),
                    row.getString("kind"),
                    row.getObject("actor", UUID.class),
                    row.getObject("at", OffsetDateTime.class).toInstant(),
                    row.getObject("real_at", OffsetDateTime.class).toInstant(),
                    row.getBoolean("privileged"),
                    row.getString("ref"),
                    unseal(keys, incident, row.getBytes("text"))))
        .list();
  }

  static byte @Nullable [] seal(Keyset keys, UUID incident, @Nullable String text) {
    return text == null ? null : keys.seal(text.getBytes(UTF_8), Incident.sealContext(incident));
  }

  static @Nullable String unseal(Keyset keys, UUID incident, byte @Nullable [] sealed) {
    return sealed == null
        ? null
        : new String(keys.unseal(sealed, Incident.sealContext(incident)), UTF_8);
  }
}
