package org.stoplog.server.sightings;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.identity.Keyset;

/** Each time that somebody had a security.txt read, in the caller's transaction. */
final class SecurityTxtRows {
  private final JdbcClient jdbc;
  private final Keyset keys;

  SecurityTxtRows(JdbcClient jdbc, Keyset keys) {
    this.jdbc = jdbc;
    this.keys = keys;
  }

  /**
   * One reading.
   *
   * @param host that was asked, with its port when that is not 443
   * @param at by the real clock
   * @param content null when there was none
   * @param failure why there was none; else null
   */
  record Reading(
      UUID id,
      int supplier,
      String host,
      UUID by,
      Instant at,
      byte @Nullable [] content,
      @Nullable String failure) {
    @Override
    public String toString() {
      return "Reading[" + id + "]";
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Reading reading && id.equals(reading.id);
    }

    @Override
    public int hashCode() {
      return Objects.hashCode(id);
    }
  }

  private static byte[] context(UUID id) {
    return ("security.txt " + id).getBytes(US_ASCII);
  }

  void add(Reading one) {
    byte[] content = one.content();
    jdbc.sql(
            """
            insert into security_txt (id, supplier, domain, read_by, read_at, content, failure)
            values (:id, :supplier, :host, :by, :at, :content, :failure)
            """)
        .param("id", one.id())
        .param("supplier", one.supplier())
        .param("host", one.host())
        .param("by", one.by())
        .param("at", LookoutRows.utc(one.at()))
        .param(
            "content", content == null ? null : keys.seal(content, context(one.id())), Types.BINARY)
        .param("failure", one.failure(), Types.VARCHAR)
        .update();
  }

  /** The newest first. */
  List<Reading> of(int supplier, int most) {
    return jdbc.sql(
            """
            select * from security_txt where supplier = :supplier
            order by number desc limit :most
            """)
        .param("supplier", supplier)
        .param("most", most)
        .query((row, number) -> reading(row))
        .list();
  }

  /** The last one that brought a file. */
  Optional<Reading> last(int supplier) {
    return jdbc.sql(
            """
            select * from security_txt where supplier = :supplier and content is not null
            order by number desc limit 1
            """)
        .param("supplier", supplier)
        .query((row, number) -> reading(row))
        .optional();
  }

  private Reading reading(ResultSet row) throws SQLException {
    UUID id = row.getObject("id", UUID.class);
    byte[] sealed = row.getBytes("content");
    return new Reading(
        id,
        row.getInt("supplier"),
        row.getString("domain"),
        row.getObject("read_by", UUID.class),
        row.getObject("read_at", OffsetDateTime.class).toInstant(),
        sealed == null ? null : keys.unseal(sealed, context(id)),
        row.getString("failure"));
  }

  /** The domain of the register, for the form; empty for none. */
  String domain(int supplier) {
    return jdbc.sql("select coalesce(domain, '') from supplier where id = :id")
        .param("id", supplier)
        .query(String.class)
        .optional()
        .orElse("");
  }
}
