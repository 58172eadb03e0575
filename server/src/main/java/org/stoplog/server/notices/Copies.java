package org.stoplog.server.notices;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.ElementSet;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.directory.Guardians;
import org.stoplog.ledger.directory.Merges;
import org.stoplog.server.contacts.ContactDetails;
import org.stoplog.server.contacts.Details;
import org.stoplog.server.incidents.IncidentDoor;

/** Whom the copies of claimed rows are for, by what is known of each person now. */
final class Copies {
  private final Ledger ledger;
  private final Approved approved;
  private final LocalDate today;

  /**
   * @param today by which guardians are asked for
   */
  Copies(Ledger ledger, Approved approved, LocalDate today) {
    this.ledger = ledger;
    this.approved = approved;
    this.today = today;
  }

  /**
   * What was approved, opened.
   *
   * @param sender domain of the address that its mails come from; null when there is none
   * @param secret key of message ids and mailboxes
   * @param date that all copies bear, so that one that is sent again is the same
   */
  record Approved(
      Wave wave,
      Content content,
      String supplier,
      @Nullable String sender,
      byte[] secret,
      Instant date) {
    /**
     * Of a wave that was begun.
     *
     * @throws IllegalStateException when the text that is kept is not the approved one
     */
    static Approved open(
        JdbcClient jdbc, Ledger ledger, IncidentDoor door, Wave wave, @Nullable String sender) {
      WaveRows.Sealed sealed = new WaveRows(jdbc).sealed(wave.id()).orElseThrow();
      Content content = Content.of(door.unseal(wave.incident(), sealed.content()));
      if (!content.hash().hex().equals(sealed.textSha256())) {
        throw new IllegalStateException(
            "the text of wave " + wave.id() + " is not the approved one");
      }
      return new Approved(
          wave,
          content,
          Suppliers.name(ledger, door.find(jdbc, wave.incident()).supplier()),
          sender,
          ledger.stores().keys().unseal(sealed.secret(), Wave.context(wave.id())),
          Objects.requireNonNull(wave.startedAt()));
    }

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
   * @param domain keyed hash of the domain of the address; 0 where there is none
   * @param returnTo who gets what bounces; empty where nothing does
   * @param id by which what takes it knows it again
   * @param hash SHA-256 of the bytes
   */
  record Copy(
      Deliveries.Due due,
      Set<Long> people,
      Set<Long> readers,
      String address,
      long domain,
      String returnTo,
      String id,
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
      Map<Long, Details> details) {
    Addressee reading(long person) {
      return Addressee.of(today, roots.getOrDefault(person, person));
    }

    @Nullable Details details(long person) {
      Long reader = reading(person).reader();
      return reader == null ? null : details.get(reader);
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

  private Way way() {
    return approved.wave().terms().way();
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
    return new Known(
        roots,
        accounts,
        Merges.erased(connection, all),
        deliveries.told(approved.wave(), all),
        new Audience(connection).guardians(approved.wave().id(), people),
        guardians,
        new ContactDetails(ledger).of(connection, approved.wave().incident(), readers));
  }

  private @Nullable Addressed copy(Deliveries deliveries, Deliveries.Due due, Known known)
      throws SQLException {
    Map<Long, String> leaving = new TreeMap<>();
    Map<Long, String> addresses = new TreeMap<>();
    for (long person : due.people().keySet()) {
      long root = known.roots().getOrDefault(person, person);
      Addressee reading = known.reading(person);
      String address = Destination.of(way(), known.details(person));
      if (known.erased().contains(person) || known.erased().contains(root)) {
        leaving.put(person, "erased");
      } else if (isToldByAnother(person, root, known)) {
        leaving.put(person, "merged");
      } else if (!reading.isStill(known.guardians().get(person))) {
        leaving.put(person, "guardian-changed");
      } else if (address == null || reading.state(way(), address).isPresent()) {
        leaving.put(person, reading.state(way(), address).orElseThrow());
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
    Details contact = known.details(lead);
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
}
