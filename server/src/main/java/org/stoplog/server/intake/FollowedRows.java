package org.stoplog.server.intake;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.intake.FollowedFolder;
import org.stoplog.ledger.reader.Purpose;

/** The rows of followed folders. */
final class FollowedRows {
  private final JdbcClient jdbc;

  FollowedRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void add(Followed folder) {
    boolean isPeople = folder.place().purpose() == Purpose.PEOPLE;
    jdbc.sql(
            """
            insert into followed_folder (id, name, kind, supplier, connection, region, mapping,
              max_hours, created_by, created_at)
            values (:id, :name, :kind, :supplier, :connection, :region, :mapping, :hours, :by, :at)
            """)
        .param("id", folder.id())
        .param("name", folder.name())
        .param("kind", folder.place().kind())
        .param("supplier", isPeople ? null : folder.place().supplier(), Types.INTEGER)
        .param("connection", isPeople ? null : folder.place().connection(), Types.VARCHAR)
        .param("region", folder.place().region(), Types.VARCHAR)
        .param("mapping", folder.mapping(), Types.VARCHAR)
        .param("hours", folder.maxHours(), Types.INTEGER)
        .param("by", folder.by())
        .param("at", at(folder.createdAt()))
        .update();
  }

  /**
   * @return false when it was not followed any more
   */
  boolean end(UUID id, Instant now) {
    return jdbc.sql(
                "update followed_folder set ended_at = :now where id = :id and ended_at is null")
            .param("now", at(now))
            .param("id", id)
            .update()
        == 1;
  }

  /** Those that are followed, by name. */
  List<Followed> all() {
    return jdbc.sql("select * from followed_folder where ended_at is null order by name")
        .query((row, number) -> folder(row))
        .list();
  }

  /** Empty when it is not followed any more. */
  Optional<Followed> find(UUID id) {
    return jdbc.sql("select * from followed_folder where id = :id and ended_at is null")
        .param("id", id)
        .query((row, number) -> folder(row))
        .optional();
  }

  private static Followed folder(ResultSet row) throws SQLException {
    String connection = row.getString("connection");
    return new Followed(
        row.getObject("id", UUID.class),
        row.getString("name"),
        new Upload.Place(
            Purpose.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
            row.getInt("supplier"),
            connection == null ? "" : connection,
            row.getString("region"),
            null),
        row.getString("mapping"),
        row.getObject("max_hours", Integer.class),
        row.getObject("created_by", UUID.class),
        time(row, "created_at"));
  }

  /** A file as it was when it was taken: another one under its name is another file. */
  record Known(String name, long bytes, Instant modified, Instant marked) {
    static Known of(FollowedFolder.Ready ready) {
      return new Known(
          ready.file().getFileName().toString(),
          ready.state().size(),
          micros(ready.state().modified().toInstant()),
          micros(ready.state().marked().toInstant()));
    }

    /** As the database keeps times. */
    private static Instant micros(Instant time) {
      return time.truncatedTo(ChronoUnit.MICROS);
    }
  }

  Set<Known> known(UUID folder) {
    return jdbc
        .sql("select name, bytes, modified, marked from passing.followed_file where folder = :id")
        .param("id", folder)
        .query(
            (row, number) ->
                new Known(
                    row.getString("name"),
                    row.getLong("bytes"),
                    time(row, "modified"),
                    time(row, "marked")))
        .stream()
        .collect(Collectors.toSet());
  }

  void taken(UUID folder, Known file, Instant now, @Nullable Long batch, @Nullable String failure) {
    jdbc.sql(
            """
            insert into passing.followed_file
            values (:folder, :name, :bytes, :modified, :marked, :at, :batch, :failure)
            on conflict (folder, name) do update set bytes = excluded.bytes,
              modified = excluded.modified, marked = excluded.marked, at = excluded.at,
              batch = excluded.batch, failure = excluded.failure
            """)
        .param("folder", folder)
        .param("name", file.name())
        .param("bytes", file.bytes())
        .param("modified", at(file.modified()))
        .param("marked", at(file.marked()))
        .param("at", at(now))
        .param("batch", batch, Types.BIGINT)
        .param("failure", failure, Types.VARCHAR)
        .update();
  }

  /** Lets failed ones be tried again. */
  void forgetFailures(UUID folder) {
    jdbc.sql("delete from passing.followed_file where folder = :id and failure is not null")
        .param("id", folder)
        .update();
  }

  /** The last ones, newest first. */
  List<Followed.Taken> taken(UUID folder, int most) {
    return jdbc.sql(
            """
            select name, marked, at, batch, failure from passing.followed_file
            where folder = :id order by failure is null, at desc, name limit :most
            """)
        .param("id", folder)
        .param("most", most)
        .query(
            (row, number) ->
                new Followed.Taken(
                    row.getString("name"),
                    time(row, "marked"),
                    time(row, "at"),
                    row.getObject("batch", Long.class),
                    row.getString("failure")))
        .list();
  }

  /** When the newest imported file was marked as complete; empty when none was imported. */
  Optional<Instant> newest(UUID folder) {
    return jdbc.sql(
            """
            select max(marked) as marked from passing.followed_file
            where folder = :id and batch is not null having max(marked) is not null
            """)
        .param("id", folder)
        .query((row, number) -> time(row, "marked"))
        .optional();
  }

  void looked(UUID folder, Followed.Look look) {
    jdbc.sql(
            """
            insert into passing.followed_look values (:folder, :at, :waiting, :failure)
            on conflict (folder) do update set at = excluded.at, waiting = excluded.waiting,
              failure = excluded.failure
            """)
        .param("folder", folder)
        .param("at", at(look.at()))
        .param("waiting", look.waiting())
        .param("failure", look.failure(), Types.VARCHAR)
        .update();
  }

  Optional<Followed.Look> look(UUID folder) {
    return jdbc.sql("select at, waiting, failure from passing.followed_look where folder = :id")
        .param("id", folder)
        .query(
            (row, number) ->
                new Followed.Look(time(row, "at"), row.getInt("waiting"), row.getString("failure")))
        .optional();
  }

  private static OffsetDateTime at(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }

  private static Instant time(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
