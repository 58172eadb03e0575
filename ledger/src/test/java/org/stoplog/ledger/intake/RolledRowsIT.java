package org.stoplog.ledger.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.NewFolder;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.identity.Scheme;
import org.stoplog.ledger.identity.SubjectHasher;
import org.stoplog.ledger.reader.Purpose;

/** An export of events, rolled up, against a model that knows what it wrote. */
class RolledRowsIT {
  private static final int SUPPLIER = 3;
  private static final int CONNECTION = 4;
  private static final int EVENTS = 40_000;
  private static final int PEOPLE = 9_000;

  /** Those who speak most: many days, many sets. */
  private static final int LOUD = 40;

  private static final int ERASED = 5;

  @TempDir Path temp;

  private final Map<StoredRows.Key, StoredRows.Told> model = new HashMap<>();
  private long suppressed;

  @BeforeEach
  void letTheDatabasePass() throws IOException {
    Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwx--x--x"));
    NewFolder.into(temp);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void keepsOneRowForEachSubjectDayAndSet(long seed) throws IOException {
    Random random = new Random(seed);
    try (Ledger ledger =
        Ledger.open(
            new Ledger.Options(
                temp.resolve("data"), temp.resolve("keys"), null, 512, InstantSource.system()))) {
      StringBuilder people = new StringBuilder("id,email\n");
      for (int person = 0; person < ERASED; person++) {
        people.append("u%d,p%d@example.com%n".formatted(person, person));
      }
      load(ledger, Files.writeString(temp.resolve("people.csv"), people), Purpose.PEOPLE);
      for (int person = 0; person < ERASED; person++) {
        ledger.forget(Scheme.USER_ID, "u" + person, Progress.NONE);
      }
      Path file = Files.write(temp.resolve("events.json"), events(ledger, random));
      ImportReport report = load(ledger, file, Purpose.DISCLOSURES);
      assertThat(report.leftOut().count()).isZero();
      assertThat(report.suppressed()).isEqualTo(suppressed).isPositive();
      assertThat(report.rows()).isEqualTo(EVENTS - suppressed);
      assertThat(StoredRows.of(ledger, report.batch())).isEqualTo(model);
      assertThat(model.values()).anyMatch(told -> told.events() > 1);
      // Again it replaces the batch and says the same.
      ImportReport again = load(ledger, file, Purpose.DISCLOSURES);
      assertThat(again.replaced()).isEqualTo(report.batch());
      assertThat(StoredRows.of(ledger, report.batch())).isEmpty();
      assertThat(StoredRows.of(ledger, again.batch())).isEqualTo(model);
    }
  }

  private static ImportReport load(Ledger ledger, Path file, Purpose purpose) {
    boolean people = purpose == Purpose.PEOPLE;
    return ledger.importFile(
        new ImportRequest(
            file, purpose, null, people ? 0 : SUPPLIER, people ? 0 : CONNECTION, null, null, null),
        Progress.NONE);
  }

  private List<String> events(Ledger ledger, Random random) {
    SubjectHasher hasher = ledger.stores().keys().hasher();
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      int person = random.nextInt(3) == 0 ? random.nextInt(LOUD) : random.nextInt(PEOPLE);
      long seconds =
          switch (random.nextInt(4)) {
            case 0 -> 1_735_689_600L + 86_400L * random.nextInt(3);
            case 1 -> 1_735_689_599L + 86_400L * random.nextInt(3);
            default -> 1_704_067_200L + random.nextInt(63_000_000);
          };
      lines.add(event(hasher, person, seconds, random));
    }
    return lines;
  }

  /** One line, and what it means in the model. */
  private String event(SubjectHasher hasher, int person, long seconds, Random random) {
    List<String> elements = new ArrayList<>(List.of("behaviour.site_activity"));
    StringBuilder json = new StringBuilder("{\"event\":\"x\",\"properties\":{\"time\":" + seconds);
    UUID subject;
    String email = "p" + person + "@example.com";
    switch (random.nextInt(4)) {
      case 0 -> {
        // The address as it is written counts, with its tag; case and blanks do not.
        String tagged = "p" + person + "+t" + random.nextInt(3) + "@example.com";
        json.append(",\"distinct_id\":\" ").append(tagged.replace('p', 'P')).append("\"");
        subject = subject(hasher, Scheme.EMAIL, tagged);
        elements.add("contact.email");
      }
      case 1 -> {
        json.append(",\"$email\":\"").append(email).append("\"");
        subject = subject(hasher, Scheme.EMAIL, email);
        elements.add("contact.email");
      }
      case 2 -> {
        // Several identifiers: our own id is the row's, the others are tied to it.
        json.append(",\"distinct_id\":\"u").append(person).append("\",\"$user_id\":\"u");
        json.append(person).append("\",\"$email\":\"").append(email).append("\"");
        subject = subject(hasher, Scheme.USER_ID, "u" + person);
        elements.add("id.account_user_id");
        elements.add("contact.email");
      }
      default -> {
        json.append(",\"distinct_id\":\"u").append(person).append("\"");
        subject = subject(hasher, Scheme.USER_ID, "u" + person);
        elements.add("id.account_user_id");
      }
    }
    if (random.nextInt(3) == 0) {
      json.append(",\"$city\":\"M\u00fcnchen\"");
      elements.add("location.coarse");
    }
    if (random.nextInt(3) == 0) {
      json.append(",\"$browser\":\"Fire\\u0066ox\"");
      elements.add("device.user_agent");
    }
    boolean erased =
        person < ERASED
            && (subject.equals(subject(hasher, Scheme.USER_ID, "u" + person))
                || subject.equals(subject(hasher, Scheme.EMAIL, email)));
    if (erased) {
      suppressed++;
    } else {
      ElementSet set = Elements.catalogue().setOf(elements);
      LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(seconds, 86_400L));
      long micros = seconds * 1_000_000;
      StoredRows.Key key = new StoredRows.Key(SUPPLIER, CONNECTION, subject, day, set);
      model.merge(
          key, new StoredRows.Told(micros, micros, 1), (told, one) -> told.plus(one.first()));
    }
    return json.append("}}").toString();
  }

  private static UUID subject(SubjectHasher hasher, Scheme scheme, String normalised) {
    byte[] text = normalised.getBytes(StandardCharsets.UTF_8);
    return hasher.hash(scheme, text, 0, text.length).uuid();
  }
}
