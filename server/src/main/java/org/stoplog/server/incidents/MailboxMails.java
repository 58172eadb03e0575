package org.stoplog.server.incidents;

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
import org.stoplog.ledger.Evidence;
import org.stoplog.ledger.identity.Keyset;
import org.stoplog.ledger.reader.MailOutline;
import org.stoplog.server.mail.DkimVerdict;
import org.stoplog.server.mail.MailTaker;
import tools.jackson.databind.json.JsonMapper;

/** Which mails of which mailbox were seen, and those that wait, in the caller's transaction. */
final class MailboxMails {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final JdbcClient jdbc;
  private final Keyset keys;

  MailboxMails(JdbcClient jdbc, Keyset keys) {
    this.jdbc = jdbc;
    this.keys = keys;
  }

  /** A mail that waits for somebody to say where it belongs. */
  record Waiting(UUID id, String mailbox, MailKeeping.Read read) {}

  long last(int mailbox, long validity) {
    return jdbc.sql(
            """
            select coalesce(max(uid), 0) from mailbox_mail
            where mailbox = :mailbox and validity = :validity
            """)
        .param("mailbox", mailbox)
        .param("validity", validity)
        .query(Long.class)
        .single();
  }

  /**
   * @param why of one that is passed over; null for none
   * @return false when it was there already
   */
  boolean add(UUID id, MailTaker.Incoming mail, String state, Instant now, @Nullable String why) {
    return jdbc.sql(
                """
                insert into mailbox_mail (id, mailbox, validity, uid, state, seen_at, why)
                values (:id, :mailbox, :validity, :uid, :state, :now, :why)
                on conflict (mailbox, validity, uid) do nothing
                """)
            .param("id", id)
            .param("mailbox", mail.mailbox())
            .param("validity", mail.validity())
            .param("uid", mail.uid())
            .param("state", state)
            .param("now", now.atOffset(ZoneOffset.UTC))
            .param("why", why, Types.VARCHAR)
            .update()
        == 1;
  }

  /** Whether the mailbox gave the same mail before, under another number. */
  boolean isKnown(int mailbox, String sha256) {
    return jdbc.sql(
                "select count(*) from mailbox_mail where mailbox = :mailbox and sha256 = :sha256")
            .param("mailbox", mailbox)
            .param("sha256", sha256)
            .query(Long.class)
            .single()
        > 0;
  }

  /**
   * @param letter what it became; null for nothing yet
   */
  void set(UUID id, String state, String sha256, @Nullable UUID letter) {
    jdbc.sql(
            """
            update mailbox_mail set state = :state, sha256 = :sha256, letter = :letter,
              content = null, dkim = null where id = :id
            """)
        .param("id", id)
        .param("state", state)
        .param("sha256", sha256)
        .param("letter", letter, Types.OTHER)
        .update();
  }

  void wait(UUID id, MailKeeping.Read read) {
    jdbc.sql(
            """
            update mailbox_mail set state = 'waiting', sha256 = :sha256, bytes = :bytes,
              content = :content, dkim = :dkim where id = :id
            """)
        .param("id", id)
        .param("sha256", read.original().sha256())
        .param("bytes", read.original().bytes())
        .param("content", seal(id, JSON.writeValueAsString(read.outline())))
        .param("dkim", seal(id, JSON.writeValueAsString(read.verdicts())))
        .update();
  }

  private byte[] seal(UUID id, String text) {
    return keys.seal(text.getBytes(UTF_8), context(id));
  }

  private static byte[] context(UUID id) {
    return ("mailbox mail " + id).getBytes(UTF_8);
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
            "select m.*, b.name from mailbox_mail m join mailbox b on b.id = m.mailbox where "
                + where)
        .param("id", one, Types.OTHER)
        .query(
            (row, number) -> {
              UUID id = row.getObject("id", UUID.class);
              return new Waiting(
                  id,
                  row.getString("name"),
                  new MailKeeping.Read(
                      new Evidence.Kept(row.getString("sha256"), row.getLong("bytes")),
                      JSON.readValue(
                          keys.unseal(row.getBytes("content"), context(id)), MailOutline.class),
                      row.getObject("seen_at", OffsetDateTime.class).toInstant(),
                      List.of(
                          JSON.readValue(
                              keys.unseal(row.getBytes("dkim"), context(id)),
                              DkimVerdict[].class))));
            })
        .list();
  }
}
