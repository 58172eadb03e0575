package org.stoplog.server.statements;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.server.incidents.IncidentDoor;

/** The rows of statements, in the caller's transaction. */
final class StatementRows {
  /** Left free after a restore: what was published after the backup is not in the rows. */
  private static final int GAP = 100;

  private final JdbcClient jdbc;
  private final IncidentDoor door;

  StatementRows(JdbcClient jdbc, IncidentDoor door) {
    this.jdbc = jdbc;
    this.door = door;
  }

  /**
   * @return false when the incident has one, or another one has the address
   */
  boolean add(UUID id, UUID incident, String slug, UUID by, Instant at) {
    return jdbc.sql(
                """
                insert into statement (id, incident, slug, created_by, created_at)
                values (:id, :incident, :slug, :by, :at) on conflict do nothing
                """)
            .param("id", id)
            .param("incident", incident)
            .param("slug", slug)
            .param("by", by)
            .param("at", at.atOffset(ZoneOffset.UTC))
            .update()
        > 0;
  }

  Optional<Statement> of(UUID incident) {
    return jdbc.sql("select * from statement where incident = :incident")
        .param("incident", incident)
        .query((row, number) -> statement(row))
        .optional();
  }

  /** Held until the transaction ends. */
  Optional<Statement> lock(UUID incident) {
    return jdbc.sql("select * from statement where incident = :incident for update")
        .param("incident", incident)
        .query((row, number) -> statement(row))
        .optional();
  }

  /** Those that promise more, for members who may change their incident; null for all members. */
  List<Statement> watched(@Nullable UUID account) {
    return jdbc.sql(
            """
            select s.* from statement s where s.published > 0
              and (:account::uuid is null or exists (select 1 from incident_member m
                where m.incident = s.incident and m.account = :account and m.works))
            order by s.next_update nulls last, s.slug
            """)
        .param("account", account, java.sql.Types.OTHER)
        .query((row, number) -> statement(row))
        .list();
  }

  /**
   * @param edits what the change was made to
   * @return false when somebody else changed it meanwhile
   */
  boolean write(Statement statement, int edits, Content draft, UUID by) {
    boolean isDone =
        jdbc.sql(
                    """
                    update statement set draft = :draft, edits = edits + 1
                    where id = :id and edits = :edits
                    """)
                .param("id", statement.id())
                .param("edits", edits)
                .param("draft", door.seal(statement.incident(), draft.bytes()))
                .update()
            > 0;
    if (isDone) {
      jdbc.sql("insert into statement_editor values (:id, :account) on conflict do nothing")
          .param("id", statement.id())
          .param("account", by)
          .update();
    }
    return isDone;
  }

  void discard(UUID id) {
    jdbc.sql("update statement set draft = null, edits = edits + 1 where id = :id")
        .param("id", id)
        .update();
  }

  Set<UUID> editors(UUID id) {
    return new HashSet<>(
        jdbc.sql("select account from statement_editor where statement = :id")
            .param("id", id)
            .query(UUID.class)
            .list());
  }

  /** The next number: one more, and more than the world can have seen after a restore. */
  int nextNumber(Statement statement) {
    boolean isRestored =
        statement.published() > 0
            && jdbc.sql(
                    """
                    select exists (select 1 from setting s where s.name = 'restored'
                      and s.value::timestamptz > (select max(r.real_at) from statement_revision r
                        where r.statement = :id))
                    """)
                .param("id", statement.id())
                .query(Boolean.class)
                .single();
    return statement.published() + (isRestored ? GAP : 1);
  }

  Optional<Statement.Revision> last(Statement statement) {
    return jdbc.sql(
            """
            select r.content, r.sha256, p.document from statement_revision r
            join public_statement p on p.slug = :slug and p.number = r.number
            where r.statement = :id order by r.number desc limit 1
            """)
        .param("id", statement.id())
        .param("slug", statement.slug())
        .query((row, number) -> revision(statement.incident(), row))
        .optional();
  }

  private Statement.Revision revision(UUID incident, ResultSet row) throws SQLException {
    return new Statement.Revision(
        Content.of(door.unseal(incident, row.getBytes("content"))),
        Document.of(row.getBytes("document")),
        row.getString("sha256"));
  }

  /**
   * Who publishes, and when by the real clock.
   *
   * @param at by the clock of the product
   */
  record By(UUID asked, UUID approved, Instant at, Instant realAt) {}

  void publish(Statement statement, Content content, Published published, By by) {
    Document document = published.document();
    jdbc.sql(
            """
            insert into statement_revision values (:id, :number, :content, :sha256, :exposure,
              :asked, :approved, :at, :real)
            """)
        .param("id", statement.id())
        .param("number", document.number())
        .param("content", door.seal(statement.incident(), content.bytes()))
        .param("sha256", Document.sha256(published.bytes()))
        .param("exposure", content.figures().exposure())
        .param("asked", by.asked())
        .param("approved", by.approved())
        .param("at", by.at().atOffset(ZoneOffset.UTC))
        .param("real", by.realAt().atOffset(ZoneOffset.UTC))
        .update();
    jdbc.sql("insert into public_statement values (:slug, :number, :document, :signature, :at)")
        .param("slug", statement.slug())
        .param("number", document.number())
        .param("document", published.bytes())
        .param("signature", published.signature())
        .param("at", by.at().atOffset(ZoneOffset.UTC))
        .update();
    Instant next = content.nextUpdate();
    jdbc.sql(
            """
            update statement set published = :number, draft = null, edits = edits + 1,
              next_update = :next, contradicted_by = null, outdated_by = null
            where id = :id
            """)
        .param("id", statement.id())
        .param("number", document.number())
        .param(
            "next",
            next == null ? null : next.atOffset(ZoneOffset.UTC),
            java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
        .update();
    jdbc.sql("delete from statement_editor where statement = :id")
        .param("id", statement.id())
        .update();
  }

  /** All of a statement as the world has them, the newest first. */
  List<Document> documents(String slug) {
    return jdbc.sql("select document from public_statement where slug = :slug order by number desc")
        .param("slug", slug)
        .query((row, number) -> Document.of(row.getBytes("document")))
        .list();
  }

  void flag(UUID id, @Nullable Long contradicted, @Nullable Long outdated) {
    jdbc.sql(
            "update statement set contradicted_by = :contradicted, outdated_by = :outdated"
                + " where id = :id")
        .param("id", id)
        .param("contradicted", contradicted, java.sql.Types.BIGINT)
        .param("outdated", outdated, java.sql.Types.BIGINT)
        .update();
  }

  void reminded(UUID id, int number) {
    jdbc.sql("update statement set reminded = :number where id = :id")
        .param("id", id)
        .param("number", number)
        .update();
  }

  void missed(UUID id, int number) {
    jdbc.sql("update statement set missed = :number where id = :id")
        .param("id", id)
        .param("number", number)
        .update();
  }

  private Statement statement(ResultSet row) throws SQLException {
    UUID incident = row.getObject("incident", UUID.class);
    byte[] draft = row.getBytes("draft");
    OffsetDateTime next = row.getObject("next_update", OffsetDateTime.class);
    return new Statement(
        row.getObject("id", UUID.class),
        incident,
        row.getString("slug"),
        row.getInt("published"),
        draft == null ? null : Content.of(door.unseal(incident, draft)),
        row.getInt("edits"),
        next == null ? null : next.toInstant(),
        row.getInt("reminded"),
        row.getInt("missed"),
        (Long) row.getObject("contradicted_by"),
        (Long) row.getObject("outdated_by"));
  }
}
