package org.stoplog.server.support;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.server.platform.Tokens;

/** The rows of support codes. Of a code only its hash is kept: 80 random bits need no more. */
final class Codes {
  private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int LENGTH = 16;
  private static final int GROUP = 4;

  private final JdbcClient jdbc;

  Codes(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A code.
   *
   * @param people how many entered it
   * @param lookUps how many look-ups they made
   */
  record Code(
      UUID id,
      UUID incident,
      int number,
      UUID createdBy,
      Instant expiresAt,
      @Nullable Instant endedAt,
      int people,
      int lookUps) {}

  /** One that nobody can guess, to be shown once. */
  static String make() {
    byte[] random = Tokens.random(LENGTH);
    StringBuilder code = new StringBuilder();
    for (int i = 0; i < LENGTH; i++) {
      code.append(i > 0 && i % GROUP == 0 ? "-" : "");
      code.append(LETTERS.charAt(random[i] & (LETTERS.length() - 1)));
    }
    return code.toString();
  }

  private static byte[] hash(String typed) {
    return Tokens.sha256("support " + typed.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT));
  }

  /** The incident must be held. @return its number in the incident */
  int add(UUID id, UUID incident, String code, UUID by, Instant now, Instant end) {
    return jdbc.sql(
            """
            insert into passing.support_code
              (id, incident, number, code_hash, created_by, created_at, expires_at)
            values (:id, :incident, (select coalesce(max(number), 0) + 1 from passing.support_code
              where incident = :incident), :hash, :by, :now, :end)
            returning number
            """)
        .param("id", id)
        .param("incident", incident)
        .param("hash", hash(code))
        .param("by", by)
        .param("now", time(now))
        .param("end", time(end))
        .query(Integer.class)
        .single();
  }

  /** The newest first. */
  List<Code> of(UUID incident) {
    return jdbc.sql(
            """
            select c.*, (select count(*) from passing.support_entry e where e.code = c.id) as people
            from passing.support_code c where incident = :incident order by number desc
            """)
        .param("incident", incident)
        .query(
            (row, number) -> {
              OffsetDateTime ended = row.getObject("ended_at", OffsetDateTime.class);
              return new Code(
                  row.getObject("id", UUID.class),
                  incident,
                  row.getInt("number"),
                  row.getObject("created_by", UUID.class),
                  row.getObject("expires_at", OffsetDateTime.class).toInstant(),
                  ended == null ? null : ended.toInstant(),
                  row.getInt("people"),
                  row.getInt("look_ups"));
            })
        .list();
  }

  /**
   * @return whether it was good until now
   */
  boolean end(UUID incident, UUID code, Instant now) {
    return jdbc.sql(
                """
                update passing.support_code set ended_at = :now
                where id = :code and incident = :incident and ended_at is null
                """)
            .param("now", time(now))
            .param("code", code)
            .param("incident", incident)
            .update()
        > 0;
  }

  /** What a code opens, held until the transaction ends; empty when it is no good one. */
  record Opened(UUID code, UUID incident) {}

  Optional<Opened> open(String typed, Instant now) {
    return jdbc.sql(
            """
            select id, incident from passing.support_code
            where code_hash = :hash and ended_at is null and expires_at > :now for update
            """)
        .param("hash", hash(typed))
        .param("now", time(now))
        .query(
            (row, number) -> new Opened(row.getObject(1, UUID.class), row.getObject(2, UUID.class)))
        .optional();
  }

  void enter(UUID code, UUID account, Instant now) {
    jdbc.sql(
            """
            insert into passing.support_entry (code, account, entered_at)
            values (:code, :account, :now) on conflict do nothing
            """)
        .param("code", code)
        .param("account", account)
        .param("now", time(now))
        .update();
  }

  /**
   * An incident that somebody entered by a code that is still good.
   *
   * @param until the latest end of their codes
   */
  record Entered(UUID code, UUID incident, Instant until) {}

  List<Entered> entered(UUID account, Instant now) {
    return jdbc.sql(
            """
            select distinct on (c.incident) c.id, c.incident, c.expires_at
            from passing.support_entry e join passing.support_code c on c.id = e.code
            where e.account = :account and c.ended_at is null and c.expires_at > :now
            order by c.incident, c.expires_at desc
            """)
        .param("account", account)
        .param("now", time(now))
        .query(
            (row, number) ->
                new Entered(
                    row.getObject(1, UUID.class),
                    row.getObject(2, UUID.class),
                    row.getObject(3, OffsetDateTime.class).toInstant()))
        .list();
  }

  void countLookUp(UUID code) {
    jdbc.sql("update passing.support_code set look_ups = look_ups + 1 where id = :code")
        .param("code", code)
        .update();
  }

  private static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
