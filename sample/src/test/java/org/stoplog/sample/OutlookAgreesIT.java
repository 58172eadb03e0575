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
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoplog.catalog.Element;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.directory.Codes;
import org.stoplog.ledger.exposure.ClaimQuestion;
import org.stoplog.ledger.exposure.Exposure;
import org.stoplog.ledger.exposure.ExposureTallies;
import org.stoplog.ledger.exposure.Outlook;
import org.stoplog.ledger.exposure.OutlookKey;
import org.stoplog.ledger.exposure.OutlookRun;
import org.stoplog.ledger.exposure.Question;
import org.stoplog.ledger.exposure.Windows;
import org.stoplog.ledger.identity.Scheme;
import org.stoplog.ledger.intake.ImportRequest;
import org.stoplog.ledger.reader.Purpose;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.RegisterCsv;
import org.stoplog.ledger.register.Supplier;

/** What "If tonight" says against exposures of the same suppliers, frozen one by one. */
class OutlookAgreesIT {
  private static final int SIZE = 500;

  /** Of each supplier's events: both sides read the same ledger, so a few are enough. */
  private static final int MONTHS = 3;

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2025-11-09T12:00:00Z"));

  @TempDir Path temp;

  private static void load(Ledger ledger, Path file, Purpose purpose, int supplier) {
    ledger.importFile(
        new ImportRequest(
            file, purpose, null, supplier, supplier, null, Story.NORTHGATE.region(), null),
        Progress.NONE);
  }

  private static int id(Ledger ledger, String name) {
    return ledger.inTransaction(db -> new Register(db).get(name).id());
  }

  private static Question question(Ledger ledger, Supplier supplier) {
    return ledger.inTransaction(
        db ->
            ClaimQuestion.about(
                db, supplier, new Windows(List.of()), ElementSet.NONE, null, List.of(), List.of()));
  }

  private static Map<String, String> keys(Ledger ledger) {
    Map<String, String> keys = new TreeMap<>();
    for (Supplier supplier : ledger.inTransaction(db -> new Register(db).all())) {
      Question question = question(ledger, supplier);
      keys.put(
          supplier.name(),
          ledger.inTransaction(db -> new OutlookKey(ledger.stores()).of(db, question, Set.of())));
    }
    return keys;
  }

  /** Sub-processors, an ended supplier, shared mailboxes, merges: all are in the sample. */
  @Test
  void saysOfEverySupplierWhatItsExposureSays() throws IOException {
    compare(1);
  }

  @Tag("long")
  @ParameterizedTest
  @ValueSource(longs = {2, 3, 4})
  void saysTheSameOfOtherCompanies(long seed) throws IOException {
    compare(seed);
  }

  private void compare(long seed) throws IOException {
    Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwx--x--x"));
    World world = World.of(seed, SIZE);
    Path files = temp.resolve("files");
    new SampleFiles(world).write(files);
    try (Ledger ledger =
            Ledger.open(
                new Ledger.Options(temp.resolve("data"), temp.resolve("keys"), null, 512, CLOCK));
        OutlookRun outlooks = ledger.outlooks()) {
      ledger.importSuppliers(RegisterCsv.read(files.resolve(SampleFiles.SUPPLIERS)));
      load(ledger, files.resolve(SampleFiles.PEOPLE), Purpose.PEOPLE, 0);
      for (String supplier : List.of(Suppliers.LUMETRICS, Suppliers.RELAYPIPE)) {
        for (String export : SampleFiles.exportsOf(supplier).stream().limit(MONTHS).toList()) {
          load(ledger, files.resolve(export), Purpose.DISCLOSURES, id(ledger, supplier));
        }
      }
      load(
          ledger,
          files.resolve(SampleFiles.CONTACTS),
          Purpose.HOLDINGS,
          id(ledger, Suppliers.HELPHIVE));
      assertEqual(ledger, outlooks);
      Map<String, String> before = keys(ledger);
      assertThat(keys(ledger)).isEqualTo(before);

      // A second import about one supplier: only those whom a breach there reaches are due.
      Path list = Files.writeString(files.resolve("list.csv"), "email\nsomebody@example.org\n");
      load(ledger, list, Purpose.HOLDINGS, id(ledger, Suppliers.TALLYCROW));
      Map<String, String> after = keys(ledger);
      assertThat(after.get(Suppliers.TALLYCROW)).isNotEqualTo(before.get(Suppliers.TALLYCROW));
      assertThat(after.get(Suppliers.OLDMINT)).isEqualTo(before.get(Suppliers.OLDMINT));

      for (String erased :
          world.userIds().filter(id -> world.canonical(id).equals(id)).limit(6).toList()) {
        ledger.forget(Scheme.USER_ID, erased, Progress.NONE);
      }
      assertThat(keys(ledger).get(Suppliers.LUMETRICS))
          .isNotEqualTo(after.get(Suppliers.LUMETRICS));
      assertEqual(ledger, outlooks);
    }
  }

  private static void assertEqual(Ledger ledger, OutlookRun outlooks) {
    Map<Integer, Codes.Value> values = new Codes(ledger.stores()).values();
    for (Supplier supplier : ledger.inTransaction(db -> new Register(db).all())) {
      Question question = question(ledger, supplier);
      Outlook outlook = outlooks.run(question, Set.of(), Progress.NONE);
      Exposure exposure = ledger.expose(question, Progress.NONE);
      ExposureTallies tallies = ExposureTallies.of(ledger.stores(), exposure.file(), Progress.NONE);
      String who = supplier.name();
      assertThat(outlook.summary()).as(who).isEqualTo(exposure.summary());
      assertThat(outlook.organisations()).as(who).isEqualTo(tallies.organisations().size());
      Map<String, Long> countries =
          outlook.countries().entrySet().stream()
              .collect(
                  Collectors.toMap(
                      one ->
                          one.getKey() == Outlook.NO_COUNTRY
                              ? "unknown"
                              : values.get(one.getKey()).value(),
                      Map.Entry::getValue));
      assertThat(countries).as(who).isEqualTo(tallies.countries());
      for (Element element : Elements.catalogue().all()) {
        ExposureTallies.Parts parts =
            tallies.elements().getOrDefault(element.id(), new ExposureTallies.Parts(0, 0, 0, 0));
        assertThat(people(outlook, element, Outlook.Group::seen))
            .as(who + " " + element.id())
            .isEqualTo(parts.seen());
        assertThat(people(outlook, element, Outlook.Group::held)).isEqualTo(parts.held());
        assertThat(people(outlook, element, Outlook.Group::declared)).isEqualTo(parts.declared());
      }
      if (who.equals(Suppliers.LUMETRICS)) {
        assertThat(outlook.summary().seen()).isPositive();
        assertThat(outlook.summary().declared()).isPositive();
        assertThat(outlook.countries()).hasSizeGreaterThan(1);
      }
    }
  }

  private static long people(
      Outlook outlook,
      Element element,
      java.util.function.Function<Outlook.Group, ElementSet> part) {
    return outlook.groups().stream()
        .filter(Outlook.Group::isPerson)
        .filter(group -> part.apply(group).contains(element.ordinal()))
        .mapToLong(Outlook.Group::count)
        .sum();
  }
}
