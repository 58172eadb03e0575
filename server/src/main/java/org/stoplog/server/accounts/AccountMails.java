package org.stoplog.server.accounts;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.identity.Keyset;
import org.stoplog.server.platform.Permission;

/** Where colleagues are written to, if they said so; in the caller's transaction. */
public final class AccountMails {
  private final JdbcClient jdbc;
  private final Keyset keys;

  public AccountMails(JdbcClient jdbc, Keyset keys) {
    this.jdbc = jdbc;
    this.keys = keys;
  }

  /** Accounts that may approve and were not shut. */
  public List<UUID> approvers() {
    return jdbc.sql(
            "select id from account where disabled_at is null and role in (:roles) order by id")
        .param(
            "roles",
            Arrays.stream(Role.values())
                .filter(role -> role.permissions().contains(Permission.APPROVE))
                .map(Role::word)
                .toList())
        .query(UUID.class)
        .list();
  }

  /** Empty when they gave none, or the account was shut. */
  public Optional<String> of(UUID account) {
    return jdbc.sql(
            """
            select m.sealed from account_mail m join account a on a.id = m.account
            where m.account = :account and a.disabled_at is null
            """)
        .param("account", account)
        .query(
            (row, number) ->
                new String(keys.unseal(row.getBytes(1), context(account)), StandardCharsets.UTF_8))
        .optional();
  }

  void put(UUID account, String address, Instant at) {
    jdbc.sql(
            """
            insert into account_mail values (:account, :sealed, :at)
            on conflict (account) do update set sealed = excluded.sealed, set_at = excluded.set_at
            """)
        .param("account", account)
        .param("sealed", keys.seal(address.getBytes(StandardCharsets.UTF_8), context(account)))
        .param("at", at.atOffset(ZoneOffset.UTC))
        .update();
  }

  void remove(UUID account) {
    jdbc.sql("delete from account_mail where account = :account")
        .param("account", account)
        .update();
  }

  private static byte[] context(UUID account) {
    return ("mail of account " + account).getBytes(StandardCharsets.US_ASCII);
  }
}
