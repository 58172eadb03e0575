package org.stoplog.server.accounts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Tokens;

/** The rows of tokens, which programs call with. Only hashes are kept. */
final class ApiTokens {
  static final int MOST_DAYS = 365;
  static final int MOST = 20;
  static final int LONGEST_PURPOSE = 100;

  /** Scanners for leaked secrets find it by this. */
  static final String PREFIX = "stoplog_";

  private static final Duration KEPT = Duration.ofDays(90);

  private final JdbcClient jdbc;

  ApiTokens(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A token as its maker sees it.
   *
   * @param permissions what it may at most
   * @param usedAt to the minute; null when it never was
   * @param endedAt null unless somebody ended it
   */
  record Token(
      UUID id,
      UUID account,
      String purpose,
      Set<Permission> permissions,
      Instant createdAt,
      Instant expiresAt,
      @Nullable Instant usedAt,
      @Nullable Instant endedAt) {
    Token {
      permissions = Set.copyOf(permissions);
    }

    /** A clock that was set back makes none good again. */
    boolean isGood(Instant now) {
      return endedAt == null
          && now.isBefore(expiresAt)
          && !now.isBefore(createdAt.minus(Sessions.CORRECTION));
    }
  }

  /** What a role may hand on to a program. */
  static Set<Permission> grantable(Collection<Permission> permissions) {
    Set<Permission> allowed = EnumSet.noneOf(Permission.class);
    permissions.stream().filter(Permission::isForTokens).forEach(allowed::add);
    return allowed;
  }

  /**
   * @return the token, which nobody can be told again
   */
  String add(UUID id, UUID account, String purpose, Set<Permission> may, Instant now, int days) {
    jdbc.sql("delete from passing.token where expires_at < :forgotten or ended_at < :forgotten")
        .param("forgotten", Accounts.at(now.minus(KEPT)))
        .update();
    String token = PREFIX + Tokens.text(Tokens.random());
    jdbc.sql(
            """
            insert into passing.token
              (id, token_hash, account, purpose, permissions, created_at, expires_at)
            values (:id, :hash, :account, :purpose, :permissions, :now, :end)
            """)
        .param("id", id)
        .param("hash", Tokens.sha256(token))
        .param("account", account)
        .param("purpose", purpose)
        .param("permissions", may.stream().map(Permission::word).sorted().toArray(String[]::new))
        .param("now", Accounts.at(now))
        .param("end", Accounts.at(now.plus(Duration.ofDays(days))))
        .update();
    return token;
  }

  /** Whoever has this token, good or not; empty when it never was one. */
  Optional<Token> find(String token) {
    return jdbc.sql("select * from passing.token where token_hash = :hash")
        .param("hash", Tokens.sha256(token))
        .query(ApiTokens::token)
        .optional();
  }

  Optional<Token> find(UUID id) {
    return jdbc.sql("select * from passing.token where id = :id")
        .param("id", id)
        .query(ApiTokens::token)
        .optional();
  }

  /** Newest first. */
  List<Token> of(UUID account) {
    return jdbc.sql(
            "select * from passing.token where account = :account order by created_at desc, id")
        .param("account", account)
        .query(ApiTokens::token)
        .list();
  }

  private static Token token(ResultSet row, int number) throws SQLException {
    Set<Permission> permissions = EnumSet.noneOf(Permission.class);
    Arrays.stream((String[]) row.getArray("permissions").getArray())
        .flatMap(word -> Permission.of(word).stream())
        .forEach(permissions::add);
    return new Token(
        row.getObject("id", UUID.class),
        row.getObject("account", UUID.class),
        row.getString("purpose"),
        permissions,
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("expires_at", OffsetDateTime.class).toInstant(),
        Accounts.instant(row, "used_at"),
        Accounts.instant(row, "ended_at"));
  }

  void used(UUID id, Instant now) {
    jdbc.sql("update passing.token set used_at = :now where id = :id")
        .param("now", Accounts.at(now))
        .param("id", id)
        .update();
  }

  /**
   * @return false when it is not this account's, or ended before
   */
  boolean end(UUID id, UUID account, Instant now) {
    return jdbc.sql(
                """
                update passing.token set ended_at = :now
                where id = :id and account = :account and ended_at is null
                """)
            .param("now", Accounts.at(now))
            .param("id", id)
            .param("account", account)
            .update()
        == 1;
  }

  /**
   * @return how many that were not ended before
   */
  int endAllOf(UUID account, Instant now) {
    return jdbc.sql(
            "update passing.token set ended_at = :now where account = :account and ended_at is null")
        .param("now", Accounts.at(now))
        .param("account", account)
        .update();
  }
}
