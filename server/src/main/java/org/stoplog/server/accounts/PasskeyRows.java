package org.stoplog.server.accounts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of passkeys. */
final class PasskeyRows {
  private final JdbcClient jdbc;

  PasskeyRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A passkey.
   *
   * @param credential its id, as the authenticator chose it
   * @param attested attested credential data of WebAuthn, with the public key
   * @param signCount of its last use
   */
  record Passkey(
      UUID id,
      UUID account,
      byte[] credential,
      byte[] attested,
      long signCount,
      String name,
      Instant addedAt,
      @Nullable Instant usedAt) {}

  private static Passkey passkey(ResultSet row, int number) throws SQLException {
    return new Passkey(
        row.getObject("id", UUID.class),
        row.getObject("account", UUID.class),
        row.getBytes("credential"),
        row.getBytes("attested"),
        row.getLong("sign_count"),
        row.getString("name"),
        row.getObject("added_at", OffsetDateTime.class).toInstant(),
        Accounts.instant(row, "used_at"));
  }

  /** Those of an account, the oldest first. */
  List<Passkey> of(UUID account) {
    return jdbc.sql("select * from passing.passkey where account = :account order by added_at, id")
        .param("account", account)
        .query(PasskeyRows::passkey)
        .list();
  }

  Optional<Passkey> find(byte[] credential) {
    return jdbc.sql("select * from passing.passkey where credential = :credential")
        .param("credential", credential)
        .query(PasskeyRows::passkey)
        .optional();
  }

  boolean isThere(UUID id) {
    return jdbc.sql("select count(*) from passing.passkey where id = :id")
            .param("id", id)
            .query(Integer.class)
            .single()
        == 1;
  }

  /**
   * @return false when that credential is known already
   */
  boolean add(Passkey passkey) {
    return jdbc.sql(
                """
                insert into passing.passkey
                  (id, account, credential, attested, sign_count, name, added_at)
                values (:id, :account, :credential, :attested, :count, :name, :added)
                on conflict (credential) do nothing
                """)
            .param("id", passkey.id())
            .param("account", passkey.account())
            .param("credential", passkey.credential())
            .param("attested", passkey.attested())
            .param("count", passkey.signCount())
            .param("name", passkey.name())
            .param("added", Accounts.at(passkey.addedAt()))
            .update()
        == 1;
  }

  /**
   * @param passkey as it was read
   * @return false when it was used, or removed, since it was read
   */
  boolean used(Passkey passkey, long signCount, Instant now) {
    return jdbc.sql(
                """
                update passing.passkey set sign_count = :count, used_at = :now
                where id = :id and sign_count = :before
                """)
            .param("count", signCount)
            .param("now", Accounts.at(now))
            .param("id", passkey.id())
            .param("before", passkey.signCount())
            .update()
        == 1;
  }

  /**
   * @return false when the account has none of that id
   */
  boolean remove(UUID id, UUID account) {
    return jdbc.sql("delete from passing.passkey where id = :id and account = :account")
            .param("id", id)
            .param("account", account)
            .update()
        == 1;
  }

  /** For somebody whose account is opened again or shut. */
  void removeAllOf(UUID account) {
    jdbc.sql("delete from passing.passkey where account = :account")
        .param("account", account)
        .update();
  }
}
