package org.stoplog.server.bounces;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import org.stoplog.ledger.reader.DeliveryReport;
import org.stoplog.server.mail.MailTaker;
import tools.jackson.databind.json.JsonMapper;

/** Which mails of mailboxes for bounces were seen, and those that wait. */
final class BounceMails {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final JdbcClient jdbc;
  private final Keyset keys;

  BounceMails(JdbcClient jdbc, Keyset keys) {
    this.jdbc = jdbc;
    this.keys = keys;
  }

  /** A mail that waits for somebody to look at it. */
  record Waiting(UUID id, int mailbox, String name, Instant seen, DeliveryReport report) {}

  long last(int mailbox, long validity) {
    return jdbc.sql(
            """
            select coalesce(max(uid), 0) from bounce_mail
            where mailbox = :mailbox and validity = :validity
            """)
        .param("mailbox", mailbox)
        .param("validity", validity)
        .query(Long.class)
        .single();
  }

  /**
   * @param sha256 null when it was not read
   * @param why of one that is passed over; null for none
   * @return false when it was there already
   */
  boolean add(
      UUID id,
      MailTaker.Incoming mail,
      String state,
      Instant now,
      @Nullable String sha256,
      @Nullable DeliveryReport waits,
      @Nullable String why) {
    return jdbc.sql(
                """
                insert into bounce_mail (id, mailbox, validity, uid, state, seen_at, sha256, content,
                  why)
                values (:id, :mailbox, :validity, :uid, :state, :now, :sha256, :content, :why)
                on conflict (mailbox, validity, uid) do nothing
                """)
            .param("id", id)
            .param("mailbox", mail.mailbox())
            .param("validity", mail.validity())
            .param("uid", mail.uid())
            .param("state", state)
            .param("now", now.atOffset(ZoneOffset.UTC))
            .param("sha256", sha256, Types.VARCHAR)
            .param(
                "content",
                waits == null
                    ? null
                    : keys.seal(JSON.writeValueAsString(waits).getBytes(UTF_8), context(id)),
                Types.BINARY)
            .param("why", why, Types.VARCHAR)
            .update()
        == 1;
  }

  private static byte[] context(UUID id) {
    return ("bounce mail " + id).getBytes(UTF_8);
  }

  boolean isKnown(String sha256) {
    return jdbc.sql("select exists (select from bounce_mail where sha256 = :sha256)")
        .param("sha256", sha256)
        .query(Boolean.class)
        .single();
  }

  long waiting() {
    return jdbc.sql("select count(*) from bounce_mail where state = 'waiting'")
        .query(Long.class)
        .single();
  }

  /** The oldest first. */
  List<Waiting> waiting(int most) {
    return find("m.state = 'waiting' order by m.seen_at, m.id limit " + most, null);
  }

  /** Held until the transaction ends. */
  Optional<Waiting> lock(UUID id) {
    return find("m.state = 'waiting' and m.id = :id for update of m", id).stream().findFirst();
  }

  private List<Waiting> find(String where, @Nullable UUID one) {
    return jdbc.sql(
            "select m.*, b.name from bounce_mail m join mailbox b on b.id = m.mailbox where "
                + where)
        .param("id", one, Types.OTHER)
        .query(
            (row, number) -> {
              UUID id = row.getObject("id", UUID.class);
              return new Waiting(
                  id,
                  row.getInt("mailbox"),
                  row.getString("name"),
                  row.getObject("seen_at", OffsetDateTime.class).toInstant(),
                  JSON.readValue(
                      keys.unseal(row.getBytes("content"), context(id)), DeliveryReport.class));
            })
        .list();
  }

  /** Somebody decided on it; what it says goes. */
  void decide(UUID id, String state) {
    jdbc.sql("update bounce_mail set state = :state, content = null where id = :id")
        .param("id", id)
        .param("state", state)
        .update();
  }
}
