package org.stoplog.ledger.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.ElementSet;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.exposure.Exposure;
import org.stoplog.ledger.exposure.Question;
import org.stoplog.ledger.exposure.Windows;
import org.stoplog.ledger.identity.Scheme;
import org.stoplog.ledger.intake.ImportRequest;
import org.stoplog.ledger.intake.StoredRows;
import org.stoplog.ledger.intake.StoredRows.Key;
import org.stoplog.ledger.intake.StoredRows.Told;
import org.stoplog.ledger.journal.ClosedSegment;
import org.stoplog.ledger.journal.Result;
import org.stoplog.ledger.reader.Purpose;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.store.Verification;

/**
 * Segments that real journals wrote, sent in any order, some twice, and recorded in groups that are
 * cut off at any place, against lists in memory. {@code -Dstoplog.seed=N} runs one seed again.
 */
class TrafficModelIT {
  private static final int PEOPLE = 10;

  @TempDir Path temp;

  private final List<UUID> gateways =
      List.of(
          UUID.fromString("6d0f6f0e-2a61-4a7c-9d7a-0d3b1c4f5e61"),
          UUID.fromString("6d0f6f0e-2a61-4a7c-9d7a-0d3b1c4f5e62"));
  private final Map<Boolean, Map<Integer, Map<Key, Told>>> model = new HashMap<>();
  private final Set<Integer> erased = new TreeSet<>();
  private final Map<UUID, List<ClosedSegment>> unsent = new HashMap<>();
  private final Set<String> written = new TreeSet<>();
  private final List<String> story = new ArrayList<>();
  private Instant now = Instant.parse("2026-03-01T00:00:00Z");
  private int untilCut = -1;
  private long cuts;
  private int supplier;
  private int connection;
  private Ledger ledger;

  @BeforeEach
  void letTheDatabasePass() throws IOException {
    Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwx--x--x"));
  }

  @Test
  void countsEveryRequestOnce() throws Exception {
    run(30, 1);
  }

  @Test
  @Tag("long")
  void countsEveryRequestOnceInLongHistories() throws Exception {
    run(400, 20);
  }

  private void run(int steps, int restarts) throws Exception {
    long seed = Long.getLong("stoplog.seed", new Random().nextLong() >>> 1);
    System.out.println("traffic model: -Dstoplog.seed=" + seed);
    Random random = new Random(seed);
    try {
      open();
      start();
      for (int step = 0; step < steps; step++) {
        step(random);
        if (step % (steps / restarts) == steps / restarts / 2) {
          ledger.close();
          open();
        }
      }
      end(random);
    } catch (Exception | AssertionError e) {
      throw new AssertionError(
          "fails with -Dstoplog.seed=" + seed + "\n" + String.join("\n", story), e);
    } finally {
      ledger.close();
    }
  }

  private void open() {
    InstantSource clock =
        () -> {
          cut();
          return now;
        };
    ledger =
        Ledger.open(
            new Ledger.Options(temp.resolve("data"), temp.resolve("keys"), null, 256, clock));
  }

  /** Fails when the time for that has come, as if the program had ended here. */
  private void cut() {
    if (untilCut >= 0 && untilCut-- == 0) {
      cuts++;
      throw new IllegalStateException("cut off");
    }
  }

  private void start() throws IOException {
    ledger.inTransaction(
        db -> {
          Register register = new Register(db);
          supplier = register.getOrCreate("Statwell").id();
          connection = register.getOrCreateConnection(supplier, "one").id();
          return register.getOrCreateConnection(supplier, "two").id();
        });
    StringBuilder people = new StringBuilder("id,email\n");
    for (int n = 0; n < PEOPLE; n++) {
      people.append("u%d,p%d@example.com%n".formatted(n, n));
    }
    Path file = Files.writeString(temp.resolve("people.csv"), people);
    ledger.importFile(
        new ImportRequest(file, Purpose.PEOPLE, null, 0, 0, null, null, null), Progress.NONE);
  }

  private void step(Random random) {
    now = now.plusSeconds(random.nextInt(1500));
    switch (random.nextInt(10)) {
      case 0, 1, 2 -> write(gateways.get(random.nextInt(2)), random);
      case 3, 4 -> deliver(random, false);
      case 5 -> {
        if (random.nextInt(3) == 0) {
          int person = random.nextInt(PEOPLE);
          if (erased.add(person)) {
            story.add("forget " + person);
            ledger.forget(Scheme.USER_ID, "u" + person, Progress.NONE);
          }
        }
      }
      default -> {
        untilCut = random.nextInt(3) > 0 ? random.nextInt(60) : -1;
        record(gateways.get(random.nextInt(2)));
        untilCut = -1;
      }
    }
  }

  private void write(UUID gateway, Random random) {
    story.add("write " + gateway);
    Path folder = temp.resolve("journal-" + gateway);
    byte[] key = ledger.stores().keys().sealingPublicKey();
    InstantSource clock = () -> now;
    try (Sending sending = new Sending(folder, gateway, key, clock)) {
      for (int i = random.nextInt(40); i > 0; i--) {
        now = now.plusSeconds(random.nextInt(20_000));
        request(sending, random);
      }
      for (ClosedSegment segment : sending.end()) {
        if (written.add(gateway + " " + segment.number())) {
          unsent.computeIfAbsent(gateway, g -> new ArrayList<>()).add(segment);
        }
      }
    }
  }

  private void request(Sending sending, Random random) {
    int place = connection + random.nextInt(2);
    Result result =
        switch (random.nextInt(8)) {
          case 0 -> Result.REFUSED;
          case 1 -> Result.NOT_SENT;
          case 2 -> Result.UNKNOWN;
          case 3 -> null;
          default -> Result.DELIVERED;
        };
    int person = random.nextInt(PEOPLE);
    String email = "p" + person + "@example.com";
    switch (random.nextInt(5)) {
      case 0 -> sent(sending.email(place, email, result), person, Scheme.EMAIL, email, result);
      case 1 -> {
        String user = "u" + person;
        sent(sending.track(place, user, result), person, Scheme.USER_ID, user, result);
      }
      case 2 -> sending.opaque(place, result);
      default -> {
        String user = "u" + person;
        sent(
            sending.user(place, user, random.nextBoolean(), result),
            person,
            Scheme.USER_ID,
            user,
            result);
      }
    }
  }

  private void sent(Sending.Sent sent, int person, Scheme scheme, String value, Result result) {
    if (result == Result.REFUSED || result == Result.NOT_SENT) {
      return;
    }
    byte[] text = value.getBytes(StandardCharsets.UTF_8);
    UUID subject = ledger.stores().keys().hasher().hash(scheme, text, 0, text.length).uuid();
    LocalDate day = LocalDate.ofInstant(sent.at(), ZoneOffset.UTC);
    long micros = sent.at().toEpochMilli() * 1000;
    model
        .computeIfAbsent(result != Result.DELIVERED, p -> new HashMap<>())
        .computeIfAbsent(person, p -> new HashMap<>())
        .merge(
            new Key(supplier, sent.connection(), subject, day, sent.elements()),
            new Told(micros, micros, 1),
            TrafficModelIT::together);
  }

  private static Told together(Told one, Told other) {
    return new Told(
        Math.min(one.first(), other.first()),
        Math.max(one.last(), other.last()),
        one.events() + other.events());
  }

  private void deliver(Random random, boolean all) {
    for (UUID gateway : gateways) {
      List<ClosedSegment> waiting = unsent.getOrDefault(gateway, new ArrayList<>());
      Collections.shuffle(waiting, random);
      for (ClosedSegment segment : List.copyOf(waiting)) {
        if (all || random.nextInt(3) > 0) {
          keep(gateway, segment, false);
          if (random.nextInt(4) == 0) {
            keep(gateway, segment, true);
          }
          waiting.remove(segment);
        }
      }
    }
  }

  private void keep(UUID gateway, ClosedSegment segment, boolean again) {
    story.add("deliver " + gateway + " " + segment.number());
    try (InputStream in = Files.newInputStream(segment.file())) {
      assertThat(ledger.traffic().segments().keep(gateway, segment.number(), segment.sha256(), in))
          .isEqualTo(new Receipt.Kept(again));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private boolean record(UUID gateway) {
    try {
      Recorded recorded =
          ledger.traffic().recorder().record(gateway, this::mapping, new CutProgress());
      story.add("record " + gateway + ": " + recorded);
      assertThat(recorded.unreadable()).isZero();
      return recorded.more();
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("cut off");
      story.add("record " + gateway + " is cut off");
      return true;
    }
  }

  private org.stoplog.ledger.reader.Mapping mapping(int number) {
    cut();
    return Sending.MAPPINGS.of(number);
  }

  private final class CutProgress implements Progress {
    @Override
    public void step(String name, long total, String unit) {
      cut();
    }

    @Override
    public void at(long done) {
      cut();
    }

    @Override
    public boolean stopped() {
      return false;
    }
  }

  private void end(Random random) throws Exception {
    deliver(random, true);
    now = now.plus(Recorder.PATIENCE).plusSeconds(1);
    for (UUID gateway : gateways) {
      while (record(gateway)) {
        now = now.plusSeconds(1);
      }
      assertThat(ledger.traffic().segments().waiting(gateway)).isEmpty();
    }
    assertThat(stored(false)).as("delivered").isEqualTo(flat(false));
    assertThat(stored(true)).as("possibly received").isEqualTo(flat(true));
    Exposure exposure = expose();
    Set<Integer> sure = people(false);
    Set<Integer> possible = people(true);
    possible.removeAll(sure);
    assertThat(exposure.summary().seen()).isEqualTo(sure.size() + possible.size());
    assertThat(exposure.summary().seenPossible()).isEqualTo(possible.size());
    assertThat(exposure.summary().subjects()).isZero();
    assertThat(ledger.verifyAudit(List.of(), Progress.NONE))
        .isInstanceOf(Verification.Intact.class);
    assertThat(new SegmentFiles(ledger.stores().folder()).all()).isEmpty();
    assertThat(ledger.stores().sweep()).as("orphans after the last commit").isZero();
    System.out.println("traffic model: " + cuts + " cuts, " + flat(false).size() + " rows");
  }

  private Map<Key, Told> flat(boolean possible) {
    Map<Key, Told> flat = new HashMap<>();
    model
        .getOrDefault(possible, Map.of())
        .forEach(
            (person, rows) -> {
              if (!erased.contains(person)) {
                flat.putAll(rows);
              }
            });
    return flat;
  }

  private Set<Integer> people(boolean possible) {
    Set<Integer> people = new TreeSet<>(model.getOrDefault(possible, Map.of()).keySet());
    people.removeAll(erased);
    return people;
  }

  private Map<Key, Told> stored(boolean possible) {
    List<Long> batches =
        ledger.inTransaction(
            db -> {
              List<Long> ids = new ArrayList<>();
              try (Statement find = db.createStatement();
                  ResultSet row =
                      find.executeQuery(
                          "select id from batch where status = 'live' and gateway is not null"
                              + " and possible = "
                              + possible)) {
                while (row.next()) {
                  ids.add(row.getLong(1));
                }
              }
              return ids;
            });
    Map<Key, Told> rows = new HashMap<>();
    for (long batch : batches) {
      StoredRows.of(ledger, batch)
          .forEach((key, told) -> rows.merge(key, told, TrafficModelIT::together));
    }
    return rows;
  }

  private Exposure expose() {
    return ledger.expose(
        new Question(
            "all",
            List.of(supplier),
            Map.of(),
            new Windows(List.of()),
            ElementSet.NONE,
            List.of(),
            null,
            List.of(),
            List.of()),
        Progress.NONE);
  }
}
