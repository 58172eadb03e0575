package org.stoplog.server.intake;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.reader.Mapping;
import org.stoplog.ledger.reader.MappingFile;
import org.stoplog.ledger.reader.Purpose;

/** The rows of uploaded files. */
final class UploadRows {
  private static final String COLUMNS =
      """
      select id, account, created_at, name, bytes, sha256, kind, supplier, connection, region,
        as_of, password is not null as has_password, mapping, state, after_batch, failure, batch
      from passing.upload
      """;

  private final JdbcClient jdbc;

  UploadRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void add(Upload upload, byte @Nullable [] password) {
    jdbc.sql(
            """
            insert into passing.upload (id, account, created_at, name, bytes, sha256, kind,
              supplier, connection, region, as_of, password, mapping)
            values (:id, :account, :at, :name, :bytes, :sha256, :kind, :supplier, :connection,
              :region, :asOf, :password, :mapping)
            """)
        .param("id", upload.id())
        .param("account", upload.account())
        .param("at", upload.createdAt().atOffset(ZoneOffset.UTC))
        .param("name", upload.name())
        .param("bytes", upload.bytes())
        .param("sha256", upload.sha256())
        .param("kind", upload.place().kind())
        .param("supplier", upload.place().supplier())
        .param("connection", upload.place().connection())
        .param("region", upload.place().region(), Types.VARCHAR)
        .param("asOf", upload.place().asOf(), Types.DATE)
        .param("password", password, Types.BINARY)
        .param("mapping", MappingFile.toYaml(upload.mapping()))
        .update();
  }

  Optional<Upload> find(UUID id) {
    return jdbc.sql(COLUMNS + " where id = :id")
        .param("id", id)
        .query((row, number) -> upload(row))
        .optional();
  }

  List<Upload> openOf(UUID account) {
    return jdbc.sql(COLUMNS + " where account = :account and state <> 'done' order by created_at")
        .param("account", account)
        .query((row, number) -> upload(row))
        .list();
  }

  byte @Nullable [] password(UUID id) {
    return jdbc.sql("select password from passing.upload where id = :id")
        .param("id", id)
        .query((row, number) -> Optional.ofNullable(row.getBytes(1)))
        .optional()
        .flatMap(found -> found)
        .orElse(null);
  }

  /**
   * Its import is asked for.
   *
   * @return false when it is asked for already
   */
  boolean ask(UUID id, Mapping mapping) {
    return jdbc.sql(
                """
                update passing.upload
                set state = 'importing', mapping = :mapping, failure = null,
                  after_batch = (select coalesce(max(id), 0) from batch)
                where id = :id and state = 'waiting'
                """)
            .param("mapping", MappingFile.toYaml(mapping))
            .param("id", id)
            .update()
        == 1;
  }

  void state(UUID id, Upload.State state, @Nullable String failure) {
    jdbc.sql("update passing.upload set state = :state, failure = :failure where id = :id")
        .param("state", state.word())
        .param("failure", failure, Types.VARCHAR)
        .param("id", id)
        .update();
  }

  void done(UUID id, long batch) {
    jdbc.sql(
            """
            update passing.upload set state = 'done', batch = :batch, failure = null, password = null
            where id = :id
            """)
        .param("batch", batch)
        .param("id", id)
        .update();
  }

  void delete(UUID id) {
    jdbc.sql("delete from passing.upload where id = :id").param("id", id).update();
  }

  /** What is being imported stays until that has ended. */
  void deleteOlderThan(Instant time) {
    // Work that was stopped before it began leaves the state of its upload as it was.
    jdbc.sql(
            """
            delete from passing.upload u where created_at < :time
              and (state <> 'importing' or not exists (
                select 1 from passing.work w join passing.work_argument a on a.work = w.id
                where a.value = u.id::text and w.state in ('waiting', 'running')))
            """)
        .param("time", time.atOffset(ZoneOffset.UTC))
        .update();
  }

  /** Those whose files are needed. */
  List<UUID> ids() {
    return jdbc.sql("select id from passing.upload where state <> 'done'").query(UUID.class).list();
  }

  private static Upload upload(ResultSet row) throws SQLException {
    String name = row.getString("name");
    return new Upload(
        row.getObject("id", UUID.class),
        row.getObject("account", UUID.class),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        name,
        row.getLong("bytes"),
        row.getString("sha256"),
        new Upload.Place(
            Purpose.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
            row.getInt("supplier"),
            row.getString("connection"),
            row.getString("region"),
            row.getObject("as_of", LocalDate.class)),
        row.getBoolean("has_password"),
        MappingFile.parse(name, row.getString("mapping")),
        Upload.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getObject("after_batch", Long.class),
        row.getString("failure"),
        row.getObject("batch", Long.class));
  }
}
