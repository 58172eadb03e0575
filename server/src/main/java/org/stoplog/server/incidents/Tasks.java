package org.stoplog.server.incidents;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.identity.Keyset;

/** What has to be done in an incident, by whom and until when. */
final class Tasks {
  private final JdbcClient jdbc;
  private final Keyset keys;

  Tasks(JdbcClient jdbc, Keyset keys) {
    this.jdbc = jdbc;
    this.keys = keys;
  }

  /**
   * A task.
   *
   * @param owner null for nobody yet
   * @param due by the clock of the product; null for no time
   * @param proof what shows that it is done; null while it is not
   */
  record Task(
      UUID id,
      String title,
      @Nullable UUID owner,
      @Nullable Instant due,
      boolean isDone,
      @Nullable String proof) {}

  void add(
      UUID incident, UUID id, String title, @Nullable UUID owner, @Nullable Instant due, long seq) {
    jdbc.sql(
            """
            insert into incident_task (incident, id, title, owner, due, added_seq)
            values (:incident, :id, :title, :owner, :due, :seq)
            """)
        .param("incident", incident)
        .param("id", id)
        .param("title", Timeline.seal(keys, incident, title))
        .param("owner", owner)
        .param("due", due == null ? null : due.atOffset(ZoneOffset.UTC))
        .param("seq", seq)
        .update();
  }

  /**
   * @return whether it was open
   */
  boolean close(UUID incident, UUID id, String proof, long seq) {
    return jdbc.sql(
                """
                update incident_task set done_seq = :seq, proof = :proof
                where incident = :incident and id = :id and done_seq is null
                """)
            .param("incident", incident)
            .param("id", id)
            .param("proof", Timeline.seal(keys, incident, proof))
            .param("seq", seq)
            .update()
        > 0;
  }

  /** Open ones first, by their time. */
  List<Task> all(UUID incident) {
    return jdbc.sql(
            """
            select id, title, owner, due, done_seq, proof from incident_task
            where incident = :incident
            order by done_seq is not null, due nulls last, added_seq
            """)
        .param("incident", incident)
        .query(
            (row, number) -> {
              OffsetDateTime due = row.getObject("due", OffsetDateTime.class);
              return new Task(
                  row.getObject("id", UUID.class),
                  String.valueOf(Timeline.unseal(keys, incident, row.getBytes("title"))),
                  row.getObject("owner", UUID.class),
                  due == null ? null : due.toInstant(),
                  row.getObject("done_seq") != null,
                  Timeline.unseal(keys, incident, row.getBytes("proof")));
            })
        .list();
  }
}
