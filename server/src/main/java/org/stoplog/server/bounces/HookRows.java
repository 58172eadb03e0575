package org.stoplog.server.bounces;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.identity.Keyset;

/** The rows of providers that may call, in the caller's transaction. */
final class HookRows {
  private final JdbcClient jdbc;
  private final Keyset keys;

  HookRows(JdbcClient jdbc, Keyset keys) {
    this.jdbc = jdbc;
    this.keys = keys;
  }

  /** One that may call now, with what its calls are checked by. */
  record Open(int id, HookProvider provider, byte[] pathHash, byte[] sealed) {
    HookSecret secret(Keyset keys) {
      return HookSecret.of(keys.unseal(sealed, context(id)));
    }

    @Override
    public String toString() {
      return "Open[" + id + "]";
    }
  }

  /** In the order of their names. */
  List<Hook> all() {
    return jdbc.sql("select * from mail_hook where removed_at is null order by lower(name), id")
        .query((row, number) -> hook(row))
        .list();
  }

  private Hook hook(ResultSet row) throws SQLException {
    int id = row.getInt("id");
    OffsetDateTime called = row.getObject("called_at", OffsetDateTime.class);
    byte[] confirm = row.getBytes("confirm");
    return new Hook(
        id,
        row.getString("name"),
        HookProvider.of(row.getString("provider")).orElseThrow(),
        row.getBoolean("active"),
        called == null ? null : called.toInstant(),
        confirm == null ? null : new String(keys.unseal(confirm, context(id)), UTF_8));
  }

  static List<Open> open(JdbcClient jdbc) {
    return jdbc.sql(
            """
            select id, provider, path_hash, sealed from mail_hook
            where active and removed_at is null and sealed is not null
            """)
        .query(
            (row, number) ->
                new Open(
                    row.getInt(1),
                    HookProvider.of(row.getString(2)).orElseThrow(),
                    row.getBytes(3),
                    row.getBytes(4)))
        .list();
  }

  private static byte[] context(int id) {
    return ("mail hook " + id).getBytes(UTF_8);
  }

  int add(
      String name,
      HookProvider provider,
      byte[] pathHash,
      HookSecret secret,
      UUID by,
      Instant now) {
    int id =
        jdbc.sql("select nextval(pg_get_serial_sequence('mail_hook', 'id'))")
            .query(Integer.class)
            .single();
    jdbc.sql(
            """
            insert into mail_hook (id, name, provider, path_hash, sealed, created_by, created_at)
            overriding system value values (:id, :name, :provider, :path, :sealed, :by, :now)
            """)
        .param("id", id)
        .param("name", name)
        .param("provider", provider.word())
        .param("path", pathHash)
        .param("sealed", keys.seal(secret.bytes(), context(id)))
        .param("by", by)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .update();
    return id;
  }

  boolean setActive(int id, boolean active) {
    return jdbc.sql("update mail_hook set active = :active where id = :id and removed_at is null")
            .param("id", id)
            .param("active", active)
            .update()
        == 1;
  }

  /** What its calls were checked by goes; the rest stays for the events that came from it. */
  boolean remove(int id, Instant now) {
    return jdbc.sql(
                """
                update mail_hook set removed_at = :now, sealed = null, confirm = null, active = false
                where id = :id and removed_at is null
                """)
            .param("id", id)
            .param("now", now.atOffset(ZoneOffset.UTC))
            .update()
        == 1;
  }

  void confirm(int id, String address) {
    jdbc.sql("update mail_hook set confirm = :confirm where id = :id")
        .param("id", id)
        .param("confirm", keys.seal(address.getBytes(UTF_8), context(id)))
        .update();
  }

  void called(int id, Instant now) {
    jdbc.sql("update mail_hook set called_at = :now, confirm = null where id = :id")
        .param("id", id)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .update();
  }
}
