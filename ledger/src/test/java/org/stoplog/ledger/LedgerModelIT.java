package org.stoplog.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoplog.catalog.ElementSet;
import org.stoplog.ledger.exposure.Exposure;
import org.stoplog.ledger.exposure.Question;
import org.stoplog.ledger.exposure.Windows;
import org.stoplog.ledger.identity.Scheme;
import org.stoplog.ledger.intake.ImportRequest;
import org.stoplog.ledger.reader.Purpose;
import org.stoplog.ledger.store.Verification;

/** Random imports, repeats, undos, compactions and erasures against lists in memory. */
class LedgerModelIT {
  private static final int PEOPLE = 12;
  private static final int STEPS = 14;

  @TempDir Path temp;

  /** What is true, told in the plainest way. */
  private static final class Model {
    final Map<Long, Set<Integer>> people = new TreeMap<>();
    final Map<Long, Set<String>> events = new TreeMap<>();
    final Map<Long, Path> files = new TreeMap<>();
    final Set<Integer> erased = new HashSet<>();

    Set<Integer> known() {
      Set<Integer> known = new TreeSet<>();
      people.values().forEach(known::addAll);
      known.removeAll(erased);
      return known;
    }

    Set<String> seen() {
      Set<String> seen = new TreeSet<>();
      for (Set<String> batch : events.values()) {
        for (String id : batch) {
          if (known().contains(person(id))) {
            seen.add("u" + person(id));
          }
        }
      }
      return seen;
    }

    /** Identifiers in the record that nobody owns; what an erased person had is gone. */
    Set<String> lone() {
      Set<String> lone = new TreeSet<>();
      for (Set<String> batch : events.values()) {
        for (String id : batch) {
          if (!known().contains(person(id)) && !erased.contains(person(id))) {
            lone.add(id);
          }
        }
      }
      return lone;
    }
  }

  private static int person(String id) {
    return Integer.parseInt(id.replaceAll("\\D", ""));
  }

  @BeforeEach
  void letTheDatabasePass() throws IOException {
    Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwx--x--x"));
    NewFolder.into(temp);
  }

  @ParameterizedTest
  @Tag("long")
  @ValueSource(longs = {2, 3, 4, 5})
  void agreesWithOtherListsInMemory(long seed) throws IOException {
    agreesWithListsInMemory(seed);
  }

  @ParameterizedTest
  @ValueSource(longs = {1})
  void agreesWithListsInMemory(long seed) throws IOException {
    Random random = new Random(seed);
    Model model = new Model();
    try (Ledger ledger = open()) {
      for (int step = 0; step < STEPS; step++) {
        String what = step(ledger, model, random, step);
        compare(ledger, model, "seed " + seed + ", step " + step + ": " + what);
      }
      assertThat(ledger.verifyAudit(List.of(), Progress.NONE))
          .isInstanceOf(Verification.Intact.class);
      assertThat(ledger.stores().sweep()).as("orphans after the last commit").isZero();
    }
    try (Ledger again = open()) {
      compare(again, model, "seed " + seed + ", opened again");
    }
  }

  private Ledger open() {
    return Ledger.open(
        new Ledger.Options(
            temp.resolve("data"), temp.resolve("keys"), null, 512, InstantSource.system()));
  }

  private String step(Ledger ledger, Model model, Random random, int step) throws IOException {
    List<Long> live = new ArrayList<>(model.files.keySet());
    int choice = step < 2 ? step : random.nextInt(6);
    switch (choice) {
      case 0 -> {
        Set<Integer> some = some(random);
        StringBuilder text = new StringBuilder("id,email\n");
        some.forEach(n -> text.append("u" + n + ",p" + n + "@example.test\n"));
        Path file = Files.writeString(temp.resolve("people" + step + ".csv"), text);
        some.removeAll(model.erased);
        long batch = load(ledger, file, Purpose.PEOPLE);
        model.people.put(batch, some);
        model.files.put(batch, file);
        return "people " + some;
      }
      case 1, 2 -> {
        Set<String> ids = new TreeSet<>();
        StringBuilder text = new StringBuilder();
        for (int n : some(random)) {
          String id = random.nextBoolean() ? "u" + n : "p" + n + "@example.test";
          ids.add(id);
          text.append(
              "{\"event\":\"x\",\"properties\":{\"time\":%d,\"distinct_id\":\"%s\"}}%n"
                  .formatted(1_750_000_000 + random.nextInt(40_000_000), id));
        }
        Path file = Files.writeString(temp.resolve("events" + step + ".ndjson"), text);
        long batch = load(ledger, file, Purpose.DISCLOSURES);
        model.events.put(batch, ids);
        model.files.put(batch, file);
        return "events " + ids;
      }
      case 3 -> {
        if (live.isEmpty()) {
          return "nothing to undo";
        }
        long batch = live.get(random.nextInt(live.size()));
        ledger.undo(batch, Progress.NONE);
        model.people.remove(batch);
        model.events.remove(batch);
        model.files.remove(batch);
        return "undo " + batch;
      }
      case 4 -> {
        ledger.compact(Progress.NONE);
        return "compact";
      }
      default -> {
        List<Integer> known = new ArrayList<>(model.known());
        if (known.isEmpty() || random.nextBoolean()) {
          return repeat(ledger, model, random);
        }
        int person = known.get(random.nextInt(known.size()));
        ledger.forget(Scheme.USER_ID, "u" + person, Progress.NONE);
        model.erased.add(person);
        return "forget u" + person;
      }
    }
  }

  /** The same file again replaces its batch and changes nothing. */
  private String repeat(Ledger ledger, Model model, Random random) {
    List<Long> events = new ArrayList<>(model.events.keySet());
    if (events.isEmpty()) {
      return "nothing to repeat";
    }
    long old = events.get(random.nextInt(events.size()));
    long fresh = load(ledger, model.files.get(old), Purpose.DISCLOSURES);
    model.events.put(fresh, model.events.remove(old));
    model.files.put(fresh, model.files.remove(old));
    return "repeat " + old;
  }

  private static Set<Integer> some(Random random) {
    Set<Integer> some = new TreeSet<>();
    for (int i = 0; i < 5; i++) {
      some.add(random.nextInt(PEOPLE));
    }
    return some;
  }

  private static long load(Ledger ledger, Path file, Purpose purpose) {
    int place = purpose == Purpose.PEOPLE ? 0 : 1;
    return ledger
        .importFile(
            new ImportRequest(file, purpose, null, place, place, null, null, null), Progress.NONE)
        .batch();
  }

  private void compare(Ledger ledger, Model model, String when) throws IOException {
    Exposure exposure =
        ledger.expose(
            new Question(
                when,
                List.of(1),
                Map.of(),
                new Windows(List.of()),
                ElementSet.NONE,
                List.of(),
                null,
                List.of(),
                List.of()),
            Progress.NONE);
    Path out = temp.resolve("out");
    ledger.export(exposure, out, Progress.NONE);
    Set<String> seen = new TreeSet<>();
    for (String line : Files.readAllLines(out.resolve("affected.csv")).stream().skip(1).toList()) {
      seen.add(line.substring(0, line.indexOf(',')));
    }
    assertThat(seen).as(when).isEqualTo(model.seen());
    assertThat(exposure.summary().subjects()).as(when).isEqualTo(model.lone().size());
  }
}
