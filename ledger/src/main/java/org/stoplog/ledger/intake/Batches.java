package org.stoplog.ledger.intake;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.identity.Normaliser;
import org.stoplog.ledger.reader.MappingFile;
import org.stoplog.ledger.reader.ReadResult;

/** The rows of table {@code batch}. Every method runs in the caller's transaction. */
public final class Batches {
  private static final String COLUMNS =
      """
      select id, kind, status, file_name, file_sha256, coalesce(supplier, 0), coalesce(connection, 0),
             imported_at, rows, left_out, suppressed, first_day, last_day
      from batch
      """;

  private Batches() {}

  /** A fresh id; never used again even if nothing comes of it. */
  static long nextId(Connection connection) throws SQLException {
    try (PreparedStatement next =
            connection.prepareStatement("select nextval(pg_get_serial_sequence('batch', 'id'))");
        ResultSet row = next.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  public static List<Batch> all(Connection connection) throws SQLException {
    return list(connection, COLUMNS + " order by id");
  }

  public static Optional<Batch> find(Connection connection, long id) throws SQLException {
    return list(connection, COLUMNS + " where id = " + id).stream().findFirst();
  }

  /** The live batch of the same file, read the same way, for the same place. */
  static Optional<Batch> sameAs(Connection connection, RecordPlan plan, ReadResult read)
      throws SQLException {
    return sameAs(connection, plan.kind(), plan.supplier(), plan.connection(), read);
  }

  /** The live batch of the same people file, read the same way. */
  static Optional<Batch> samePeople(Connection connection, ReadResult read) throws SQLException {
    return sameAs(connection, "people", 0, 0, read);
  }

  private static Optional<Batch> sameAs(
      Connection connection, String kind, int supplier, int connectionId, ReadResult read)
      throws SQLException {
    try (PreparedStatement find =
        connection.prepareStatement(
            COLUMNS
                + """
                 where status = 'live' and kind = ? and file_sha256 = ? and mapping_version = ?
                   and coalesce(supplier, 0) = ? and coalesce(connection, 0) = ?
                """)) {
      find.setString(1, kind);
      find.setString(2, read.sha256());
      find.setString(3, MappingFile.version(read.mapping()));
      find.setInt(4, supplier);
      find.setInt(5, connectionId);
      return rows(find).stream().findFirst();
    }
  }

  /**
   * The last batch, live or ended, of a file with this content for this place, however it was read.
   *
   * @param connectionId 0 for people, as is the supplier
   */
  public static Optional<Batch> ofContent(
      Connection connection, String kind, String sha256, int supplier, int connectionId)
      throws SQLException {
    try (PreparedStatement find =
        connection.prepareStatement(
            COLUMNS
                + """
                 where kind = ? and file_sha256 = ?
                   and coalesce(supplier, 0) = ? and coalesce(connection, 0) = ?
                 order by id desc limit 1
                """)) {
      find.setString(1, kind);
      find.setString(2, sha256);
      find.setInt(3, supplier);
      find.setInt(4, connectionId);
      return rows(find).stream().findFirst();
    }
  }

  static void insert(
      Connection connection,
      Batch batch,
      LocalDate asOf,
      ReadResult read,
      LeftOutReport leftOut,
      @Nullable UUID by)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into batch (id, kind, file_name, file_sha256, file_bytes, mapping_version, normaliser,
              supplier, connection, as_of, imported_at, rows, left_out, suppressed, first_day, last_day,
              mapping, imported_by)
            overriding system value
            values (?, ?, ?, ?, ?, ?, ?, nullif(?, 0), nullif(?, 0), ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)) {
      insert.setLong(1, batch.id());
      insert.setString(2, batch.kind());
      insert.setString(3, batch.fileName());
      insert.setString(4, batch.sha256());
      insert.setLong(5, read.bytes());
      insert.setString(6, MappingFile.version(read.mapping()));
      insert.setInt(7, Normaliser.VERSION);
      insert.setInt(8, batch.supplier());
      insert.setInt(9, batch.connection());
      insert.setObject(10, asOf);
      insert.setObject(11, OffsetDateTime.ofInstant(batch.importedAt(), ZoneOffset.UTC));
      insert.setLong(12, batch.rows());
      insert.setLong(13, batch.leftOut());
      insert.setLong(14, batch.suppressed());
      insert.setObject(15, batch.firstDay());
      insert.setObject(16, batch.lastDay());
      insert.setString(17, MappingFile.toYaml(read.mapping()));
      insert.setObject(18, by);
      insert.executeUpdate();
    }
    LeftOutTable.insert(connection, batch.id(), leftOut);
  }

  /** Says which traffic a batch is. */
  static void setRecorded(Connection connection, long id, RecordPlan.Recorded recorded)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "update batch set gateway = ?, traffic_group = ?, possible = ? where id = ?")) {
      update.setObject(1, recorded.gateway());
      update.setLong(2, recorded.group());
      update.setBoolean(3, recorded.possible());
      update.setLong(4, id);
      update.executeUpdate();
    }
  }

  /** Ends a batch. @param status {@code replaced} or {@code undone} */
  static void end(Connection connection, long id, String status, Instant at, @Nullable UUID by)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "update batch set status = ?, ended_at = ?, ended_by = ? where id = ?")) {
      update.setString(1, status);
      update.setObject(2, OffsetDateTime.ofInstant(at, ZoneOffset.UTC));
      update.setObject(3, by);
      update.setLong(4, id);
      update.executeUpdate();
    }
  }

  static LocalDate asOf(ImportRequest request, Instant now) {
    LocalDate given = request.asOf();
    return given != null ? given : LocalDate.ofInstant(now, ZoneOffset.UTC);
  }

  private static List<Batch> list(Connection connection, String sql) throws SQLException {
    try (PreparedStatement find = connection.prepareStatement(sql)) {
      return rows(find);
    }
  }

  private static List<Batch> rows(PreparedStatement find) throws SQLException {
    List<Batch> batches = new ArrayList<>();
    try (ResultSet row = find.executeQuery()) {
      while (row.next()) {
        batches.add(
            new Batch(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getInt(6),
                row.getInt(7),
                row.getObject(8, OffsetDateTime.class).toInstant(),
                row.getLong(9),
                row.getLong(10),
                row.getLong(11),
                row.getObject(12, LocalDate.class),
                row.getObject(13, LocalDate.class)));
      }
    }
    return batches;
  }
}
