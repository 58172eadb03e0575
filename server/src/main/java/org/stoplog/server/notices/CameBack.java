package org.stoplog.server.notices;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.mail.MailRoutes;
import org.stoplog.server.platform.Ids;

/**
 * What comes back after a mail server took a copy: facts that are added to it, and overwrite
 * nothing of what the server answered. A report is tied to a copy by what only its own sender and
 * receiver know, and by nothing else.
 */
public final class CameBack {
  /** Of one copy: whoever has its mark could add facts without end. */
  private static final int MOST_OF_ONE = 50;

  private static final int LONGEST_REASON = 300;

  private final Ledger ledger;
  private final MailRoutes routes;

  CameBack(Ledger ledger, MailRoutes routes) {
    this.ledger = ledger;
    this.routes = routes;
  }

  /**
   * A copy that was handed over.
   *
   * @param person whose row leads it; never to be shown
   */
  public record Copy(UUID incident, UUID wave, long person) {}

  /** What happened to it. */
  public enum Kind {
    /** It did not reach the mailbox, and nobody tries any more. */
    BOUNCED,
    /** It did not reach the mailbox so far. */
    DELAYED,
    DELIVERED,
    /** Its reader called it unwanted. */
    COMPLAINED,
    /** A program answered it: somebody is away. */
    REPLIED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A fact about a copy.
   *
   * @param status enhanced code (RFC 3463), null for none
   * @param said the reason that was given; addresses are taken out before it is kept
   * @param source {@code mailbox}, {@code person}, or the word of a provider
   * @param sourceId number of the mailbox or webhook; null for none
   * @param at when it happened, as the report says; null for not said
   * @param same what makes it the same event when it is reported again
   */
  public record Event(
      Kind kind,
      Severity severity,
      @Nullable String status,
      @Nullable String said,
      String source,
      @Nullable Integer sourceId,
      @Nullable Instant at,
      Instant received,
      String same) {}

  /** The copy that a mark is of, when it is one of ours and not made up. */
  public Optional<Copy> byMark(JdbcClient jdbc, String mark) {
    return CopyCode.ofTag(mark)
        .flatMap(code -> find(jdbc, code))
        .filter(found -> CopyCode.isTag(mark, found.secret(), found.copy().person()))
        .map(Found::copy);
  }

  /** The copy that a Message-ID is of, when it is one of ours and not made up. */
  public Optional<Copy> byMessageId(JdbcClient jdbc, String id) {
    return CopyCode.ofMessageId(id)
        .flatMap(code -> find(jdbc, code))
        .filter(found -> isOf(found, id))
        .map(Found::copy);
  }

  /** The copy that has the number that stands in its letter; by that alone nothing is proven. */
  public Optional<Copy> byCode(JdbcClient jdbc, String typed) {
    return CopyCode.read(typed).flatMap(code -> find(jdbc, code)).map(Found::copy);
  }

  private record Found(Copy copy, byte[] secret, int route) {
    @Override
    public String toString() {
      return "Found[…]";
    }
  }

  private Optional<Found> find(JdbcClient jdbc, long code) {
    return jdbc.sql(
            """
            select r.wave, r.person, w.secret, w.route, n.incident from notice_recipient r
            join notice_wave w on w.id = r.wave join notice n on n.id = w.notice
            where r.copy_code = :code
            """)
        .param("code", code)
        .query(
            (row, number) -> {
              UUID wave = row.getObject("wave", UUID.class);
              return new Found(
                  new Copy(row.getObject("incident", UUID.class), wave, row.getLong("person")),
                  ledger.stores().keys().unseal(row.getBytes("secret"), Wave.context(wave)),
                  row.getInt("route"));
            })
        .optional();
  }

  /** Behind the @ it may differ: the sender's domain may have changed since. */
  private boolean isOf(Found found, String id) {
    return routes
        .find(found.route())
        .map(route -> Letter.messageId(found.secret(), found.copy().person(), route))
        .filter(ours -> MessageDigest.isEqual(local(ours), local(id)))
        .isPresent();
  }

  private static byte[] local(String id) {
    return id.substring(0, Math.max(id.lastIndexOf('@'), 0)).getBytes(US_ASCII);
  }

  /**
   * Holds a copy until the transaction ends, without waiting.
   *
   * @return false when it is held elsewhere, as while its answer is written down
   */
  public boolean hold(JdbcClient jdbc, Copy copy) {
    return jdbc.sql(
            """
            select person from notice_recipient where wave = :wave and person = :person
            for update skip locked
            """)
        .param("wave", copy.wave())
        .param("person", copy.person())
        .query(Long.class)
        .optional()
        .isPresent();
  }

  /**
   * Adds a fact, in the caller's transaction. Whoever did not get the copy for good is not told by
   * it any more: a later wave of the same notice may tell them.
   *
   * @return false when it is known already, or its copy has too many
   */
  public boolean add(JdbcClient jdbc, Copy copy, Event event) {
    // Held, so that the answer of the server is either there or comes after this.
    String state =
        jdbc.sql(
                """
                select state from notice_recipient where wave = :wave and person = :person for update
                """)
            .param("wave", copy.wave())
            .param("person", copy.person())
            .query(String.class)
            .single();
    if (count(jdbc, copy) >= MOST_OF_ONE) {
      return false;
    }
    boolean isFailed = event.kind() == Kind.BOUNCED;
    boolean isSettled = state.equals("accepted") || state.equals("doubtful");
    boolean isNew = insert(jdbc, copy, event, isFailed && !isSettled && !state.equals("bounced"));
    if (isNew && isFailed) {
      bounce(jdbc, copy);
    }
    return isNew;
  }

  private static long count(JdbcClient jdbc, Copy copy) {
    return jdbc.sql("select count(*) from notice_event where wave = :wave and person = :person")
        .param("wave", copy.wave())
        .param("person", copy.person())
        .query(Long.class)
        .single();
  }

  private static boolean insert(JdbcClient jdbc, Copy copy, Event event, boolean isEarly) {
    String said = event.said() == null ? null : PlainValue.reply(event.said());
    String same =
        copy.wave() + " " + copy.person() + " " + event.kind().word() + " " + event.same();
    OffsetDateTime at = event.at() == null ? null : event.at().atOffset(ZoneOffset.UTC);
    return jdbc.sql(
                """
                insert into notice_event (id, wave, person, kind, class, status, said, source,
                  source_id, at, received_at, early, same)
                values (:id, :wave, :person, :kind, :class, :status, :said, :source, :number, :at,
                  :received, :early, :same)
                on conflict (same) do nothing
                """)
            .param("id", Ids.next(event.received()))
            .param("wave", copy.wave())
            .param("person", copy.person())
            .param("kind", event.kind().word())
            .param(
                "class",
                event.kind() == Kind.BOUNCED ? event.severity().word() : null,
                Types.VARCHAR)
            .param("status", event.status(), Types.VARCHAR)
            .param(
                "said",
                said == null ? null : said.substring(0, Math.min(said.length(), LONGEST_REASON)),
                Types.VARCHAR)
            .param("source", event.source())
            .param("number", event.sourceId(), Types.INTEGER)
            .param("at", at, Types.TIMESTAMP_WITH_TIMEZONE)
            .param("received", event.received().atOffset(ZoneOffset.UTC))
            .param("early", isEarly)
            .param("same", org.stoplog.server.platform.Tokens.sha256(same))
            .update()
        == 1;
  }

  private static void bounce(JdbcClient jdbc, Copy copy) {
    jdbc.sql(
            """
            update notice_recipient set state = 'bounced'
            where wave = :wave and (person = :person or lead = :person)
              and state in ('accepted', 'doubtful')
            """)
        .param("wave", copy.wave())
        .param("person", copy.person())
        .update();
  }

  /**
   * What came back before the answer of the server was written down counts once that is there.
   *
   * @return how many people it is about
   */
  public int settleEarly(JdbcClient jdbc) {
    return jdbc.sql(
            """
            update notice_recipient r set state = 'bounced' from notice_event e
            where e.early and r.wave = e.wave and (r.person = e.person or r.lead = e.person)
              and r.state in ('accepted', 'doubtful')
            """)
        .update();
  }
}
