package org.stoplog.server.platform;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.identity.Keyset;

/**
 * A key that a program gave its request, so that it can send it again when no answer came. It is
 * taken in the transaction of the act itself: what was done once is not done a second time, also
 * when the server is killed before the answer went out.
 */
final class RequestKey {
  static final Duration LIFE = Duration.ofHours(24);

  /** Of the request that this thread answers. */
  private static final ThreadLocal<@Nullable RequestKey> CURRENT = new ThreadLocal<>();

  private final UUID caller;
  private final String key;
  private final byte[] request;
  private boolean isTaken;

  /**
   * @param caller the token, or the account in a session
   * @param request hash of the request's method, path and body
   */
  RequestKey(UUID caller, String key, byte[] request) {
    this.caller = caller;
    this.key = key;
    this.request = request.clone();
  }

  static @Nullable RequestKey current() {
    return CURRENT.get();
  }

  void begin() {
    CURRENT.set(this);
  }

  static void end() {
    CURRENT.remove();
  }

  /** Whether an act of this request was committed with it. */
  boolean isTaken() {
    return isTaken;
  }

  /** An answer that was given. */
  record Answer(
      int status,
      @Nullable String type,
      @Nullable String location,
      @Nullable String tag,
      byte[] body) {
    void write(HttpServletResponse response) throws IOException {
      response.setStatus(status);
      response.setHeader("Idempotent-Replayed", "true");
      if (type != null) {
        response.setContentType(type);
      }
      if (location != null) {
        response.setHeader("Location", location);
      }
      if (tag != null) {
        response.setHeader("ETag", tag);
      }
      response.setContentLength(body.length);
      response.getOutputStream().write(body);
    }
  }

  /** Takes the key in the transaction of the act. */
  void take(Act act, Instant now) {
    if (isTaken) {
      return;
    }
    act.jdbc()
        .sql("delete from passing.request_key where at < :old")
        .param("old", now.minus(LIFE).atOffset(ZoneOffset.UTC))
        .update();
    int added =
        act.jdbc()
            .sql(
                """
                insert into passing.request_key (caller, key, request, at)
                values (:caller, :key, :request, :now) on conflict do nothing
                """)
            .param("caller", caller)
            .param("key", key)
            .param("request", request)
            .param("now", now.atOffset(ZoneOffset.UTC))
            .update();
    if (added == 0) {
      throw new StoplogException(
          Problem.KEY_REUSED, "A request with this key was done just now, by this one's twin.");
    }
    act.afterwards(() -> isTaken = true);
  }

  /**
   * The answer that this request had before.
   *
   * @return empty when it was never done
   * @throws StoplogException KEY_REUSED when the key was another request's, or its answer was lost
   */
  Optional<Answer> before(JdbcClient jdbc, Keyset keys, Instant now) {
    return jdbc.sql(
            """
            select request, status, type, location, tag, answer from passing.request_key
            where caller = :caller and key = :key and at >= :old
            """)
        .param("caller", caller)
        .param("key", key)
        .param("old", now.minus(LIFE).atOffset(ZoneOffset.UTC))
        .query(
            (row, number) -> {
              if (!Arrays.equals(row.getBytes("request"), request)) {
                throw new StoplogException(
                    Problem.KEY_REUSED, "This key came with another request before.");
              }
              byte[] sealed = row.getBytes("answer");
              if (sealed == null) {
                throw new StoplogException(
                    Problem.KEY_REUSED,
                    "This request was done, but its answer is not known. Look at what is there.");
              }
              return new Answer(
                  row.getInt("status"),
                  row.getString("type"),
                  row.getString("location"),
                  row.getString("tag"),
                  keys.unseal(sealed, context()));
            })
        .optional();
  }

  void keep(JdbcClient jdbc, Keyset keys, Answer answer) {
    jdbc.sql(
            """
            update passing.request_key
            set status = :status, type = :type, location = :location, tag = :tag, answer = :answer
            where caller = :caller and key = :key
            """)
        .param("status", answer.status())
        .param("type", answer.type())
        .param("location", answer.location())
        .param("tag", answer.tag())
        .param("answer", keys.seal(answer.body(), context()))
        .param("caller", caller)
        .param("key", key)
        .update();
  }

  private byte[] context() {
    return ("request:" + caller + ":" + key).getBytes(UTF_8);
  }
}
