package org.stoplog.server.notices;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.server.incidents.IncidentDoor;

/**
 * People of the supplier's file, or of our record, who are not in our directory: nobody of them is
 * ever mailed by a wave. What is done for them is decided by people, with a reason.
 */
final class Outside {
  private final JdbcClient jdbc;
  private final IncidentDoor door;

  Outside(JdbcClient jdbc, IncidentDoor door) {
    this.jdbc = jdbc;
    this.door = door;
  }

  /** What was decided. */
  enum Way {
    NOT_TOLD("they are not told one by one"),
    TOLD_BY_SUPPLIER("the supplier tells them"),
    TOLD_BY_LETTER("they are told by another way, outside of this program"),
    PUBLIC_NOTICE("a public statement tells them");

    private final String words;

    Way(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Way> of(String word) {
      return Arrays.stream(values()).filter(way -> way.word().equals(word)).findFirst();
    }
  }

  /**
   * How many, by the wave that was frozen last.
   *
   * @param wave its name
   */
  record Count(long people, long exposure, String wave) {}

  /** A decision; a later one replaces it, and it stays. */
  record Decision(int number, Way way, String reason, long people, UUID by, Instant at) {}

  /** Empty before any wave of the incident was frozen. */
  Optional<Count> count(UUID incident) {
    return jdbc.sql(
            """
            select coalesce(l.people, 0), w.exposure, n.number || '.' || w.number
            from notice_wave w join notice n on n.id = w.notice
            left join notice_left_out l on l.wave = w.id and l.reason = 'not-in-directory'
            where n.incident = :incident and w.state not in ('counting', 'discarded')
            order by w.exposure desc, w.created_at desc limit 1
            """)
        .param("incident", incident)
        .query((row, number) -> new Count(row.getLong(1), row.getLong(2), row.getString(3)))
        .optional();
  }

  /** The newest first. */
  List<Decision> decisions(UUID incident) {
    return jdbc.sql(
            """
            select number, decision, reason, people, decided_by, decided_at from notice_outside
            where incident = :incident order by number desc
            """)
        .param("incident", incident)
        .query(
            (row, index) ->
                new Decision(
                    row.getInt(1),
                    Way.of(row.getString(2)).orElseThrow(),
                    new String(door.unseal(incident, row.getBytes(3)), StandardCharsets.UTF_8),
                    row.getLong(4),
                    row.getObject(5, UUID.class),
                    row.getObject(6, OffsetDateTime.class).toInstant()))
        .list();
  }

  /** In words, for whoever approves a wave. */
  String words(UUID incident) {
    return decisions(incident).stream()
        .findFirst()
        .map(one -> one.way().words() + " (decision " + one.number() + ")")
        .orElse("nobody has decided what is done for them");
  }

  /** With the incident held. @return its number */
  int decide(UUID incident, Way way, String reason, Count count, UUID by, Instant at) {
    return jdbc.sql(
            """
            insert into notice_outside
            select :incident, coalesce(max(number), 0) + 1, :way, :reason, :people, :exposure, :by, :at
            from notice_outside where incident = :incident returning number
            """)
        .param("incident", incident)
        .param("way", way.word())
        .param("reason", door.seal(incident, reason.getBytes(StandardCharsets.UTF_8)))
        .param("people", count.people())
        .param("exposure", count.exposure())
        .param("by", by)
        .param("at", at.atOffset(ZoneOffset.UTC))
        .query(Integer.class)
        .single();
  }
}
