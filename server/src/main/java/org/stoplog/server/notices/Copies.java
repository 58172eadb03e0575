package org.stoplog.server.notices;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.ElementSet;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.directory.Contact;
import org.stoplog.ledger.directory.Contacts;
import org.stoplog.ledger.directory.Guardians;
import org.stoplog.ledger.directory.Merges;
import org.stoplog.server.mail.DkimSigner;
import org.stoplog.server.mail.Envelope;
import org.stoplog.server.mail.MailRoute;
import org.stoplog.server.platform.Tokens;

/** Makes the copies of claimed rows, by what is known of each person now. */
final class Copies {
  private final Ledger ledger;
  private final Approved approved;
  private final Letters letters;
  private final LocalDate today;

  /**
   * @param letters of the approved content, read once for the wave
   * @param today by which guardians are asked for
   */
  Copies(Ledger ledger, Approved approved, Letters letters, LocalDate today) {
    this.ledger = ledger;
    this.approved = approved;
    this.letters = letters;
    this.today = today;
  }

  /**
   * What was approved, opened.
   *
   * @param signer of the route
   * @param secret key of message ids and mailboxes
   * @param date that all copies bear, so that one that is sent again is the same
   */
  record Approved(
      Wave wave,
      Content content,
      String supplier,
      MailRoute route,
      DkimSigner signer,
      byte[] secret,
      Instant date) {
    @Override
    public String toString() {
      return "Approved[" + wave.id() + "]";
    }
  }

  /** Whom a copy is for, and what it says; not written yet. */
  record Addressed(
      Deliveries.Due due,
      Set<Long> people,
      Set<Long> readers,
      String address,
      Letter.Reader reader,
      long code) {
    @Override
    public String toString() {
      return "Addressed[" + due.lead() + "]";
    }
  }

  /**
   * A copy as it goes out.
   *
   * @param readers the people, and whoever reads it for one of them
   * @param domain keyed hash of the domain of the address
   * @param hash SHA-256 of the bytes
   */
  record Copy(
      Deliveries.Due due,
      Set<Long> people,
      Set<Long> readers,
      String address,
      long domain,
      Envelope envelope,
      String language,
      long code,
      byte[] hash,
      byte[] bytes) {
    long lead() {
      return due.lead();
    }

    @Override
    public String toString() {
      return "Copy[" + lead() + "]";
    }
  }

  /** What is known of the people of some copies now. */
  private record Known(
      Map<Long, Long> roots,
      Map<Long, Set<Long>> accounts,
      Set<Long> erased,
      Map<Long, Boolean> told,
      Map<Long, Long> guardians,
      Guardians today,
      Map<Long, Contact> contacts) {
    Addressee reading(long person) {
      return Addressee.of(today, roots.getOrDefault(person, person));
    }

    @Nullable Contact contact(long person) {
      Long reader = reading(person).reader();
      return reader == null ? null : contacts.get(reader);
    }
  }

  /** Whom copies are for; whoever gets none leaves their row in a state that says why. */
  List<Addressed> address(Connection connection, Deliveries deliveries, List<Deliveries.Due> due)
      throws SQLException {
    Known known = known(connection, deliveries, due);
    List<Addressed> copies = new ArrayList<>();
    for (Deliveries.Due one : due) {
      Addressed copy = copy(deliveries, one, known);
      if (copy != null) {
        copies.add(copy);
      }
    }
    return copies;
  }

  private Known known(Connection connection, Deliveries deliveries, List<Deliveries.Due> due)
      throws SQLException {
    List<Long> people = due.stream().flatMap(one -> one.people().keySet().stream()).toList();
    Map<Long, Long> roots = Merges.roots(connection, people);
    List<Long> distinct = roots.values().stream().distinct().toList();
    Map<Long, Set<Long>> accounts = Merges.accounts(connection, distinct);
    Set<Long> all = new HashSet<>(people);
    accounts.values().forEach(all::addAll);
    Guardians guardians = Guardians.of(connection, distinct, today);
    List<Long> readers =
        distinct.stream()
            .map(person -> Addressee.of(guardians, person).reader())
            .flatMap(java.util.stream.Stream::ofNullable)
            .distinct()
            .toList();
    Map<Long, Contact> contacts = new HashMap<>();
    for (int i = 0; i < readers.size(); i += Contacts.MOST) {
      contacts.putAll(
          ledger.contacts().of(readers.subList(i, Math.min(readers.size(), i + Contacts.MOST))));
    }
    return new Known(
        roots,
        accounts,
        Merges.erased(connection, all),
        deliveries.told(approved.wave(), all),
        new Audience(connection).guardians(approved.wave().id(), people),
        guardians,
        contacts);
  }

  private @Nullable Addressed copy(Deliveries deliveries, Deliveries.Due due, Known known)
      throws SQLException {
    Map<Long, String> leaving = new TreeMap<>();
    Map<Long, String> addresses = new TreeMap<>();
    for (long person : due.people().keySet()) {
      long root = known.roots().getOrDefault(person, person);
      Addressee reading = known.reading(person);
      Contact contact = known.contact(person);
      String address = contact == null ? null : contact.email();
      if (known.erased().contains(person) || known.erased().contains(root)) {
        leaving.put(person, "erased");
      } else if (isToldByAnother(person, root, known)) {
        leaving.put(person, "merged");
      } else if (!reading.isStill(known.guardians().get(person))) {
        leaving.put(person, "guardian-changed");
      } else if (address == null || reading.state(address).isPresent()) {
        leaving.put(person, reading.state(address).orElseThrow());
      } else {
        addresses.put(person, address);
      }
    }
    if (addresses.isEmpty()) {
      deliveries.leave(leaving);
      return null;
    }
    long lead =
        addresses.containsKey(due.lead()) ? due.lead() : addresses.keySet().iterator().next();
    if (lead != due.lead()) {
      deliveries.lead(due.lead(), lead);
    }
    deliveries.leave(leaving);
    return addressed(deliveries, due, lead, addresses, known);
  }

  /** Their account was merged with one that the notice tells, so they would get it twice. */
  private static boolean isToldByAnother(long person, long root, Known known) {
    for (long other : known.accounts().getOrDefault(root, Set.of(root))) {
      Boolean isTold = known.told().get(other);
      if (other != person && isTold != null && (isTold || other < person)) {
        return true;
      }
    }
    return false;
  }

  private Addressed addressed(
      Deliveries deliveries,
      Deliveries.Due due,
      long lead,
      Map<Long, String> addresses,
      Known known)
      throws SQLException {
    String address = String.valueOf(addresses.get(lead));
    byte[] mailbox = Letter.mailbox(approved.secret(), address);
    ElementSet elements = ElementSet.NONE;
    Map<Long, ElementSet> staying = new TreeMap<>();
    List<Long> parting = new ArrayList<>();
    for (Map.Entry<Long, String> one : addresses.entrySet()) {
      if (Arrays.equals(mailbox, Letter.mailbox(approved.secret(), one.getValue()))) {
        ElementSet own = due.people().getOrDefault(one.getKey(), ElementSet.NONE);
        staying.put(one.getKey(), own);
        elements = elements.plus(own);
      } else {
        parting.add(one.getKey());
      }
    }
    if (!parting.isEmpty()) {
      deliveries.part(parting);
    }
    Contact contact = known.contact(lead);
    boolean isTheirOwn = staying.size() == 1 && known.reading(lead).guardian() == null;
    Set<Long> readers = new HashSet<>(staying.keySet());
    for (long person : staying.keySet()) {
      readers.add(java.util.Objects.requireNonNullElse(known.reading(person).reader(), person));
    }
    long code = CopyCode.of(approved.secret(), lead);
    return new Addressed(
        new Deliveries.Due(lead, staying, due.attempts()),
        staying.keySet(),
        readers,
        address,
        new Letter.Reader(
            isTheirOwn && contact != null ? contact.name() : null,
            contact == null ? null : contact.language(),
            elements,
            CopyCode.text(code)),
        code);
  }

  /** Writes and signs it; in any thread. */
  Copy make(Addressed one) {
    Letter letter = letters.letter(one.reader());
    MailRoute route = approved.route();
    long lead = one.due().lead();
    String messageId = Letter.messageId(approved.secret(), lead, route);
    byte[] bytes =
        approved
            .signer()
            .signed(
                letter.message(route, one.address(), approved.date(), messageId), approved.date());
    return new Copy(
        one.due(),
        one.people(),
        one.readers(),
        one.address(),
        Letter.domain(approved.secret(), one.address()),
        new Envelope(
            route.returnTo(CopyCode.bounceTag(approved.secret(), lead)),
            one.address(),
            messageId.substring(1, messageId.indexOf('@'))),
        letter.language(),
        one.code(),
        Tokens.sha256(bytes),
        bytes);
  }
}
