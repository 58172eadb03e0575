package org.stoplog.server.accounts;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Cookies;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Tokens;
import org.stoplog.server.platform.Transactions;

/**
 * Sessions as rows. The cookie holds an id and a secret; the secret changes every few minutes. A
 * cookie that comes from another client, or with a secret that was replaced, was copied: that ends
 * the session for both.
 */
final class Sessions {
  static final Duration ABSOLUTE = Duration.ofHours(12);
  static final Duration IDLE = Duration.ofMinutes(30);
  static final Duration ROTATION = Duration.ofMinutes(10);

  /** Requests that were under way when the secret changed. */
  static final Duration GRACE = Duration.ofSeconds(30);

  /** A clock may be corrected by this much. */
  static final Duration CORRECTION = Duration.ofMinutes(2);

  private static final Duration SEEN_EVERY = Duration.ofMinutes(1);
  private static final String COOKIE = "session";
  private static final int ID_BYTES = 16;

  private final Transactions transactions;
  private final ServerClock clock;
  private final Cookies cookies;

  Sessions(Transactions transactions, ServerClock clock, Cookies cookies) {
    this.transactions = transactions;
    this.clock = clock;
    this.cookies = cookies;
  }

  private record Cookie(byte[] id, String secret) {
    static Optional<Cookie> parse(@Nullable String text) {
      if (text == null || !text.matches("[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}")) {
        return Optional.empty();
      }
      int dot = text.indexOf('.');
      try {
        byte[] id = Base64.getUrlDecoder().decode(text.substring(0, dot));
        return Optional.of(new Cookie(id, text.substring(dot + 1)));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }

    byte[] idHash() {
      return hash(id);
    }
  }

  private static byte[] hash(byte[] id) {
    return Tokens.sha256(HexFormat.of().formatHex(id));
  }

  private record Row(
      UUID account,
      String name,
      Role role,
      boolean hasSecondFactor,
      byte[] secretHash,
      byte @Nullable [] previousHash,
      byte[] clientHash,
      Instant createdAt,
      Instant rotatedAt,
      Instant seenAt) {}

  /** Null when nobody has signed in. May set a cookie. */
  @Nullable Caller callerOf(HttpServletRequest request, HttpServletResponse response) {
    Cookie cookie = Cookie.parse(cookies.value(request, COOKIE)).orElse(null);
    if (cookie == null) {
      return null;
    }
    Row row = transactions.run(jdbc -> find(jdbc, cookie.idHash())).orElse(null);
    if (row == null) {
      cookies.remove(response, COOKIE);
      return null;
    }
    Instant now = clock.realNow();
    String reason = endOf(row, cookie, client(request), now);
    if (reason != null) {
      end(row, cookie.idHash(), reason);
      cookies.remove(response, COOKIE);
      return null;
    }
    if (isAttended(request)) {
      keep(row, cookie, now, response);
    }
    Set<Permission> permissions =
        row.hasSecondFactor ? row.role.permissions() : EnumSet.of(Permission.OWN_ACCOUNT);
    String session = HexFormat.of().formatHex(cookie.idHash());
    return new Caller(row.account, row.name, permissions, session, cookie.id, null);
  }

  /**
   * What an open page fetches by itself does not keep the session open: nobody may sit there. Its
   * secret is not changed by it either, since two such requests may cross.
   */
  private static boolean isAttended(HttpServletRequest request) {
    return request.getHeader("HX-Request") == null
        && !"text/event-stream".equals(request.getHeader(HttpHeaders.ACCEPT));
  }

  private static Optional<Row> find(JdbcClient jdbc, byte[] idHash) {
    return jdbc.sql(
            """
            select s.*, a.name, a.role, a.totp is not null as factor
            from passing.session s join account a on a.id = s.account
            where s.id_hash = :id and a.disabled_at is null
            """)
        .param("id", idHash)
        .query(
            (row, number) ->
                new Row(
                    row.getObject("account", UUID.class),
                    row.getString("name"),
                    Role.stored(row.getString("role")),
                    row.getBoolean("factor"),
                    row.getBytes("secret_hash"),
                    row.getBytes("previous_hash"),
                    row.getBytes("client_hash"),
                    row.getObject("created_at", OffsetDateTime.class).toInstant(),
                    row.getObject("rotated_at", OffsetDateTime.class).toInstant(),
                    row.getObject("seen_at", OffsetDateTime.class).toInstant()))
        .optional();
  }

  /** Why the session is over; null while it is not. */
  private static @Nullable String endOf(Row row, Cookie cookie, byte[] client, Instant now) {
    if (!now.isBefore(row.createdAt.plus(ABSOLUTE)) || !now.isBefore(row.seenAt.plus(IDLE))) {
      return "expired";
    }
    if (now.isBefore(row.seenAt.minus(CORRECTION))) {
      return "clock-set-back"; // its end cannot be told any more
    }
    if (!MessageDigest.isEqual(client, row.clientHash)) {
      return "other-client";
    }
    byte[] given = Tokens.sha256(cookie.secret);
    if (MessageDigest.isEqual(given, row.secretHash)) {
      return null;
    }
    boolean isPrevious = row.previousHash != null && MessageDigest.isEqual(given, row.previousHash);
    return isPrevious && now.isBefore(row.rotatedAt.plus(GRACE)) ? null : "replayed";
  }

  private void end(Row row, byte[] idHash, String reason) {
    transactions.act(
        act -> {
          delete(act.jdbc(), idHash);
          act.record(row.account, "session.ended", Map.of("reason", reason));
          return true;
        });
  }

  private void keep(Row row, Cookie cookie, Instant now, HttpServletResponse response) {
    byte[] given = Tokens.sha256(cookie.secret);
    if (!now.isBefore(row.rotatedAt.plus(ROTATION))
        && MessageDigest.isEqual(given, row.secretHash)) {
      String next = Tokens.text(Tokens.random());
      int changed =
          transactions.run(
              jdbc ->
                  jdbc.sql(
                          """
                          update passing.session
                          set secret_hash = :next, previous_hash = :given, rotated_at = :now, seen_at = :now
                          where id_hash = :id and secret_hash = :given
                          """)
                      .param("next", Tokens.sha256(next))
                      .param("given", given)
                      .param("now", Accounts.at(now))
                      .param("id", cookie.idHash())
                      .update());
      if (changed == 1) {
        cookies.set(response, COOKIE, Tokens.text(cookie.id) + "." + next, Duration.ZERO);
      }
    } else if (!now.isBefore(row.seenAt.plus(SEEN_EVERY))) {
      transactions.run(
          jdbc ->
              jdbc.sql("update passing.session set seen_at = :now where id_hash = :id")
                  .param("now", Accounts.at(now))
                  .param("id", cookie.idHash())
                  .update());
    }
  }

  /** Begins a session in the caller's transaction; the one that the browser had before is over. */
  String begin(JdbcClient jdbc, UUID account, HttpServletRequest request, Instant now) {
    Cookie.parse(cookies.value(request, COOKIE)).ifPresent(old -> delete(jdbc, old.idHash()));
    jdbc.sql("delete from passing.session where created_at < :end or seen_at < :idle")
        .param("end", Accounts.at(now.minus(ABSOLUTE)))
        .param("idle", Accounts.at(now.minus(IDLE)))
        .update();
    byte[] id = Tokens.random(ID_BYTES);
    String secret = Tokens.text(Tokens.random());
    jdbc.sql(
            """
            insert into passing.session
              (id_hash, account, secret_hash, client_hash, created_at, rotated_at, seen_at)
            values (:id, :account, :secret, :client, :now, :now, :now)
            """)
        .param("id", hash(id))
        .param("account", account)
        .param("secret", Tokens.sha256(secret))
        .param("client", client(request))
        .param("now", Accounts.at(now))
        .update();
    return Tokens.text(id) + "." + secret;
  }

  void give(HttpServletResponse response, String cookie) {
    cookies.set(response, COOKIE, cookie, Duration.ZERO);
  }

  void signOut(Caller caller, HttpServletResponse response) {
    transactions.act(
        act -> {
          delete(act.jdbc(), HexFormat.of().parseHex(caller.session()));
          act.record(caller.account(), "account.signed-out", Map.of());
          return true;
        });
    cookies.remove(response, COOKIE);
  }

  static void endAllOf(JdbcClient jdbc, UUID account) {
    jdbc.sql("delete from passing.session where account = :account")
        .param("account", account)
        .update();
    jdbc.sql("delete from passing.device where account = :account")
        .param("account", account)
        .update();
  }

  private static void delete(JdbcClient jdbc, byte[] idHash) {
    jdbc.sql("delete from passing.session where id_hash = :id").param("id", idHash).update();
  }

  /** What a copied cookie does not bring along. */
  private static byte[] client(HttpServletRequest request) {
    return Tokens.sha256(request.getRemoteAddr() + "\n" + request.getHeader("User-Agent"));
  }
}
