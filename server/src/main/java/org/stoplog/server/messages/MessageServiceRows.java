package org.stoplog.server.messages;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.identity.Keyset;

/** The rows of message services, in the caller's transaction. */
final class MessageServiceRows {
  private final JdbcClient jdbc;
  private final Keyset keys;

  MessageServiceRows(JdbcClient jdbc, Keyset keys) {
    this.jdbc = jdbc;
    this.keys = keys;
  }

  /** A service as it is kept. */
  record Kept(MessageService service, byte[] sealedSecret, int revision) {
    @Override
    public String toString() {
      return "Kept[" + service.id() + "]";
    }
  }

  List<MessageService> all() {
    return jdbc.sql("select * from message_service where removed_at is null order by lower(name)")
        .query((row, number) -> kept(row).service())
        .list();
  }

  /** Empty when it was removed. */
  Optional<Kept> find(int id) {
    return jdbc.sql("select * from message_service where id = :id and removed_at is null")
        .param("id", id)
        .query((row, number) -> kept(row))
        .optional();
  }

  /** Whether another service has the name already. */
  boolean isTaken(String name, int except) {
    return jdbc.sql(
                """
                select count(*) from message_service
                where lower(name) = lower(:name) and removed_at is null and id <> :except
                """)
            .param("name", name)
            .param("except", except)
            .query(Long.class)
            .single()
        > 0;
  }

  /**
   * @return the id
   */
  int add(MessageService service, byte[] secret) {
    int id =
        jdbc.sql("select nextval(pg_get_serial_sequence('message_service', 'id'))")
            .query(Integer.class)
            .single();
    fields(
            """
            insert into message_service (id, name, kind, catcher, url, own_network, longest,
              supplier, sealed_secret)
            overriding system value
            values (:id, :name, :kind, :catcher, :url, :own, :longest, :supplier, :secret)
            """,
            id,
            service)
        .param("kind", service.kind().word())
        .param("catcher", service.catcher())
        .param("secret", keys.seal(secret, context(id)))
        .update();
    return id;
  }

  /**
   * Changes all but what it brings, whether it is a catcher, and its secret.
   *
   * @return false when somebody else changed or removed it since that revision
   */
  boolean change(MessageService service, int revision) {
    return fields(
                """
                update message_service set name = :name, url = :url, own_network = :own,
                  longest = :longest, supplier = :supplier, revision = revision + 1
                where id = :id and revision = :revision and removed_at is null
                """,
                service.id(),
                service)
            .param("revision", revision)
            .update()
        == 1;
  }

  /**
   * @return false when it was removed before
   */
  boolean setSecret(int id, byte[] secret) {
    return jdbc.sql(
                """
                update message_service set sealed_secret = :secret, revision = revision + 1
                where id = :id and removed_at is null
                """)
            .param("id", id)
            .param("secret", keys.seal(secret, context(id)))
            .update()
        == 1;
  }

  /**
   * @return false when it was removed before
   */
  boolean remove(int id, Instant now) {
    // The secret goes; the rest stays for what was sent by it.
    return jdbc.sql(
                """
                update message_service set removed_at = :now, sealed_secret = null
                where id = :id and removed_at is null
                """)
            .param("now", now.atOffset(ZoneOffset.UTC))
            .param("id", id)
            .update()
        == 1;
  }

  byte[] secret(Kept kept) {
    return keys.unseal(kept.sealedSecret(), context(kept.service().id()));
  }

  private JdbcClient.StatementSpec fields(String sql, int id, MessageService service) {
    return jdbc.sql(sql)
        .param("id", id)
        .param("name", service.name())
        .param("url", service.url().toString())
        .param("own", service.isOwnNetwork())
        .param("longest", service.longest())
        .param("supplier", service.supplier(), Types.INTEGER);
  }

  private static byte[] context(int id) {
    return ("message service " + id).getBytes(StandardCharsets.US_ASCII);
  }

  private static Kept kept(ResultSet row) throws SQLException {
    return new Kept(
        new MessageService(
            row.getInt("id"),
            row.getString("name"),
            MessageKind.of(row.getString("kind")).orElseThrow(),
            row.getBoolean("catcher"),
            URI.create(row.getString("url")),
            row.getBoolean("own_network"),
            row.getInt("longest"),
            row.getObject("supplier", Integer.class)),
        row.getBytes("sealed_secret"),
        row.getInt("revision"));
  }
}
