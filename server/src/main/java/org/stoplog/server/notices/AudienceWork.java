package org.stoplog.server.notices;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.directory.Contacts;
import org.stoplog.ledger.directory.Guardians;
import org.stoplog.ledger.directory.Merges;
import org.stoplog.ledger.exposure.Affected;
import org.stoplog.ledger.exposure.ExposureRun;
import org.stoplog.server.contacts.ContactDetails;
import org.stoplog.server.contacts.Details;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.Hmac;
import org.stoplog.server.platform.LongWork;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/**
 * Freezes who gets a wave: the people of the exposure, in portions that are joined to their
 * addresses and written at once; then who shares a mailbox, and a hash over all. Run again it
 * begins anew; nobody gets anything by it.
 */
final class AudienceWork implements LongWork {
  static final String KIND = "notice-audience";
  static final String WAVE = "wave";

  private static final Pattern LANGUAGE =
      Pattern.compile("[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,3}");

  /** A transaction each. */
  private static final int PORTION = 5 * Contacts.MOST;

  private final Transactions transactions;
  private final Ledger ledger;
  private final IncidentDoor door;
  private final ServerClock clock;

  AudienceWork(Transactions transactions, Ledger ledger, IncidentDoor door, ServerClock clock) {
    this.transactions = transactions;
    this.ledger = ledger;
    this.door = door;
    this.clock = clock;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String run(Task task, Progress progress) {
    UUID id = UUID.fromString(String.valueOf(task.arguments().get(WAVE)));
    Wave wave = transactions.run(jdbc -> new WaveRows(jdbc).find(id)).orElseThrow();
    if (wave.state() != Wave.State.COUNTING) {
      return wave.path();
    }
    byte[] secret =
        transactions.run(
            jdbc -> ledger.stores().keys().unseal(new WaveRows(jdbc).secret(id), Wave.context(id)));
    transactions.inTurn(
        connection -> {
          new Audience(connection).clear(id);
          return true;
        });
    progress.step("Freezing who gets it", Progress.UNKNOWN, "people");
    Guardians guardians =
        transactions.inTurn(connection -> Guardians.all(connection, Addressee.day(clock)));
    Collected collected = new Collected(wave, secret, guardians, unreached(wave), progress);
    try (collected) {
      collect(wave, collected, progress);
    }
    progress.step("Finding shared mailboxes, and hashing all", Progress.UNKNOWN, "people");
    return freeze(task.by(), wave, collected);
  }

  private void collect(Wave wave, Collected collected, Progress progress) {
    Path exposure = ExposureRun.fileOf(ledger.stores().folder(), wave.terms().sha256());
    if (wave.terms().choice().isOfUnaffected()) {
      long affected =
          Affected.unaffected(ledger.stores(), exposure, fresh(wave, collected), progress);
      collected.finish();
      collected.leave("affected", affected);
      return;
    }
    Affected.Others others =
        Affected.each(ledger.stores(), exposure, told(wave), collected::add, progress);
    collected.finish();
    collected.leave("ambiguous", others.ambiguous());
    collected.leave("not-in-directory", others.unknown());
    collected.leave("organisation", others.organisations());
    collected.leave("erased", others.erased());
  }

  /** Whom the notice has told already gets nothing more of it. */
  private Affected.Each fresh(Wave wave, Collected collected) {
    Set<Long> told = new HashSet<>();
    transactions.inTurn(
        connection -> {
          try (var find = connection.prepareStatement(told(wave));
              var row = find.executeQuery()) {
            while (row.next()) {
              if (row.getBoolean(4)) {
                told.add(row.getLong(1));
              }
            }
          }
          told.addAll(Merges.roots(connection, told).values());
          return true;
        });
    return person -> {
      if (told.contains(person.id())) {
        collected.leave("told", 1);
      } else {
        collected.add(person);
      }
    };
  }

  /** By today's ids, whom a wave of the incident tried and did not reach; null for no matter. */
  private @Nullable Set<Long> unreached(Wave wave) {
    if (wave.terms().choice().whom() != Choice.Whom.UNREACHED) {
      return null;
    }
    return transactions.inTurn(
        connection -> {
          Set<Long> people = new HashSet<>();
          try (var find =
              connection.prepareStatement(
                  """
                  select distinct person from notice_recipient
                  where notice in (select id from notice where incident = ?) and drill = ?
                    and state = any (?)
                  """)) {
            find.setObject(1, wave.incident());
            find.setBoolean(2, wave.terms().drill());
            find.setArray(3, connection.createArrayOf("text", Tally.RESIDUAL.toArray()));
            try (var row = find.executeQuery()) {
              while (row.next()) {
                people.add(row.getLong(1));
              }
            }
          }
          people.addAll(Merges.roots(connection, people).values());
          return people;
        });
  }

  private String freeze(UUID by, Wave wave, Collected collected) {
    transactions.inTurn(
        connection -> {
          new Audience(connection).analyze();
          return true;
        });
    return transactions.act(
        act -> {
          door.lock(act.jdbc(), wave.incident());
          WaveRows rows = new WaveRows(act.jdbc());
          Wave now = rows.lock(wave.id()).orElseThrow();
          if (now.state() != Wave.State.COUNTING) {
            throw Audience.discarded();
          }
          String audience;
          try {
            Audience frozen = new Audience(act.connection());
            frozen.shareMailboxes(wave.id());
            frozen.count(wave.id());
            audience = frozen.sha256(wave.id());
          } catch (SQLException e) {
            throw new IllegalStateException(e);
          }
          rows.ready(wave.id(), audience, collected.leftOut);
          door.tell(act.jdbc(), wave.incident(), by, "notice.audience-frozen", wave.name());
          act.record(
              by,
              "notice.audience-frozen",
              Map.of(
                  "incident", wave.incident().toString(),
                  "wave", wave.id().toString(),
                  "exposure", wave.terms().exposure(),
                  "people", collected.people,
                  "audience", audience));
          return wave.path();
        });
  }

  /**
   * Whom notices of the incident have told, or are about to, and with which elements. Marked are
   * those who get nothing by this one, whatever is known of them.
   */
  private static String told(Wave wave) {
    String own = "notice = '" + wave.notice() + "'";
    String any = "notice in (select id from notice where incident = '" + wave.incident() + "')";
    String marked =
        switch (wave.terms().choice().whom()) {
          case ALL, MORE -> own;
          case FRESH, UNREACHED -> "true";
        };
    return "select person, low, high, "
        + marked
        + " from notice_recipient where drill = "
        + wave.terms().drill()
        + " and state in ('planned', 'claimed', 'handed-over', 'accepted', 'deferred', 'doubtful', 'delegated')"
        + " and "
        + any;
  }

  /** Writes people in portions, each in a transaction of its own, as many at once as it pays. */
  private final class Collected implements AutoCloseable {
    final Map<String, Long> leftOut = new TreeMap<>();
    private final Wave wave;
    private final byte[] secret;
    private final Guardians guardians;
    private final @Nullable Set<Long> only;
    private final Progress progress;
    private final Portions portions = new Portions();
    private List<Affected.Person> waiting = new ArrayList<>();
    private long people;

    /**
     * @param only whom it is for; null for all who are chosen
     */
    Collected(
        Wave wave,
        byte[] secret,
        Guardians guardians,
        @Nullable Set<Long> only,
        Progress progress) {
      this.wave = wave;
      this.secret = secret;
      this.guardians = guardians;
      this.only = only;
      this.progress = progress;
    }

    void leave(String reason, long count) {
      if (count > 0) {
        leftOut.merge(reason, count, Long::sum);
      }
    }

    void add(Affected.Person person) {
      Optional<String> reason = wave.terms().choice().leaves(person);
      if (reason.isPresent()) {
        leave(reason.get(), 1);
      } else if (only != null && !only.contains(person.id())) {
        leave("not-tried", 1);
      } else {
        waiting.add(person);
        if (waiting.size() == PORTION) {
          begin();
        }
      }
    }

    private void begin() {
      List<Affected.Person> portion = waiting;
      waiting = new ArrayList<>(PORTION);
      count(portions.begin(() -> write(portion)));
    }

    /** Until all are written. */
    void finish() {
      begin();
      count(portions.finish());
    }

    private void count(long written) {
      people += written;
      progress.at(people);
    }

    private long write(List<Affected.Person> portion) {
      List<Long> readers =
          portion.stream()
              .map(person -> Addressee.of(guardians, person.id()).reader())
              .flatMap(java.util.stream.Stream::ofNullable)
              .distinct()
              .toList();
      transactions.inTurn(
          connection -> {
            Map<Long, Details> details =
                new ContactDetails(ledger).of(connection, wave.incident(), readers);
            Hmac key = Letter.key(secret);
            Audience audience = new Audience(connection);
            audience.beginPortion();
            audience.add(wave, portion.stream().map(person -> row(person, details, key)).toList());
            return true;
          });
      return portion.size();
    }

    @Override
    public void close() {
      portions.close();
    }

    private Audience.Row row(Affected.Person person, Map<Long, Details> details, Hmac key) {
      Way way = wave.terms().way();
      Addressee reading = Addressee.of(guardians, person.id());
      Details contact = reading.reader() == null ? null : details.get(reading.reader());
      String address = Destination.of(way, contact);
      return new Audience.Row(
          person.id(),
          reading.state(way, address).orElse("planned"),
          person.elements(),
          person.country(),
          address == null ? null : Letter.mailbox(key, address),
          Destination.domain(way, key, address),
          contact == null ? null : language(contact.language()),
          reading.guardian());
    }
  }

  /** A tag alone; what else stands there is not kept. */
  static @Nullable String language(@Nullable String written) {
    return written != null && LANGUAGE.matcher(written).matches() ? written : null;
  }
}
