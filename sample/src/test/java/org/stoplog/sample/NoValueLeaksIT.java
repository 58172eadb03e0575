package org.stoplog.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.exposure.ClaimQuestion;
import org.stoplog.ledger.exposure.ClaimsFile;
import org.stoplog.ledger.exposure.Question;
import org.stoplog.ledger.exposure.Windows;
import org.stoplog.ledger.intake.ImportRequest;
import org.stoplog.ledger.reader.Purpose;

/** The data folder without its keyset says nothing of anybody, contacts that are kept included. */
class NoValueLeaksIT {
  private static final int PREFIX = 6;

  @TempDir Path temp;

  @BeforeEach
  void letTheDatabasePass() throws IOException {
    Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwx--x--x"));
  }

  private Ledger open(String keys) {
    return Ledger.open(
        new Ledger.Options(
            temp.resolve("data"), temp.resolve(keys), null, 512, InstantSource.system()));
  }

  private void load(Ledger ledger, Path file, Purpose purpose, int supplier) {
    ledger.importFile(
        new ImportRequest(file, purpose, null, supplier, supplier, null, "DE", null, false, true),
        Progress.NONE);
  }

  @Test
  void theFolderHoldsNoValueAndRefusesAnotherKeyset() throws IOException {
    World world = World.of(11, 400);
    Path files = temp.resolve("files");
    new SampleFiles(world).write(files);
    try (Ledger ledger = open("keys")) {
      load(ledger, files.resolve(SampleFiles.PEOPLE), Purpose.PEOPLE, 0);
      assertThat(ledger.contacts().of(LongStream.rangeClosed(1, 1_000).boxed().toList()))
          .as("there is something to leak")
          .hasSizeGreaterThan(100);
      for (String export : SampleFiles.exportsOf(Suppliers.LUMETRICS)) {
        load(ledger, files.resolve(export), Purpose.DISCLOSURES, 1);
      }
      load(ledger, files.resolve(SampleFiles.CONTACTS), Purpose.HOLDINGS, 2);
      ledger.expose(
          new Question(
              "leak search",
              List.of(1, 2),
              Map.of(),
              new Windows(List.of()),
              ElementSet.NONE,
              List.of(),
              null,
              List.of(),
              List.of(
                  new Question.Dataset(files.resolve(SampleFiles.DAY_16), null, "DE", null, null))),
          Progress.NONE);
      answerClaims(ledger, world, files);
    }
    Map<Long, List<byte[]>> byPrefix = byPrefix(new Values(world).all());
    assertThat(byPrefix).isNotEmpty();
    assertThat(found(Files.readAllBytes(files.resolve(SampleFiles.PEOPLE)), byPrefix))
        .as("the search finds what is there")
        .isNotZero();
    List<String> leaks = new ArrayList<>();
    try (Stream<Path> all = Files.walk(temp.resolve("data"))) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        int count = found(Files.readAllBytes(file), byPrefix);
        if (count > 0) {
          leaks.add(temp.relativize(file) + ": " + count);
        }
      }
    }
    assertThat(leaks).isEmpty();
    try (Ledger other =
        Ledger.open(
            new Ledger.Options(
                temp.resolve("data2"), temp.resolve("keys2"), null, 512, InstantSource.system()))) {
      assertThat(other.batches()).isEmpty();
    }
    assertThatThrownBy(() -> open("keys2").close())
        .isInstanceOfSatisfying(
            StoplogException.class, e -> assertThat(e.problem()).isEqualTo(Problem.KEYSET_WRONG));
    try (Ledger again = open("keys")) {
      assertThat(again.batches()).isNotEmpty();
    }
  }

  /** An indicator and a note may be somebody's address; what is frozen must not say it. */
  private static void answerClaims(Ledger ledger, World world, Path files) throws IOException {
    String address = world.mailboxes().findFirst().orElseThrow().plain();
    Path claims =
        Files.writeString(
            files.resolve("claims.yaml"),
            """
            incident: leak search
            claims:
              - id: indicator
                supplier: Lumetrics
                note: asked for by %1$s
                files: [{path: supplier-day16.csv, where: {column: Email Address, value: %1$s}}]
              - {id: all, supplier: Lumetrics}
              - {id: tenants, supplier: Lumetrics, files: [keys-organisations.csv], organisations: admins}
            """
                .formatted(address));
    ledger.expose(
        ClaimsFile.load(claims),
        null,
        new ClaimQuestion.With("DE", null, List.of(), true),
        Progress.NONE);
  }

  private static Map<Long, List<byte[]>> byPrefix(Stream<String> values) {
    Map<Long, List<byte[]>> byPrefix = new HashMap<>();
    values
        .map(value -> value.getBytes(StandardCharsets.UTF_8))
        .filter(value -> value.length >= PREFIX)
        .forEach(
            value -> byPrefix.computeIfAbsent(prefix(value, 0), _ -> new ArrayList<>()).add(value));
    return byPrefix;
  }

  private static long prefix(byte[] bytes, int at) {
    long prefix = 0;
    for (int i = 0; i < PREFIX; i++) {
      prefix = prefix << 8 | bytes[at + i] & 0xff;
    }
    return prefix;
  }

  private static int found(byte[] bytes, Map<Long, List<byte[]>> byPrefix) {
    int found = 0;
    for (int at = 0; at + PREFIX <= bytes.length; at++) {
      for (byte[] value : byPrefix.getOrDefault(prefix(bytes, at), List.of())) {
        if (at + value.length <= bytes.length
            && java.util.Arrays.equals(bytes, at, at + value.length, value, 0, value.length)) {
          found++;
        }
      }
    }
    return found;
  }
}
