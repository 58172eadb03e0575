package org.stoplog.server.packs;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.server.platform.ServerClock;

/** The rows of packs, in the caller's transaction. */
final class PackRows {
  private final JdbcClient jdbc;

  PackRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * The incident must be held.
   *
   * @param secret sealed
   * @return its number
   */
  int add(UUID id, UUID incident, Pack.Edition edition, byte[] secret, UUID by, ServerClock clock) {
    return jdbc.sql(
            """
            insert into pack (id, incident, number, edition, secret, made_by, asked_at, product_at)
            values (:id, :incident,
              (select coalesce(max(number), 0) + 1 from pack where incident = :incident),
              :edition, :secret, :by, :at, :product)
            returning number
            """)
        .param("id", id)
        .param("incident", incident)
        .param("edition", edition.word())
        .param("secret", secret)
        .param("by", by)
        .param("at", clock.realNow().atOffset(ZoneOffset.UTC))
        .param("product", clock.now().atOffset(ZoneOffset.UTC))
        .query(Integer.class)
        .single();
  }

  void setWork(UUID id, UUID work) {
    jdbc.sql("update pack set work = :work where id = :id")
        .param("id", id)
        .param("work", work)
        .update();
  }

  void made(UUID id, Pack.Made made) {
    jdbc.sql(
            """
            update pack set made_at = :at, sha256 = :sha256, bytes = :bytes, entry = :entry,
              files = :files where id = :id
            """)
        .param("id", id)
        .param("at", made.at().atOffset(ZoneOffset.UTC))
        .param("sha256", made.sha256())
        .param("bytes", made.bytes())
        .param("entry", made.entry())
        .param("files", made.files())
        .update();
  }

  Optional<Pack> find(UUID id) {
    return jdbc.sql("select * from pack where id = :id")
        .param("id", id)
        .query((row, number) -> pack(row))
        .optional();
  }

  /** The newest first. */
  List<Pack> of(UUID incident) {
    return jdbc.sql("select * from pack where incident = :incident order by number desc")
        .param("incident", incident)
        .query((row, number) -> pack(row))
        .list();
  }

  /** Sealed. */
  byte[] secret(UUID id) {
    return jdbc.sql("select secret from pack where id = :id")
        .param("id", id)
        .query((row, number) -> row.getBytes(1))
        .single();
  }

  private static Pack pack(ResultSet row) throws SQLException {
    String sha256 = row.getString("sha256");
    return new Pack(
        row.getObject("id", UUID.class),
        row.getObject("incident", UUID.class),
        row.getInt("number"),
        Pack.Edition.of(row.getString("edition")).orElseThrow(),
        row.getObject("made_by", UUID.class),
        row.getObject("asked_at", OffsetDateTime.class).toInstant(),
        row.getObject("product_at", OffsetDateTime.class).toInstant(),
        row.getObject("work", UUID.class),
        sha256 == null
            ? null
            : new Pack.Made(
                row.getObject("made_at", OffsetDateTime.class).toInstant(),
                sha256,
                row.getLong("bytes"),
                row.getLong("entry"),
                row.getInt("files")));
  }
}
