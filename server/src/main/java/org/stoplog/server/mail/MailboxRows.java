package org.stoplog.server.mail;

import java.nio.charset.StandardCharsets;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.identity.Keyset;

/** The rows of mailboxes, in the caller's transaction. */
final class MailboxRows {
  private final JdbcClient jdbc;
  private final Keyset keys;

  MailboxRows(JdbcClient jdbc, Keyset keys) {
    this.jdbc = jdbc;
    this.keys = keys;
  }

  List<Mailbox> all() {
    return jdbc.sql("select * from mailbox where removed_at is null order by lower(name)")
        .query((row, number) -> box(row))
        .list();
  }

  Optional<Mailbox> find(int id) {
    return jdbc.sql("select * from mailbox where id = :id and removed_at is null")
        .param("id", id)
        .query((row, number) -> box(row))
        .optional();
  }

  /** Only while a session is opened. */
  String password(int id) {
    byte[] sealed =
        jdbc.sql("select sealed_password from mailbox where id = :id and removed_at is null")
            .param("id", id)
            .query(byte[].class)
            .single();
    return new String(keys.unseal(sealed, context(id)), StandardCharsets.UTF_8);
  }

  private static byte[] context(int id) {
    return ("mailbox " + id).getBytes(StandardCharsets.US_ASCII);
  }

  int add(Mailbox box, String password) {
    int id =
        jdbc.sql("select nextval(pg_get_serial_sequence('mailbox', 'id'))")
            .query(Integer.class)
            .single();
    jdbc.sql(
            """
            insert into mailbox (id, name, purpose, host, port, security, login, sealed_password,
              folder, owner)
            overriding system value
            values (:id, :name, :purpose, :host, :port, :security, :login, :password, :folder, :owner)
            """)
        .param("id", id)
        .param("name", box.name())
        .param("purpose", box.purpose().word())
        .param("host", box.host())
        .param("port", box.port())
        .param("security", box.security().word())
        .param("login", box.user())
        .param("password", keys.seal(password.getBytes(StandardCharsets.UTF_8), context(id)))
        .param("folder", box.folder())
        .param("owner", box.owner())
        .update();
    return id;
  }

  boolean setActive(int id, boolean active) {
    return jdbc.sql("update mailbox set active = :active where id = :id and removed_at is null")
            .param("id", id)
            .param("active", active)
            .update()
        == 1;
  }

  boolean remove(int id, Instant now) {
    // The password goes; the rest stays for the mails that came from it.
    return jdbc.sql(
                """
                update mailbox set removed_at = :now, sealed_password = null, active = false
                where id = :id and removed_at is null
                """)
            .param("id", id)
            .param("now", now.atOffset(ZoneOffset.UTC))
            .update()
        == 1;
  }

  /**
   * @param failure null when it was read to its end
   */
  void looked(int id, Instant now, @Nullable String failure) {
    jdbc.sql(
            """
            update mailbox set
              read_at = case when :failure::text is null then :now else read_at end,
              failed_at = case when :failure::text is null then null else :now end,
              failure = :failure
            where id = :id
            """)
        .param("id", id)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("failure", failure, Types.VARCHAR)
        .update();
  }

  private static @Nullable Instant instant(java.sql.ResultSet row, String column)
      throws java.sql.SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }

  private static Mailbox box(java.sql.ResultSet row) throws java.sql.SQLException {
    return new Mailbox(
        row.getInt("id"),
        row.getString("name"),
        MailPurpose.of(row.getString("purpose")).orElseThrow(),
        row.getString("host"),
        row.getInt("port"),
        Security.of(row.getString("security")).orElseThrow(),
        row.getString("login"),
        row.getString("folder"),
        row.getObject("owner", UUID.class),
        row.getBoolean("active"),
        instant(row, "read_at"),
        instant(row, "failed_at"),
        row.getString("failure"));
  }
}
