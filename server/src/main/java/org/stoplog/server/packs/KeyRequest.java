package org.stoplog.server.packs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.identity.RecipientKey;
import org.stoplog.server.incidents.IncidentDoor;

/**
 * A file that says who the pseudonyms of a pack are, as it was asked for.
 *
 * @param recipient who alone can open it
 * @param askedAt by the real clock
 */
record KeyRequest(
    UUID id, Pack pack, RecipientKey recipient, String reason, UUID askedBy, Instant askedAt) {

  /** Incident and request. */
  String target() {
    return pack.incident() + "/" + id;
  }

  String path() {
    return pack.path() + "/keys/" + id;
  }

  /** Their rows, in the caller's transaction. */
  static final class Rows {
    private final JdbcClient jdbc;
    private final IncidentDoor door;

    Rows(JdbcClient jdbc, IncidentDoor door) {
      this.jdbc = jdbc;
      this.door = door;
    }

    void add(KeyRequest request) {
      jdbc.sql(
              """
              insert into pack_key (id, pack, recipient, reason, asked_by, asked_at)
              values (:id, :pack, :recipient, :reason, :by, :at)
              """)
          .param("id", request.id())
          .param("pack", request.pack().id())
          .param("recipient", request.recipient().text())
          .param("reason", door.seal(request.pack().incident(), request.reason().getBytes(UTF_8)))
          .param("by", request.askedBy())
          .param("at", request.askedAt().atOffset(ZoneOffset.UTC))
          .update();
    }

    Optional<KeyRequest> find(UUID id) {
      return jdbc.sql("select * from pack_key where id = :id")
          .param("id", id)
          .query((row, number) -> request(row))
          .optional();
    }

    /** The newest first. */
    List<KeyRequest> of(UUID pack) {
      return jdbc.sql("select * from pack_key where pack = :pack order by asked_at desc, id desc")
          .param("pack", pack)
          .query((row, number) -> request(row))
          .list();
    }

    private KeyRequest request(ResultSet row) throws SQLException {
      Pack pack = new PackRows(jdbc).find(row.getObject("pack", UUID.class)).orElseThrow();
      return new KeyRequest(
          row.getObject("id", UUID.class),
          pack,
          RecipientKey.of(row.getString("recipient")),
          new String(door.unseal(pack.incident(), row.getBytes("reason")), UTF_8),
          row.getObject("asked_by", UUID.class),
          row.getObject("asked_at", OffsetDateTime.class).toInstant());
    }
  }
}
