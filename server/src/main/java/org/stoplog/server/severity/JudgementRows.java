package org.stoplog.server.severity;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.server.incidents.IncidentDoor;

/** What was judged of incidents, in the caller's transaction. Nothing is changed or taken away. */
final class JudgementRows {
  private final JdbcClient jdbc;
  private final IncidentDoor door;

  JudgementRows(JdbcClient jdbc, IncidentDoor door) {
    this.jdbc = jdbc;
    this.door = door;
  }

  /** An answer as somebody gave it. */
  record Said(String question, String answer, String reason, UUID by, Instant at) {}

  /** The newest first. */
  List<Said> all(UUID incident) {
    return jdbc.sql(
            """
            select question, answer, reason, said_by, said_at
            from incident_judgement where incident = :incident order by number desc
            """)
        .param("incident", incident)
        .query(
            (row, index) ->
                new Said(
                    row.getString(1),
                    row.getString(2),
                    new String(door.unseal(incident, row.getBytes(3)), StandardCharsets.UTF_8),
                    row.getObject(4, UUID.class),
                    row.getObject(5, OffsetDateTime.class).toInstant()))
        .list();
  }

  /**
   * @param upTo number of the last answer that counts
   */
  static Judgement judgement(JdbcClient jdbc, UUID incident, int upTo) {
    Map<String, String> answers = new HashMap<>();
    int[] number = {0};
    jdbc.sql(
            """
            select number, question, answer from incident_judgement
            where incident = :incident and number <= :number order by number
            """)
        .param("incident", incident)
        .param("number", upTo)
        .query(
            row -> {
              number[0] = row.getInt(1);
              answers.put(row.getString(2), row.getString(3));
            });
    return new Judgement(number[0], answers, new WeightRows(jdbc).current());
  }

  /** With the incident held. @return its number */
  int add(UUID incident, Said said) {
    return jdbc.sql(
            """
            insert into incident_judgement
            select :incident, coalesce(max(number), 0) + 1, :question, :answer, :reason, :by, :at
            from incident_judgement where incident = :incident returning number
            """)
        .param("incident", incident)
        .param("question", said.question())
        .param("answer", said.answer())
        .param("reason", door.seal(incident, said.reason().getBytes(StandardCharsets.UTF_8)))
        .param("by", said.by())
        .param("at", said.at().atOffset(ZoneOffset.UTC))
        .query(Integer.class)
        .single();
  }
}
