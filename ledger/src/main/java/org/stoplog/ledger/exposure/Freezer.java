package org.stoplog.ledger.exposure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.table.DuckSession;
import org.stoplog.ledger.table.Sql;
import org.stoplog.ledger.table.Stores;

/** Turns rows into evidence: a file named by its hash, and one row in PostgreSQL. */
final class Freezer {
  private final Stores stores;

  Freezer(Stores stores) {
    this.stores = stores;
  }

  /**
   * What the row says of the answer.
   *
   * @param supplier id, null when several may be meant
   * @param scenario name, null for the base
   * @param scope what was asked, without any person's value
   * @param question hash by which the same question is found again, null when it is found by its
   *     title and scenario
   */
  record About(
      String title,
      @Nullable Integer supplier,
      @Nullable String scenario,
      String scope,
      @Nullable String question) {}

  /** What versions an answer came from. */
  interface Versions {
    String of(Connection connection) throws SQLException;
  }

  /** Writes the rows of a query as a Parquet file. */
  static void write(DuckSession duck, String rows, Path file) {
    duck.execute(
        "COPY ("
            + rows
            + ") TO "
            + Sql.text(file.toString())
            // Version 2 of its encodings: many columns have one value or few, and are a sixth
            // smaller.
            + " (FORMAT parquet, PARQUET_VERSION V2, COMPRESSION zstd, COMPRESSION_LEVEL 1)");
  }

  /** Where an answer is written before its hash is known. */
  Path draft() {
    ExposureFiles.sweepIfUnsure(stores);
    Path folder = stores.folder().evidence().resolve("exposures");
    try {
      Files.createDirectories(folder);
      return folder.resolve("draft.parquet");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Freezes a draft.
   *
   * @param summary SQL of its numbers, with a place for the file
   */
  Exposure freeze(
      DuckSession duck,
      Path draft,
      About about,
      Versions versions,
      String summarySql,
      List<MatchReport> reports,
      List<String> claims) {
    try {
      // The commit may outlive a power cut only if the file does.
      try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      String sha256 = sha256(draft);
      Path file = ExposureRun.fileOf(stores.folder(), sha256);
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      long unknown = reports.stream().mapToLong(MatchReport::unmatched).sum();
      Summary summary = summary(duck, file, unknown, summarySql);
      Instant now = stores.clock().instant();
      long bytes = Files.size(file);
      long[] id = new long[1];
      try {
        stores.commit(
            "exposure.frozen",
            List.of(),
            connection -> {
              id[0] =
                  insert(connection, about, versions, now, sha256, bytes, summary, reports.size());
              return Map.of("exposure", id[0], "file", sha256, "people", summary.people());
            });
      } catch (StoplogException e) {
        // A lost database may have committed before: the file stays until somebody can look.
        ExposureFiles.unsure(stores);
        throw e;
      }
      return new Exposure(id[0], now, about.title(), file, sha256, summary, reports, claims);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Summary summary(DuckSession duck, Path file, long unknownRows, String sql) {
    return summary(duck, Sql.parquet(List.of(file)), unknownRows, sql);
  }

  /**
   * @param rows where the rows of an exposure are, as it is written after FROM
   */
  static Summary summary(DuckSession duck, String rows, long unknownRows, String sql) {
    return duck.one(
        sql.formatted(rows),
        row ->
            new Summary(
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7),
                row.getLong(8),
                unknownRows));
  }

  private static long insert(
      Connection connection,
      About about,
      Versions versions,
      Instant now,
      String sha256,
      long bytes,
      Summary summary,
      int datasets)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into exposure (created_at, title, supplier, scenario, scope, versions, file_sha256,
              file_bytes, summary, question_sha256, datasets)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            returning id
            """)) {
      insert.setObject(1, OffsetDateTime.ofInstant(now, ZoneOffset.UTC));
      insert.setString(2, about.title());
      insert.setObject(3, about.supplier(), Types.INTEGER);
      insert.setString(4, about.scenario());
      insert.setString(5, about.scope());
      insert.setString(6, versions.of(connection));
      insert.setString(7, sha256);
      insert.setLong(8, bytes);
      insert.setString(9, summary.toString());
      insert.setString(10, about.question());
      insert.setInt(11, datasets);
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
