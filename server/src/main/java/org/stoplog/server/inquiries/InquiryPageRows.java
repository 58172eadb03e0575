package org.stoplog.server.inquiries;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.server.incidents.IncidentDoor;

/** The rows of pages on which anybody may ask, in the caller's transaction. */
final class InquiryPageRows {
  private final JdbcClient jdbc;
  private final IncidentDoor door;

  InquiryPageRows(JdbcClient jdbc, IncidentDoor door) {
    this.jdbc = jdbc;
    this.door = door;
  }

  enum State {
    DRAFT,
    OPEN,
    CLOSED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A page.
   *
   * @param hash of what was approved; null before
   */
  record Kept(
      UUID incident,
      String slug,
      String title,
      AnswerText text,
      int route,
      State state,
      @Nullable String hash) {}

  Optional<Kept> find(UUID incident) {
    return jdbc.sql("select * from inquiry_page where incident = :incident")
        .param("incident", incident)
        .query((row, number) -> kept(row))
        .optional();
  }

  /** Held until the transaction ends. */
  Optional<Kept> lock(UUID incident) {
    return jdbc.sql("select * from inquiry_page where incident = :incident for update")
        .param("incident", incident)
        .query((row, number) -> kept(row))
        .optional();
  }

  List<Kept> open() {
    return jdbc.sql("select * from inquiry_page where state = 'open' order by opened_at, incident")
        .query((row, number) -> kept(row))
        .list();
  }

  private Kept kept(ResultSet row) throws SQLException {
    UUID incident = row.getObject("incident", UUID.class);
    return new Kept(
        incident,
        row.getString("slug"),
        row.getString("title"),
        AnswerText.of(door.unseal(incident, row.getBytes("content"))),
        row.getInt("route"),
        State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getString("content_hash"));
  }

  boolean isTaken(String slug, UUID incident) {
    return jdbc.sql(
            """
            select exists (select from inquiry_page where slug = :slug and incident <> :incident)
            """)
        .param("slug", slug)
        .param("incident", incident)
        .query(Boolean.class)
        .single();
  }

  /** As a draft: whatever was approved before is not it any more. */
  void save(Kept page, UUID by, Instant now) {
    jdbc.sql(
            """
            insert into inquiry_page
              (incident, slug, title, content, route, state, created_by, created_at)
            values (:incident, :slug, :title, :content, :route, 'draft', :by, :now)
            on conflict (incident) do update set slug = :slug, title = :title, content = :content,
              route = :route, state = 'draft', content_hash = null, approved_by = null,
              opened_at = null
            """)
        .param("incident", page.incident())
        .param("slug", page.slug())
        .param("title", page.title())
        .param("content", door.seal(page.incident(), page.text().bytes()))
        .param("route", page.route())
        .param("by", by)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .update();
    jdbc.sql("insert into inquiry_page_editor values (:incident, :by) on conflict do nothing")
        .param("incident", page.incident())
        .param("by", by)
        .update();
  }

  Set<UUID> editors(UUID incident) {
    return new HashSet<>(
        jdbc.sql("select account from inquiry_page_editor where incident = :incident")
            .param("incident", incident)
            .query(UUID.class)
            .list());
  }

  void open(UUID incident, String hash, UUID approver, Instant now) {
    jdbc.sql(
            """
            update inquiry_page set state = 'open', content_hash = :hash, approved_by = :by,
              opened_at = :now where incident = :incident
            """)
        .param("incident", incident)
        .param("hash", hash)
        .param("by", approver)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .update();
    jdbc.sql("delete from inquiry_page_editor where incident = :incident")
        .param("incident", incident)
        .update();
  }

  /**
   * @return false when it was not open
   */
  boolean close(UUID incident) {
    return jdbc.sql(
                """
                update inquiry_page set state = 'closed' where incident = :incident and state = 'open'
                """)
            .param("incident", incident)
            .update()
        == 1;
  }
}
