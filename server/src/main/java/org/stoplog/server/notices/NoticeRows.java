package org.stoplog.server.notices;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.server.incidents.IncidentDoor;

/** The rows of notices, in the caller's transaction. */
final class NoticeRows {
  private final JdbcClient jdbc;
  private final IncidentDoor door;

  NoticeRows(JdbcClient jdbc, IncidentDoor door) {
    this.jdbc = jdbc;
    this.door = door;
  }

  /**
   * @return its number
   */
  int add(UUID id, UUID incident, Content content, UUID by, Instant at) {
    int number =
        jdbc.sql(
                """
                insert into notice (id, incident, content, created_by, created_at)
                values (:id, :incident, :content, :by, :at) returning number
                """)
            .param("id", id)
            .param("incident", incident)
            .param("content", door.seal(incident, content.bytes()))
            .param("by", by)
            .param("at", at.atOffset(ZoneOffset.UTC))
            .query(Integer.class)
            .single();
    addEditor(id, by);
    return number;
  }

  /**
   * @param revision that the change was made to
   * @return false when somebody else changed it meanwhile
   */
  boolean change(Notice notice, int revision, Content content, UUID by) {
    boolean isDone =
        jdbc.sql(
                    """
                    update notice set content = :content, revision = revision + 1
                    where id = :id and revision = :revision
                    """)
                .param("id", notice.id())
                .param("revision", revision)
                .param("content", door.seal(notice.incident(), content.bytes()))
                .update()
            > 0;
    if (isDone) {
      addEditor(notice.id(), by);
    }
    return isDone;
  }

  private void addEditor(UUID notice, UUID account) {
    jdbc.sql("insert into notice_editor values (:notice, :account) on conflict do nothing")
        .param("notice", notice)
        .param("account", account)
        .update();
  }

  Set<UUID> editors(UUID notice) {
    return new HashSet<>(
        jdbc.sql("select account from notice_editor where notice = :notice")
            .param("notice", notice)
            .query(UUID.class)
            .list());
  }

  void forgetEditors(UUID notice) {
    jdbc.sql("delete from notice_editor where notice = :notice").param("notice", notice).update();
  }

  Optional<Notice> find(UUID id) {
    return jdbc.sql("select * from notice where id = :id")
        .param("id", id)
        .query((row, number) -> notice(row))
        .optional();
  }

  /** Held until the transaction ends. */
  Optional<Notice> lock(UUID id) {
    return jdbc.sql("select * from notice where id = :id for update")
        .param("id", id)
        .query((row, number) -> notice(row))
        .optional();
  }

  /** The newest first. */
  List<Notice> of(UUID incident) {
    return jdbc.sql("select * from notice where incident = :incident order by number desc")
        .param("incident", incident)
        .query((row, number) -> notice(row))
        .list();
  }

  private Notice notice(ResultSet row) throws SQLException {
    UUID incident = row.getObject("incident", UUID.class);
    return new Notice(
        row.getObject("id", UUID.class),
        row.getInt("number"),
        incident,
        row.getInt("revision"),
        Content.of(door.unseal(incident, row.getBytes("content"))));
  }
}
