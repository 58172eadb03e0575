package org.stoplog.server.notices;

import java.security.MessageDigest;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.ElementSet;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.directory.Contact;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.mail.MailRoutes;
import org.stoplog.server.messages.PhoneNumber;

/**
 * One copy of a notice by the number that stands in it: what it said, and what became of it. Nobody
 * is named: where the letter had a name stand the words for whoever has none.
 */
public final class SentCopies {
  private static final int MOST_EVENTS = 50;

  private final Ledger ledger;
  private final IncidentDoor door;
  private final MailRoutes routes;

  SentCopies(Ledger ledger, IncidentDoor door, MailRoutes routes) {
    this.ledger = ledger;
    this.door = door;
    this.routes = routes;
  }

  /**
   * A copy.
   *
   * @param isDrill whether it went to a catcher, and told nobody
   * @param isPaper whether it went out on paper, so that no address is typed as it stands there
   * @param state in words for people
   * @param sent when its wave began, which is the date that the letter bears; by the real clock
   * @param answered when the mail server answered; null without an answer
   * @param subject as it was sent
   * @param body as it was sent, without the name
   * @param elements in words; empty when it says that they are not known
   * @param events what came back, the newest first
   */
  public record Sent(
      UUID incident,
      UUID wave,
      boolean isDrill,
      boolean isPaper,
      String state,
      Instant sent,
      @Nullable Instant answered,
      String language,
      String subject,
      String body,
      String elements,
      List<Event> events) {
    public Sent {
      events = List.copyOf(events);
    }

    /** It may stand in a message of a fault. */
    @Override
    public String toString() {
      return "Sent[…]";
    }
  }

  /**
   * What came back.
   *
   * @param what in words for people
   * @param said the reason that was given; null for none
   */
  public record Event(String what, @Nullable String said, Instant at) {}

  private record Row(
      UUID wave,
      long person,
      String state,
      @Nullable String language,
      @Nullable Instant answered) {}

  /**
   * @param typed the number as somebody typed it
   * @return empty when there is no such copy, or none was handed over with it
   */
  public Optional<Sent> byCode(JdbcClient jdbc, String typed) {
    return CopyCode.read(typed)
        .flatMap(
            code ->
                jdbc.sql(
                        """
                        select wave, person, state, language, answered_at from notice_recipient
                        where copy_code = :code
                        """)
                    .param("code", code)
                    .query(
                        (row, number) -> {
                          OffsetDateTime at = row.getObject(5, OffsetDateTime.class);
                          return new Row(
                              row.getObject(1, UUID.class),
                              row.getLong(2),
                              row.getString(3),
                              row.getString(4),
                              at == null ? null : at.toInstant());
                        })
                    .optional()
                    .flatMap(row -> sent(jdbc, row, CopyCode.text(code))));
  }

  /**
   * Whether the copy went to this address, or telephone number. A stranger has to give both, so
   * that whoever copied a number from somebody's letter learns nothing by it.
   */
  public boolean isTo(JdbcClient jdbc, String typed, String address) {
    return CopyCode.read(typed)
        .flatMap(
            code ->
                jdbc.sql(
                        """
                        select r.wave, r.person, r.mailbox, w.secret from notice_recipient r
                        join notice_wave w on w.id = r.wave where r.copy_code = :code
                        """)
                    .param("code", code)
                    .query(
                        (row, number) ->
                            isTo(
                                row.getObject(1, UUID.class),
                                row.getLong(2),
                                row.getBytes(3),
                                row.getBytes(4),
                                address))
                    .optional())
        .orElse(false);
  }

  private boolean isTo(
      UUID wave, long person, byte @Nullable [] frozen, byte[] sealed, String address) {
    byte[] secret = ledger.stores().keys().unseal(sealed, Wave.context(wave));
    String number = PhoneNumber.plain(address);
    byte[] asked = Letter.mailbox(secret, PhoneNumber.isSound(number) ? number : address);
    // The address may have changed between the freezing of the wave and its sending.
    Contact now = ledger.contacts().of(List.of(person)).get(person);
    String current = now == null ? null : now.email();
    boolean isFrozen = frozen != null && MessageDigest.isEqual(frozen, asked);
    boolean isCurrent =
        current != null && MessageDigest.isEqual(Letter.mailbox(secret, current), asked);
    return isFrozen || isCurrent;
  }

  /**
   * The newest copy of somebody that a mail server took, of waves that are no drills.
   *
   * @param people ids of all accounts of somebody
   */
  public Optional<Sent> ofPeople(JdbcClient jdbc, UUID incident, List<Long> people) {
    return jdbc.sql(
            """
            select l.copy_code from notice_recipient r join notice n on n.id = r.notice
            join notice_recipient l on l.wave = r.wave and l.person = coalesce(r.lead, r.person)
            where n.incident = :incident and not r.drill and r.person = any (:people)
              and r.state in ('accepted', 'bounced') and l.copy_code is not null
            order by r.answered_at desc nulls last limit 1
            """)
        .param("incident", incident)
        .param("people", people.toArray(Long[]::new))
        .query(Long.class)
        .optional()
        .flatMap(code -> byCode(jdbc, CopyCode.text(code)));
  }

  private Optional<Sent> sent(JdbcClient jdbc, Row row, String code) {
    WaveRows waves = new WaveRows(jdbc);
    Wave wave = waves.find(row.wave()).orElseThrow();
    Instant started = wave.startedAt();
    Optional<WaveRows.Sealed> sealed = waves.sealed(wave.id());
    if (started == null || sealed.isEmpty()) {
      return Optional.empty();
    }
    Content content = Content.of(door.unseal(wave.incident(), sealed.get().content()));
    String supplier = Suppliers.name(ledger, door.find(jdbc, wave.incident()).supplier());
    ElementSet elements = elements(jdbc, row);
    Letter letter =
        Letters.of(content, supplier, wave.terms().way().sender(routes))
            .letter(new Letter.Reader(null, row.language(), elements, code));
    return Optional.of(
        new Sent(
            wave.incident(),
            wave.id(),
            wave.terms().drill(),
            wave.terms().way() instanceof Way.Paper,
            StateWords.state(wave.terms().way(), row.state()),
            started,
            row.answered(),
            letter.language(),
            letter.subject(),
            letter.body(),
            Letter.words(elements),
            events(jdbc, row)));
  }

  /** Of all who share the mailbox, as the letter has them. */
  private static ElementSet elements(JdbcClient jdbc, Row row) {
    return jdbc.sql(
            """
            select coalesce(bit_or(low), 0), coalesce(bit_or(high), 0) from notice_recipient
            where wave = :wave and (person = :person or lead = :person)
            """)
        .param("wave", row.wave())
        .param("person", row.person())
        .query((one, number) -> new ElementSet(one.getLong(1), one.getLong(2)))
        .single();
  }

  private static List<Event> events(JdbcClient jdbc, Row row) {
    return jdbc.sql(
            """
            select kind, class, said, coalesce(at, received_at) from notice_event
            where wave = :wave and person = :person order by received_at desc, id desc limit :most
            """)
        .param("wave", row.wave())
        .param("person", row.person())
        .param("most", MOST_EVENTS)
        .query(
            (one, number) ->
                new Event(
                    StateWords.event(one.getString(1), one.getString(2)),
                    one.getString(3),
                    one.getObject(4, OffsetDateTime.class).toInstant()))
        .list();
  }
}
