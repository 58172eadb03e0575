package org.stoplog.server.bounces;

import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.server.notices.CameBack;
import org.stoplog.server.notices.Severity;
import org.stoplog.server.platform.Tokens;

/** Events that wait to be tied to copies. The public door only adds to it. */
final class HookQueue {
  /** Whoever calls when so many wait is asked to call again. */
  static final long MOST = 50_000;

  private final JdbcClient jdbc;

  HookQueue(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** One that waits. */
  record Waiting(long id, int hook, HookProvider provider, Instant received, HookEvent event) {}

  boolean isFull() {
    return jdbc.sql("select count(id) from passing.hook_event").query(Long.class).single() >= MOST;
  }

  /**
   * @return false when that call was taken before
   */
  boolean isFirst(int hook, String token, Instant now) {
    return jdbc.sql(
                """
                insert into passing.hook_call (hook, token, seen_at) values (:hook, :token, :now)
                on conflict do nothing
                """)
            .param("hook", hook)
            .param("token", Tokens.sha256(token))
            .param("now", now.atOffset(ZoneOffset.UTC))
            .update()
        == 1;
  }

  /** A call that is older than its window is refused for that, so its token need not be kept. */
  void forgetCalls(Instant now) {
    jdbc.sql("delete from passing.hook_call where seen_at < :before")
        .param(
            "before",
            now.minus(HookDecoder.WINDOW.multipliedBy(2))
                .minus(Duration.ofHours(1))
                .atOffset(ZoneOffset.UTC))
        .update();
  }

  void add(int hook, HookEvent event, Instant now) {
    OffsetDateTime at = event.at() == null ? null : event.at().atOffset(ZoneOffset.UTC);
    jdbc.sql(
            """
            insert into passing.hook_event
              (hook, mark, message_id, kind, class, status, said, at, received_at, same)
            values (:hook, :mark, :id, :kind, :class, :status, :said, :at, :now, :same)
            """)
        .param("hook", hook)
        .param("mark", event.mark(), Types.VARCHAR)
        .param("id", event.messageId(), Types.VARCHAR)
        .param("kind", event.kind().name())
        .param("class", event.severity().name())
        .param("status", event.status(), Types.VARCHAR)
        .param("said", event.said(), Types.VARCHAR)
        .param("at", at, Types.TIMESTAMP_WITH_TIMEZONE)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("same", event.same())
        .update();
  }

  /** The oldest first. */
  List<Waiting> next(long after, int most) {
    return jdbc.sql(
            """
            select e.*, h.provider from passing.hook_event e join mail_hook h on h.id = e.hook
            where e.id > :after order by e.id limit :most
            """)
        .param("after", after)
        .param("most", most)
        .query(
            (row, number) ->
                new Waiting(
                    row.getLong("id"),
                    row.getInt("hook"),
                    HookProvider.of(row.getString("provider")).orElseThrow(),
                    row.getObject("received_at", OffsetDateTime.class).toInstant(),
                    new HookEvent(
                        row.getString("mark"),
                        row.getString("message_id"),
                        CameBack.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                        Severity.valueOf(row.getString("class").toUpperCase(Locale.ROOT)),
                        row.getString("status"),
                        row.getString("said"),
                        instant(row.getObject("at", OffsetDateTime.class)),
                        row.getString("same"))))
        .list();
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }

  void remove(List<Long> ids) {
    jdbc.sql("delete from passing.hook_event where id = any (:ids)")
        .param("ids", ids.toArray(Long[]::new))
        .update();
  }
}
