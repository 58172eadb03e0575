package org.stoplog.server.contacts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The files of contact details of incidents, in the caller's transaction. */
final class ContactFileRows {
  private static final String SELECT =
      """
      select f.*, exists (select from passing.joined_contact c where c.file = f.id) as held,
        case when f.shredded_at is not null or exists (
            select from notice_wave w join notice n on n.id = w.notice
            where n.incident = f.incident and w.state in ('counting', 'ready', 'sending', 'paused'))
          then null
          else greatest(f.added_at, (
            select max(w.ended_at) from notice_wave w join notice n on n.id = w.notice
            where n.incident = f.incident)) + make_interval(days => f.keep_days) end as due
      from contact_file f
      """;

  private final JdbcClient jdbc;

  ContactFileRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A file that was joined.
   *
   * @param unknown lines whose id nobody in the directory has
   * @param isHeld whether any details of it are there: later files, erasure and a restore take them
   * @param due when it is shredded; null while a wave of the incident is not ended, and after
   */
  record Row(
      UUID id,
      UUID incident,
      int number,
      long lines,
      long people,
      long unknown,
      int keepDays,
      UUID addedBy,
      Instant addedAt,
      boolean isHeld,
      @Nullable Instant shreddedAt,
      @Nullable Instant due) {}

  /** The newest first. */
  List<Row> of(UUID incident) {
    return jdbc.sql(SELECT + " where f.incident = :incident order by f.number desc")
        .param("incident", incident)
        .query((row, number) -> read(row))
        .list();
  }

  Optional<Row> find(UUID id) {
    return jdbc.sql(SELECT + " where f.id = :id")
        .param("id", id)
        .query((row, number) -> read(row))
        .optional();
  }

  /** Whose time has come. */
  List<Row> due(Instant now) {
    return jdbc.sql(
            "select * from ("
                + SELECT
                + ") f where shredded_at is null and due <= :now order by id")
        .param("now", now.atOffset(ZoneOffset.UTC))
        .query((row, number) -> read(row))
        .list();
  }

  private static Row read(ResultSet row) throws SQLException {
    return new Row(
        row.getObject("id", UUID.class),
        row.getObject("incident", UUID.class),
        row.getInt("number"),
        row.getLong("lines"),
        row.getLong("people"),
        row.getLong("unknown"),
        row.getInt("keep_days"),
        row.getObject("added_by", UUID.class),
        row.getObject("added_at", OffsetDateTime.class).toInstant(),
        row.getBoolean("held"),
        instant(row, "shredded_at"),
        instant(row, "due"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  /**
   * @return its number within the incident
   */
  int add(Row row, String sha256) {
    return jdbc.sql(
            """
            insert into contact_file (id, incident, number, sha256, lines, people, unknown,
              keep_days, added_by, added_at)
            values (:id, :incident,
              (select coalesce(max(number), 0) + 1 from contact_file where incident = :incident),
              :sha256, :lines, :people, :unknown, :days, :by, :at)
            returning number
            """)
        .param("id", row.id())
        .param("incident", row.incident())
        .param("sha256", sha256)
        .param("lines", row.lines())
        .param("people", row.people())
        .param("unknown", row.unknown())
        .param("days", row.keepDays())
        .param("by", row.addedBy())
        .param("at", row.addedAt().atOffset(ZoneOffset.UTC))
        .query(Integer.class)
        .single();
  }

  /**
   * Takes what it joined away for good.
   *
   * @param by null when its time had come
   * @return how many people's details went
   */
  int shred(UUID id, @Nullable UUID by, Instant at) {
    jdbc.sql("update contact_file set shredded_at = :at, shredded_by = :by where id = :id")
        .param("id", id)
        .param("by", by, java.sql.Types.OTHER)
        .param("at", at.atOffset(ZoneOffset.UTC))
        .update();
    return jdbc.sql("delete from passing.joined_contact where file = :id").param("id", id).update();
  }
}
