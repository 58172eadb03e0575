package org.stoplog.server.clocks;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.server.incidents.IncidentDoor;

/**
 * What people answered to what duties ask of an incident. A later answer replaces one; both stay.
 */
final class Answers {
  /** The words of an answer with a time. */
  static final String AT = "at";

  private final JdbcClient jdbc;
  private final IncidentDoor door;

  Answers(JdbcClient jdbc, IncidentDoor door) {
    this.jdbc = jdbc;
    this.door = door;
  }

  /**
   * An answer.
   *
   * @param question a key or a question of the catalogue, harm, or what starts a clock
   * @param answer yes, no, unknown; unlikely, some, serious; or {@link #AT}
   * @param happened of what starts a clock; null for the others
   */
  record Answer(
      int number,
      String question,
      String answer,
      @Nullable Instant happened,
      String reason,
      UUID by,
      Instant at) {}

  /** The newest first. */
  List<Answer> all(UUID incident) {
    return jdbc.sql(
            """
            select number, question, answer, happened_at, reason, answered_by, answered_at
            from incident_answer where incident = :incident order by number desc
            """)
        .param("incident", incident)
        .query(
            (row, index) ->
                new Answer(
                    row.getInt(1),
                    row.getString(2),
                    row.getString(3),
                    instant(row.getObject(4, OffsetDateTime.class)),
                    new String(door.unseal(incident, row.getBytes(5)), StandardCharsets.UTF_8),
                    row.getObject(6, UUID.class),
                    row.getObject(7, OffsetDateTime.class).toInstant()))
        .list();
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }

  /** The last answer to each question. */
  static Map<String, Answer> current(List<Answer> newestFirst) {
    Map<String, Answer> current = new LinkedHashMap<>();
    newestFirst.forEach(one -> current.putIfAbsent(one.question(), one));
    return current;
  }

  /** With the incident held. @return its number */
  int add(
      UUID incident,
      String question,
      String answer,
      @Nullable Instant happened,
      String reason,
      UUID by,
      Instant at) {
    return jdbc.sql(
            """
            insert into incident_answer
            select :incident, coalesce(max(number), 0) + 1, :question, :answer,
              :happened, :reason, :by, :at
            from incident_answer where incident = :incident returning number
            """)
        .param("incident", incident)
        .param("question", question)
        .param("answer", answer)
        .param("happened", happened == null ? null : happened.atOffset(ZoneOffset.UTC))
        .param("reason", door.seal(incident, reason.getBytes(StandardCharsets.UTF_8)))
        .param("by", by)
        .param("at", at.atOffset(ZoneOffset.UTC))
        .query(Integer.class)
        .single();
  }
}
