package org.stoplog.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.exposure.Exposure;
import org.stoplog.ledger.exposure.Question;
import org.stoplog.ledger.exposure.Windows;
import org.stoplog.ledger.intake.ImportReport;
import org.stoplog.ledger.intake.ImportRequest;
import org.stoplog.ledger.intake.PassedOn;
import org.stoplog.ledger.reader.Purpose;
import org.stoplog.ledger.register.Predicate;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.RegisterCsv;

/** The ledger's answers against the truth of the made-up company. */
class LedgerAgreesIT {
  static final int SIZE = 2000;
  private static final int LUMETRICS = 1;
  static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2025-11-09T12:00:00Z"));

  @TempDir Path temp;

  @BeforeEach
  void letTheDatabasePass() throws IOException {
    // Under root the database runs as another user, who has to get through the folder.
    Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwx--x--x"));
  }

  private Ledger open() {
    return Ledger.open(
        new Ledger.Options(temp.resolve("data"), temp.resolve("keys"), null, 1024, CLOCK));
  }

  private Path files(World world) throws IOException {
    Path folder = temp.resolve("files");
    if (!Files.exists(folder)) {
      new SampleFiles(world).write(folder);
    }
    return folder;
  }

  private static int supplier(Ledger ledger, String name) {
    return ledger.inTransaction(db -> new Register(db).get(name).id());
  }

  static ImportReport load(Ledger ledger, Path file, Purpose purpose, int supplier) {
    return ledger.importFile(
        new ImportRequest(
            file, purpose, null, supplier, supplier, null, Story.NORTHGATE.region(), null),
        Progress.NONE);
  }

  static Question question(String title, List<Question.Dataset> files, int... suppliers) {
    return new Question(
        title,
        java.util.Arrays.stream(suppliers).boxed().toList(),
        Map.of(),
        new Windows(List.of()),
        ElementSet.NONE,
        List.of(),
        null,
        List.of(),
        files);
  }

  static Question.Dataset dataset(Path file) {
    return new Question.Dataset(file, null, Story.NORTHGATE.region(), null, null);
  }

  private void assertEqual(
      Ledger ledger, Exposure exposure, String grade, String elements, Answer truth)
      throws IOException {
    assertEqual(ledger, exposure, grade, elements, truth, temp.resolve("out"));
  }

  /**
   * @param out folder for the list
   */
  static void assertEqual(
      Ledger ledger, Exposure exposure, String grade, String elements, Answer truth, Path out)
      throws IOException {
    ledger.export(exposure, out, Progress.NONE);
    Comparison comparison = Comparison.of(truth, out.resolve("affected.csv"), grade, elements);
    assertThat(truth.persons()).isNotEmpty();
    assertThat(String.join("\n", comparison.differences())).isEmpty();
    assertThat(comparison.isExact()).isTrue();
  }

  @Test
  void tellsWhatWasSeenAndWhatIsInTheFile() throws IOException {
    playAll(1);
  }

  @Tag("long")
  @ParameterizedTest
  @ValueSource(longs = {2, 3, 4, 5})
  void tellsTheSameOfOtherCompanies(long seed) throws IOException {
    playAll(seed);
  }

  private void playAll(long seed) throws IOException {
    World world = World.of(seed, SIZE);
    Path files = files(world);
    try (Ledger ledger = open()) {
      ledger.inTransaction(
          db ->
              new Register(db).importRows(RegisterCsv.read(files.resolve(SampleFiles.SUPPLIERS))));
      int lumetrics = supplier(ledger, Suppliers.LUMETRICS);
      int relaypipe = supplier(ledger, Suppliers.RELAYPIPE);
      int postwren = supplier(ledger, Suppliers.POSTWREN);
      int helphive = supplier(ledger, Suppliers.HELPHIVE);
      load(ledger, files.resolve(SampleFiles.PEOPLE), Purpose.PEOPLE, 0);
      for (String export : SampleFiles.exportsOf(Suppliers.LUMETRICS)) {
        load(ledger, files.resolve(export), Purpose.DISCLOSURES, lumetrics);
      }
      long unlisted = 0;
      for (String export : SampleFiles.exportsOf(Suppliers.RELAYPIPE)) {
        ImportReport report = load(ledger, files.resolve(export), Purpose.DISCLOSURES, relaypipe);
        for (PassedOn.Recipient recipient : report.passedOn().unknown()) {
          assertThat(recipient.name()).isEqualTo(Suppliers.ADSPRING);
          unlisted += recipient.events();
        }
      }
      load(ledger, files.resolve(SampleFiles.CONTACTS), Purpose.HOLDINGS, helphive);
      Truth truth = new Truth(world);
      Exposure day0 = ledger.expose(question("day 0", List.of(), lumetrics), Progress.NONE);
      assertEqual(ledger, day0, "grade_seen", "elements_seen", truth.seen(Suppliers.LUMETRICS));
      Exposure held = ledger.expose(question("held", List.of(), helphive), Progress.NONE);
      assertEqual(ledger, held, "grade", "elements_held", truth.seen(Suppliers.HELPHIVE));
      assertThat(unlisted).isEqualTo(truth.passedOn(Suppliers.ADSPRING)).isPositive();
      Exposure hub = ledger.expose(question("hub", List.of(), relaypipe), Progress.NONE);
      assertEqual(ledger, hub, "grade_seen", "elements_seen", truth.seen(Suppliers.RELAYPIPE));
      Exposure downstream =
          ledger.expose(question("downstream", List.of(), postwren), Progress.NONE);
      assertEqual(
          ledger, downstream, "grade_seen", "elements_seen", truth.seen(Suppliers.POSTWREN));
      Exposure day16 =
          ledger.expose(
              question("day 16", List.of(dataset(files.resolve(SampleFiles.DAY_16))), lumetrics),
              Progress.NONE);
      Answer file16 = truth.file(SampleFiles.DAY_16, true);
      assertEqual(ledger, day16, "grade_in_file", "elements_in_file", file16);
      assertThat(day16.reports().getFirst().unmatched()).isEqualTo(file16.unknownRows());
      assertThat(day16.reports().getFirst().ambiguous()).isEqualTo(file16.ambiguousRows());
      Exposure day40 =
          ledger.expose(
              question("day 40", List.of(dataset(files.resolve(SampleFiles.DAY_40))), lumetrics),
              Progress.NONE);
      Answer file40 = truth.file(SampleFiles.DAY_40, true);
      assertEqual(ledger, day40, "grade_in_file", "elements_in_file", file40);
      Set<String> added = new TreeSet<>(file40.persons().keySet());
      added.removeAll(file16.persons().keySet());
      assertThat(ledger.delta(day16.file(), day40.file(), Progress.NONE).newlyIn())
          .isEqualTo(added.size());
    }
  }

  @Test
  void tellsWhatGrantsAllow() throws IOException {
    World world = World.of(6, SIZE);
    Path files = files(world);
    try (Ledger ledger = open()) {
      load(ledger, files.resolve(SampleFiles.PEOPLE), Purpose.PEOPLE, 0);
      Set<String> pro = new Truth(world).cohort("plan", List.of("pro"), null);
      Question question =
          new Question(
              "declared",
              List.of(LUMETRICS),
              Map.of(),
              new Windows(List.of()),
              ElementSet.NONE,
              List.of(),
              null,
              List.of(
                  new Question.Declared(
                      Predicate.parse("plan = pro"),
                      Elements.catalogue().setOf(List.of("contact.email")))),
              List.of());
      Exposure exposure = ledger.expose(question, Progress.NONE);
      assertThat(exposure.summary().declared()).isEqualTo(pro.size());
    }
  }
}
