package org.stoplog.server.notices;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.ElementSet;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.directory.Guardians;
import org.stoplog.ledger.directory.Merges;
import org.stoplog.server.contacts.ContactDetails;
import org.stoplog.server.contacts.Details;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.mail.MailRoutes;
import org.stoplog.server.people.RecentLookUps;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.ServerClock;

/** Letters of a wave as people would get them: a made-up one, or one whom somebody looked up. */
final class LetterPreview {
  private final Ledger ledger;
  private final MailRoutes routes;
  private final RecentLookUps lookUps;
  private final ServerClock clock;

  LetterPreview(Ledger ledger, MailRoutes routes, RecentLookUps lookUps, ServerClock clock) {
    this.clock = clock;
    this.ledger = ledger;
    this.routes = routes;
    this.lookUps = lookUps;
  }

  /** A row of the wave. */
  private record Row(String state, ElementSet elements) {}

  /**
   * Somebody who was looked up.
   *
   * @param state of their copy; null when they are not in the wave
   */
  record Somebody(@Nullable String state, Letter.Reader reader) {}

  String supplier(IncidentDoor.Seen seen) {
    return Suppliers.name(ledger, seen.supplier());
  }

  Letters letters(IncidentDoor.Seen seen, Wave wave, Content content) {
    return Letters.of(content, supplier(seen), wave.terms().way().sender(routes));
  }

  /** The elements that most of its people have; empty while nobody is in it. */
  static Optional<ElementSet> mostHave(JdbcClient jdbc, Wave wave) {
    return jdbc.sql(
            """
            select low, high from notice_frozen where wave = :wave
            group by low, high order by sum(people) desc, low, high limit 1
            """)
        .param("wave", wave.id())
        .query((row, number) -> new ElementSet(row.getLong(1), row.getLong(2)))
        .optional();
  }

  /**
   * @param lookUp id of a look-up of the caller's
   * @return empty when there is none of the last hour
   */
  Optional<Somebody> somebody(JdbcClient jdbc, Wave wave, Caller caller, String lookUp) {
    Optional<RecentLookUps.Found> found =
        lookUp.matches("[0-9a-f-]{36}")
            ? lookUps.find(UUID.fromString(lookUp), caller.account())
            : Optional.empty();
    if (found.isEmpty() || found.get().people().isEmpty()) {
      return Optional.empty();
    }
    List<Long> people = found.get().people();
    Map<Long, Long> roots = ledger.inTransaction(db -> Merges.roots(db, people));
    long person = roots.getOrDefault(people.getFirst(), people.getFirst());
    Addressee addressee =
        ledger.inTransaction(
            db -> Addressee.of(Guardians.of(db, List.of(person), Addressee.day(clock)), person));
    Long reader = addressee.reader();
    Details contact =
        reader == null
            ? null
            : ledger.inTransaction(
                db ->
                    new ContactDetails(ledger)
                        .of(db, wave.incident(), List.of(reader))
                        .getOrDefault(reader, Details.NONE));
    Optional<Row> row =
        jdbc.sql(
                "select state, low, high from notice_recipient"
                    + " where wave = :wave and person = :person")
            .param("wave", wave.id())
            .param("person", person)
            .query(
                (one, number) ->
                    new Row(one.getString(1), new ElementSet(one.getLong(2), one.getLong(3))))
            .optional();
    String name =
        contact == null || addressee.guardian() != null ? null : PlainValue.name(contact.name());
    // Their language and elements are theirs; the name itself takes two people to be shown.
    return Optional.of(
        new Somebody(
            row.map(Row::state).orElse(null),
            new Letter.Reader(
                name == null ? null : name.substring(0, name.offsetByCodePoints(0, 1)) + "•••",
                contact == null ? null : contact.language(),
                row.map(Row::elements).orElse(ElementSet.NONE),
                Letter.SAMPLE_CODE)));
  }
}
