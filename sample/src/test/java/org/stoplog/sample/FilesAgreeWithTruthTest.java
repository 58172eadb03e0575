package org.stoplog.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.net.IDN;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Goes the other way round: answers from what is written in the files alone, slowly and plainly,
 * and must come to the truth that was told from the people.
 */
final class FilesAgreeWithTruthTest {
  private record Holding(String person, String since, String until) {
    boolean has(String day) {
      return since.compareTo(day) <= 0 && (until.isEmpty() || day.compareTo(until) < 0);
    }

    boolean overlaps(Holding other) {
      return (until.isEmpty() || other.since.compareTo(until) < 0)
          && (other.until.isEmpty() || since.compareTo(other.until) < 0);
    }
  }

  private final Map<String, List<Holding>> holdings = new HashMap<>();
  private final Map<String, Set<String>> bases = new HashMap<>();
  private final Map<String, String> merged = new HashMap<>();
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "1, supplier-day16.csv",
    "2, supplier-day16.csv",
    "3, supplier-day16.csv",
    "4, supplier-day40.csv",
    "5, supplier-day40.csv"
  })
  void theFilesSayWhatTheTruthSays(long seed, String file) throws IOException {
    World world = World.of(seed, 2000);
    new SampleFiles(world).write(folder);
    readPeople();

    Map<String, Grade> grades = new TreeMap<>();
    int ambiguous = 0;
    int unknown = 0;
    int leftOut = 0;
    for (NamedCsvRecord row : read(file)) {
      String email = row.getField("Email Address").strip();
      String key = !row.getField("User ID").isEmpty() ? row.getField("User ID") : email;
      key = key.isEmpty() ? row.getField("Phone") : key;
      if (key.isEmpty() || key.equals("not-an-address")) {
        leftOut++;
        continue;
      }
      Map<String, Grade> found = new TreeMap<>();
      if (grade(normal(key), row.getField("Last Seen"), found)) {
        ambiguous++;
      } else if (found.isEmpty()) {
        unknown++;
      }
      found.forEach(
          (person, grade) -> grades.merge(person, grade, (a, b) -> a.compareTo(b) < 0 ? a : b));
    }

    Answer truth = new Truth(world).file(file, false);
    Map<String, Grade> told = new TreeMap<>();
    truth.persons().forEach((person, expected) -> told.put(person, expected.grade()));
    assertThat(grades).isEqualTo(told);
    assertThat((long) ambiguous).isEqualTo(truth.ambiguousRows());
    assertThat((long) unknown).isEqualTo(truth.unknownRows());
    assertThat((long) leftOut).isEqualTo(truth.leftOut());
  }

  /** Whether it is ambiguous; else whoever is meant is put into {@code found}. */
  private boolean grade(String key, String time, Map<String, Grade> found) {
    List<Holding> held = holdings.getOrDefault(key, List.of());
    if (held.isEmpty()) {
      Set<String> persons = bases.getOrDefault(base(key), Set.of());
      persons.forEach(person -> found.put(person, Grade.PROBABLE));
      if (persons.size() > 1) {
        found.clear();
      }
      return persons.size() > 1;
    }
    List<Holding> then =
        time.isEmpty()
            ? List.of()
            : held.stream().filter(holding -> holding.has(time.substring(0, 10))).toList();
    List<Holding> meant = then.isEmpty() ? held : then;
    Set<String> persons = new TreeSet<>();
    meant.forEach(holding -> persons.add(canonical(holding.person)));
    if (persons.size() > 1 && then.isEmpty() && !together(held)) {
      return true;
    }
    Grade grade = persons.size() == 1 ? Grade.EXACT : Grade.SHARED;
    persons.forEach(person -> found.put(person, grade));
    return false;
  }

  /** Whether any two people had it at the same time. */
  private static boolean together(List<Holding> held) {
    return held.stream()
        .allMatch(
            a ->
                held.stream()
                    .allMatch(
                        b ->
                            held.stream()
                                .filter(one -> one.person.equals(a.person))
                                .anyMatch(
                                    one ->
                                        held.stream()
                                            .filter(two -> two.person.equals(b.person))
                                            .anyMatch(one::overlaps))));
  }

  private void readPeople() throws IOException {
    for (NamedCsvRecord row : read(SampleFiles.PEOPLE)) {
      String id = row.getField("id");
      if (!row.getField("merged_into").isEmpty()) {
        merged.put(id, row.getField("merged_into"));
      }
      String since = row.getField("since");
      String until = row.getField("until");
      if (!since.isEmpty()) {
        LocalDate.parse(since);
      }
      hold(id, new Holding(id, "", ""));
      for (String column : List.of("email", "phone")) {
        if (!row.getField(column).isBlank()) {
          hold(normal(row.getField(column)), new Holding(id, since, until));
        }
      }
    }
    holdings.forEach(
        (key, held) -> {
          if (key.contains("@")) {
            held.forEach(
                holding ->
                    bases
                        .computeIfAbsent(base(key), _ -> new TreeSet<>())
                        .add(canonical(holding.person)));
          }
        });
  }

  private void hold(String key, Holding holding) {
    holdings.computeIfAbsent(key, _ -> new ArrayList<>()).add(holding);
  }

  private String canonical(String person) {
    String next = merged.get(person);
    return next == null ? person : canonical(next);
  }

  private static String base(String key) {
    return key.replaceFirst("\\+[^@]*@", "@");
  }

  private static String normal(String key) {
    String plain = key.strip();
    int at = plain.lastIndexOf('@');
    if (at > 0) {
      String local = Normalizer.normalize(plain.substring(0, at), Normalizer.Form.NFC);
      String domain = IDN.toASCII(plain.substring(at + 1));
      return (local + "@" + domain).toLowerCase(Locale.ROOT);
    }
    if (plain.startsWith("u_")) {
      return plain;
    }
    try {
      PhoneNumberUtil util = PhoneNumberUtil.getInstance();
      return util.format(util.parse(plain, Story.NORTHGATE.region()), PhoneNumberFormat.E164);
    } catch (NumberParseException e) {
      throw new AssertionError(plain, e);
    }
  }

  private List<NamedCsvRecord> read(String file) throws IOException {
    try (CsvReader<NamedCsvRecord> rows =
        CsvReader.builder().ofNamedCsvRecord(folder.resolve(file))) {
      return rows.stream().toList();
    }
  }
}
