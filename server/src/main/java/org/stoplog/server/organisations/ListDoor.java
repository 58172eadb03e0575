package org.stoplog.server.organisations;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.directory.Contact;
import org.stoplog.ledger.directory.OwnIds;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.CsvLines;
import org.stoplog.server.platform.Ids;
import org.stoplog.server.platform.LinkKeys;
import org.stoplog.server.platform.PublicTransactions;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.Tokens;

/**
 * What can be done with a link, as the role of strangers: it sees no table, and is given rows only
 * by the hash of a link that works.
 */
final class ListDoor {
  private static final int MOST_FAILURES = 5;

  private final Ledger ledger;
  private final PublicTransactions transactions;
  private final IncidentDoor door;
  private final ServerClock clock;

  ListDoor(Ledger ledger, PublicTransactions transactions, IncidentDoor door, ServerClock clock) {
    this.ledger = ledger;
    this.transactions = transactions;
    this.door = door;
    this.clock = clock;
  }

  /** A link that works. */
  record Link(
      UUID incident,
      UUID round,
      int organisation,
      int generation,
      byte[] secret,
      Instant expires,
      boolean needsCode,
      int failures,
      boolean taken,
      boolean acknowledged) {
    boolean isLocked() {
      return needsCode && !taken && failures >= MOST_FAILURES;
    }

    @Override
    public String toString() {
      return "Link[…]";
    }
  }

  /** What came of asking for a list: the file, or why there is none. */
  record Taken(byte @Nullable [] file, @Nullable String error) {}

  private Optional<Link> link(JdbcClient jdbc, String token, Instant now) {
    if (!LinkKeys.isToken(token)) {
      return Optional.empty();
    }
    return jdbc.sql("select * from organisation_link(:hash, :now)")
        .param("hash", LinkKeys.hash(token))
        .param("now", RoundRows.time(now))
        .query((row, number) -> link(row))
        .optional();
  }

  private static Link link(ResultSet row) throws SQLException {
    return new Link(
        row.getObject("incident", UUID.class),
        row.getObject("round", UUID.class),
        row.getInt("organisation"),
        row.getInt("generation"),
        row.getBytes("secret"),
        row.getObject("expires_at", OffsetDateTime.class).toInstant(),
        row.getBoolean("needs_code"),
        row.getInt("failures"),
        row.getBoolean("taken"),
        row.getBoolean("acknowledged"));
  }

  /** Empty for a link that is none, has ended, or was replaced: nobody learns which. */
  Optional<Link> look(String token) {
    return transactions.run(jdbc -> link(jdbc, token, clock.realNow()));
  }

  /** Takes the list, once. Empty when the link does not work. */
  Optional<Taken> take(String token, String code) {
    Instant now = clock.realNow();
    return transactions.run(
        jdbc -> link(jdbc, token, now).map(link -> take(jdbc, token, link, code, now)));
  }

  private Taken take(JdbcClient jdbc, String token, Link link, String code, Instant now) {
    if (link.taken()) {
      return new Taken(
          null, "This list was taken already. Ask whoever wrote to you for a new link.");
    }
    byte[] hash = LinkKeys.hash(token);
    if (link.needsCode()) {
      boolean mayTry =
          jdbc.sql("select organisation_try_code(:hash, :now)")
              .param("hash", hash)
              .param("now", RoundRows.time(now))
              .query(Boolean.class)
              .single();
      if (!mayTry) {
        return new Taken(null, "Too many wrong codes. Ask whoever wrote to you for a new link.");
      }
      byte[] secret = ledger.stores().keys().unseal(link.secret(), Round.context(link.round()));
      if (!LinkKeys.isCode(code, LinkKeys.code(secret, link.organisation(), link.generation()))) {
        return new Taken(null, "This is not the code that belongs to this link.");
      }
    }
    boolean isFirst =
        jdbc.sql("select organisation_take(:hash, :now)")
            .param("hash", hash)
            .param("now", RoundRows.time(now))
            .query(Boolean.class)
            .single();
    if (!isFirst) {
      return new Taken(
          null, "This list was taken already. Ask whoever wrote to you for a new link.");
    }
    byte[] file = file(jdbc, hash, now);
    jdbc.sql("select organisation_taken(:hash, :file)")
        .param("hash", hash)
        .param("file", Tokens.sha256(file))
        .query((row, number) -> true)
        .single();
    return new Taken(file, null);
  }

  private byte[] file(JdbcClient jdbc, byte[] hash, Instant now) {
    CsvLines lines = new CsvLines("our_id", "email", "name", "data", "how_sure");
    jdbc.sql("select * from organisation_rows(:hash, :now)")
        .param("hash", hash)
        .param("now", RoundRows.time(now))
        .query(
            row -> {
              byte[] ownId = row.getBytes("own_id");
              byte[] sealed = row.getBytes("contact");
              long person = row.getLong("person");
              Contact contact =
                  sealed == null
                      ? null
                      : Contact.of(
                          person, ledger.stores().keys().unseal(sealed, Contact.context(person)));
              lines.add(
                  ownId == null ? "" : OwnIds.open(ledger.stores(), ownId),
                  contact == null ? "" : contact.email(),
                  contact == null ? "" : contact.name(),
                  words(new ElementSet(row.getLong("low"), row.getLong("high"))),
                  row.getBoolean("sure") ? "confirmed" : "possibly");
            });
    return lines.text().getBytes(StandardCharsets.UTF_8);
  }

  /** In the words of the catalogue. */
  static String words(ElementSet elements) {
    List<String> words = new ArrayList<>();
    elements.ordinals().forEach(one -> words.add(Elements.catalogue().at(one).label()));
    return words.isEmpty() ? "not known which" : String.join("; ", words);
  }

  /** False when the link does not work. */
  boolean acknowledge(String token) {
    Instant now = clock.realNow();
    return transactions.run(
        jdbc -> {
          if (link(jdbc, token, now).isEmpty()) {
            return false;
          }
          jdbc.sql("select organisation_acknowledge(:hash, :now)")
              .param("hash", LinkKeys.hash(token))
              .param("now", RoundRows.time(now))
              .query((row, number) -> true)
              .single();
          return true;
        });
  }

  /**
   * Keeps a question.
   *
   * @return empty when the link does not work; false when there are too many already
   */
  Optional<Boolean> ask(String token, String words) {
    Instant now = clock.realNow();
    return transactions.run(
        jdbc ->
            link(jdbc, token, now)
                .map(
                    link ->
                        jdbc.sql("select organisation_ask(:hash, :now, :id, :words)")
                            .param("hash", LinkKeys.hash(token))
                            .param("now", RoundRows.time(now))
                            .param("id", Ids.next(now))
                            .param(
                                "words",
                                door.seal(link.incident(), words.getBytes(StandardCharsets.UTF_8)))
                            .query(Boolean.class)
                            .single()));
  }

  static ListDoorPage page(
      String token, Link link, boolean isAsked, @Nullable String error, String typed) {
    return new ListDoorPage(
        Links.PATH + token,
        Times.second(link.expires()),
        link.taken(),
        link.needsCode(),
        link.isLocked(),
        link.acknowledged(),
        isAsked,
        error,
        typed);
  }
}
