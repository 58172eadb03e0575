package org.stoplog.server.incidents;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.detect.Detector;
import org.stoplog.ledger.directory.LookUp;
import org.stoplog.ledger.identity.Keyset;
import org.stoplog.ledger.identity.Scheme;
import org.stoplog.ledger.identity.Subject;
import org.stoplog.ledger.identity.SubjectHasher;
import org.stoplog.ledger.intake.Schemes;
import org.stoplog.ledger.intake.SubjectMaker;
import org.stoplog.ledger.reader.TicketFound;
import org.stoplog.ledger.reader.TicketPlan;
import org.stoplog.server.platform.Transactions;

/**
 * Keeps what was found in tickets as it comes, some hundred at a time. Who wrote one is looked up
 * here, and only the number of the person stays.
 */
final class TicketStore {
  private static final int AT_ONCE = 500;

  private final Transactions transactions;
  private final Keyset keys;
  private final UUID incident;
  private final UUID search;
  private final Scheme scheme;
  private final SubjectMaker subjects;
  private final SubjectHasher fingerprints;
  private final List<TicketFound> waiting = new ArrayList<>();
  private long number;

  TicketStore(
      Transactions transactions, Ledger ledger, UUID incident, UUID search, TicketPlan plan) {
    this.transactions = transactions;
    this.keys = ledger.stores().keys();
    this.incident = incident;
    this.search = search;
    this.scheme = Schemes.named(plan.scheme());
    this.subjects = new SubjectMaker(keys.hasher(), plan.region(), 0);
    this.fingerprints = keys.hasher();
  }

  /**
   * What a ticket's page shows besides counts.
   *
   * @param places the first of them
   * @param unread the first of it
   */
  record Detail(List<TicketFound.Place> places, List<TicketFound.Unread> unread, int moreUnread) {
    Detail {
      places = List.copyOf(places);
      unread = List.copyOf(unread);
    }
  }

  void take(TicketFound found) {
    waiting.add(found);
    if (waiting.size() >= AT_ONCE) {
      flush();
    }
  }

  void flush() {
    long first = number;
    transactions.inTurn(
        connection -> {
          // Tried again on a new connection it begins where it began.
          number = first;
          add(connection);
          return true;
        });
    waiting.clear();
  }

  private void add(Connection connection) throws SQLException {
    try (PreparedStatement ticket =
            connection.prepareStatement(
                """
                insert into incident_ticket (search, number, label, names, person, at, has_text,
                  secrets, checked, possible, unread, detail)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """);
        PreparedStatement find =
            connection.prepareStatement(
                "insert into incident_ticket_find (search, number, detector, count)"
                    + " values (?, ?, ?, ?)");
        PreparedStatement secret =
            connection.prepareStatement(
                "insert into incident_ticket_secret (search, number, detector, fingerprint)"
                    + " values (?, ?, ?, ?) on conflict do nothing")) {
      for (TicketFound found : waiting) {
        number++;
        add(connection, ticket, found);
        for (Map.Entry<String, Integer> one : found.finds().entrySet()) {
          find.setObject(1, search);
          find.setLong(2, number);
          find.setString(3, one.getKey());
          find.setInt(4, one.getValue());
          find.addBatch();
        }
        for (TicketFound.Secret one : found.secrets()) {
          secret.setObject(1, search);
          secret.setLong(2, number);
          secret.setString(3, one.detector());
          secret.setObject(4, fingerprint(one));
          secret.addBatch();
        }
      }
      ticket.executeBatch();
      find.executeBatch();
      secret.executeBatch();
    }
  }

  private void add(Connection connection, PreparedStatement ticket, TicketFound found)
      throws SQLException {
    Long time = found.time();
    ticket.setObject(1, search);
    ticket.setLong(2, number);
    ticket.setBytes(3, Timeline.seal(keys, incident, found.id()));
    ticket.setBoolean(4, found.person() != null);
    ticket.setObject(5, person(connection, found.person()), Types.BIGINT);
    ticket.setObject(
        6,
        time == null ? null : Instant.ofEpochSecond(time).atOffset(ZoneOffset.UTC),
        Types.TIMESTAMP_WITH_TIMEZONE);
    ticket.setBoolean(7, found.hasText());
    ticket.setInt(8, count(found, Detector.Kind.SECRET, null));
    ticket.setInt(9, count(found, null, Detector.Certainty.CHECKED));
    ticket.setInt(10, count(found, null, Detector.Certainty.POSSIBLE));
    ticket.setInt(11, found.unread().size() + found.moreUnread());
    Detail detail = new Detail(found.places(), found.unread(), found.moreUnread());
    ticket.setBytes(12, Timeline.seal(keys, incident, TicketRows.JSON.writeValueAsString(detail)));
    ticket.addBatch();
  }

  private static int count(
      TicketFound found, Detector.@Nullable Kind kind, Detector.@Nullable Certainty certainty) {
    int count = 0;
    for (Map.Entry<String, Integer> one : found.finds().entrySet()) {
      Detector detector = Detector.of(one.getKey()).orElseThrow();
      if ((kind == null || detector.kind() == kind)
          && (certainty == null || detector.certainty() == certainty)) {
        count += one.getValue();
      }
    }
    return count;
  }

  /** The one person who has this identifier; null for nobody, and for more than one. */
  private @Nullable Long person(Connection connection, @Nullable String identifier)
      throws SQLException {
    if (identifier == null) {
      return null;
    }
    byte[] text = identifier.getBytes(StandardCharsets.UTF_8);
    if (subjects.make(scheme, text, 0, text.length) != null) {
      return null;
    }
    LookUp found = LookUp.of(connection, new UUID(subjects.high, subjects.low));
    return found.persons() == 1 ? found.people().getFirst() : null;
  }

  /** Of the same incident only: what another one found is nothing to this one's members. */
  private UUID fingerprint(TicketFound.Secret secret) {
    byte[] text =
        ("ticket-secret\u0000" + incident + '\u0000' + secret.sha256())
            .getBytes(StandardCharsets.UTF_8);
    Subject subject = fingerprints.hash(Scheme.SUPPLIER_ID, text, 0, text.length);
    return subject.uuid();
  }
}
