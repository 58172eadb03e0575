package org.stoplog.server.platform;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of long work. */
final class WorkRows {
  private final JdbcClient jdbc;

  WorkRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A row.
   *
   * @param result path of the page with what came of it; null until it is done
   * @param message why it failed; null unless it did
   */
  record Row(
      LongWork.Task task,
      String kind,
      State state,
      @Nullable String result,
      @Nullable String message,
      Instant createdAt,
      @Nullable Instant endedAt) {}

  /** Where work stands. */
  enum State {
    WAITING,
    RUNNING,
    DONE,
    FAILED,
    STOPPED;

    String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  void add(LongWork.Task task, String kind, Instant now) {
    jdbc.sql(
            """
            insert into passing.work (id, kind, title, started_by, state, created_at)
            values (:id, :kind, :title, :by, 'waiting', :now)
            """)
        .param("id", task.id())
        .param("kind", kind)
        .param("title", task.title())
        .param("by", task.by())
        .param("now", now.atOffset(ZoneOffset.UTC))
        .update();
    task.arguments()
        .forEach(
            (name, value) ->
                jdbc.sql("insert into passing.work_argument values (:id, :name, :value)")
                    .param("id", task.id())
                    .param("name", name)
                    .param("value", value)
                    .update());
  }

  /** Takes the oldest that waits, if none is taken by somebody else. */
  Optional<Row> take() {
    Optional<UUID> id =
        jdbc.sql(
                """
                update passing.work set state = 'running'
                where id = (select id from passing.work where state = 'waiting'
                  order by created_at, id limit 1 for update skip locked)
                returning id
                """)
            .query(UUID.class)
            .optional();
    return id.flatMap(this::find);
  }

  /** What ran when the program ended waits again. */
  void takeUpAgain() {
    jdbc.sql("update passing.work set state = 'waiting' where state = 'running'").update();
  }

  /**
   * @return whether it had not begun
   */
  boolean stopWaiting(UUID id, Instant now) {
    return jdbc.sql(
                "update passing.work set state = 'stopped', ended_at = :now"
                    + " where id = :id and state = 'waiting'")
            .param("id", id)
            .param("now", now.atOffset(ZoneOffset.UTC))
            .update()
        > 0;
  }

  void end(UUID id, State state, @Nullable String result, @Nullable String message, Instant now) {
    jdbc.sql(
            """
            update passing.work set state = :state, result = :result, message = :message,
              ended_at = :now
            where id = :id
            """)
        .param("id", id)
        .param("state", state.word())
        .param("result", result)
        .param("message", message)
        .param("now", state == State.WAITING ? null : now.atOffset(ZoneOffset.UTC))
        .update();
  }

  Optional<Row> find(UUID id) {
    return jdbc.sql("select * from passing.work where id = :id")
        .param("id", id)
        .query((row, number) -> row(row))
        .optional();
  }

  /** What this person started and what still goes on, newest first; then the last ended ones. */
  List<Row> of(UUID account, int most) {
    return jdbc.sql(
            """
            select * from passing.work where started_by = :account
            order by created_at desc limit :most
            """)
        .param("account", account)
        .param("most", most)
        .query((row, number) -> row(row))
        .list();
  }

  private Row row(ResultSet row) throws SQLException {
    UUID id = row.getObject("id", UUID.class);
    OffsetDateTime ended = row.getObject("ended_at", OffsetDateTime.class);
    return new Row(
        new LongWork.Task(
            id, row.getObject("started_by", UUID.class), row.getString("title"), arguments(id)),
        row.getString("kind"),
        State.valueOf(row.getString("state").toUpperCase(java.util.Locale.ROOT)),
        row.getString("result"),
        row.getString("message"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        ended == null ? null : ended.toInstant());
  }

  private Map<String, String> arguments(UUID id) {
    Map<String, String> arguments = new HashMap<>();
    jdbc.sql("select name, value from passing.work_argument where work = :id")
        .param("id", id)
        .query(
            row -> {
              arguments.put(row.getString("name"), row.getString("value"));
            });
    return arguments;
  }
}
