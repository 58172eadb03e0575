package org.stoplog.ledger.exposure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Seeded;
import org.stoplog.ledger.exposure.Claim.Certainty;
import org.stoplog.ledger.exposure.Claim.Polarity;
import org.stoplog.ledger.exposure.Claim.Source;
import org.stoplog.ledger.exposure.Claim.Verified;
import org.stoplog.ledger.exposure.Taken.Count;
import org.stoplog.ledger.exposure.Taken.Dataset;
import org.stoplog.ledger.exposure.Taken.DatasetKind;
import org.stoplog.ledger.exposure.Taken.Expansion;
import org.stoplog.ledger.exposure.Taken.Organisations;
import org.stoplog.ledger.exposure.Taken.SentFile;
import org.stoplog.ledger.exposure.Taken.Where;
import org.stoplog.ledger.register.Predicate;

class ClaimsFileTest {
  private static final Path PAGE = Path.of("..", "docs", "reference", "claims.md");
  private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
  private static final Pattern NAMED_FILE =
      Pattern.compile("[a-z-]+\\.(?:csv|parquet|ndjson|mapping\\.json)");

  private static final String FULL =
      """
      incident: Mapplanet
      zone: Europe/Berlin
      claims:
        - id: a
          supplier: Mapplanet
        - id: b
          supplier: Mapplanet
          source: portal
          verified: called-back
          received: 2025-11-09T17:05:00+01:00
          as-of: 2025-11-08
          polarity: unknown
          certainty: denied
          elements: [contact.email, person.full_name]
          windows:
            - 2025-11-01..2025-11-08
            - {access: about 2025-11, zone: UTC, precision: day}
          files:
            - rows.csv
            - {path: rows.csv, mapping: map.json, kind: sample, where: {column: ip, value: 203.0.113.7}}
          sent-files:
            - sent.csv
            - {sha256: 9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08}
          cohort: plan = pro since 2022-03
          count: {about: 70000, factor: 3.5}
          organisations: {expand: members, on: 2025-11-08}
          sub-processors: false
          scenario: press
          supersedes: a
          note: "yes: & *all* \\"quoted\\"\\nsecond line"
      """;

  @TempDir Path folder;

  @BeforeEach
  void writeNamedFiles() throws IOException {
    Files.writeString(folder.resolve("rows.csv"), "x");
    Files.writeString(folder.resolve("map.json"), "{}");
  }

  @Test
  void readsEveryKey() throws IOException {
    Claims claims = load(FULL);

    assertThat(claims.incident()).isEqualTo("Mapplanet");
    Claim claim = claims.all().get(1);
    assertThat(claim.origin())
        .isEqualTo(
            new Claim.Origin(
                Source.PORTAL,
                Verified.CALLED_BACK,
                Instant.parse("2025-11-09T16:05:00Z"),
                Instant.parse("2025-11-08T00:00:00Z")));
    assertThat(claim.polarity()).isEqualTo(Polarity.UNKNOWN);
    assertThat(claim.certainty()).isEqualTo(Certainty.DENIED);
    assertThat(claim.scenario()).isEqualTo("press");
    assertThat(claim.supersedes()).isEqualTo("a");
    assertThat(claim.note()).isEqualTo("yes: & *all* \"quoted\"\nsecond line");
    Taken taken = claim.taken();
    assertThat(taken.elements()).containsExactly("contact.email", "person.full_name");
    assertThat(taken.windows().get(0).from()).isEqualTo("2025-10-31T23:00:00Z");
    assertThat(taken.windows().get(1).kind()).isEqualTo(Window.Kind.ACCESS);
    assertThat(taken.windows().get(1).from()).isEqualTo("2025-10-01T00:00:00Z");
    Path rows = folder.resolve("rows.csv");
    assertThat(taken.datasets())
        .containsExactly(
            new Dataset(rows, null, DatasetKind.DATASET, null),
            new Dataset(
                rows,
                folder.resolve("map.json"),
                DatasetKind.SAMPLE,
                new Where("ip", "203.0.113.7")));
    assertThat(taken.sentFiles())
        .containsExactly(
            new SentFile("sent.csv", null),
            new SentFile(null, "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"));
    assertThat(taken.cohort()).isEqualTo(Predicate.parse("plan = pro since 2022-03"));
    assertThat(taken.count()).isEqualTo(new Count(70_000, 3.5));
    assertThat(taken.organisations())
        .isEqualTo(new Organisations(Expansion.MEMBERS, LocalDate.of(2025, 11, 8)));
    assertThat(taken.subProcessors()).isFalse();
  }

  @Test
  void takesTheWidestWhenNothingIsSaid() throws IOException {
    Claim claim = load(FULL).all().getFirst();

    assertThat(claim)
        .isEqualTo(
            new Claim(
                "a",
                "Mapplanet",
                Claim.Origin.OWN,
                Polarity.IN,
                Certainty.CLAIMED,
                Taken.EVERYTHING,
                null,
                null,
                null));
  }

  @Test
  void writesWhatItReads() throws IOException {
    Claims claims = load(FULL);
    Path copy = folder.resolve("copy.yaml");

    ClaimsFile.write(copy, claims);

    assertThat(ClaimsFile.load(copy)).isEqualTo(claims);
    assertThat(Files.readString(copy)).contains("path: \"rows.csv\"");
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.map(Path::toString)).noneMatch(name -> name.endsWith(".part"));
    }
  }

  @Test
  void readsJson() throws IOException {
    Claims claims =
        load("{\"incident\": \"M\", \"claims\": [{\"id\": \"a\", \"supplier\": \"Mapplanet\"}]}");

    assertThat(claims.all()).hasSize(1);
  }

  static Stream<String> examples() throws IOException {
    Matcher matcher = EXAMPLE.matcher(Files.readString(PAGE));
    return matcher.results().map(result -> result.group(1)).toList().stream();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void readsAndWritesTheExamplesOfItsPage(String example) throws IOException {
    for (String name : NAMED_FILE.matcher(example).results().map(r -> r.group()).toList()) {
      Files.writeString(folder.resolve(name), "");
    }
    Claims claims = load(example);
    ClaimsFile.write(folder.resolve("copy.yaml"), claims);

    assertThat(ClaimsFile.load(folder.resolve("copy.yaml"))).isEqualTo(claims);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "suplier: M | line 4, column 5: unknown key \"suplier\"; did you mean \"supplier\"?",
        "note: x | line 3, column 5: \"supplier\" is missing",
        "supplier: [M] | line 4, column 15: \"supplier\" is a text, not a list",
        "supplier: {a: b} | \"supplier\" is a text, not keys with values",
        "supplier: | line 3, column 5: \"supplier\" is missing",
      })
  void refusesAWrongClaimWithLineAndColumn(String line, String message) {
    refuses("incident: x\nclaims:\n  - id: a\n    " + line, message.strip());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "source: leter | line 5, column 13: \"source\" is unknown: \"leter\"; did you mean \"letter\"?",
        "source: pigeon | allowed: letter, mail, portal, call, press, attacker, own",
        "verified: called | allowed: none, dkim, called-back",
        "polarity: true | \"polarity\" is a text, not true or false",
        "certainty: confimed | did you mean \"confirmed\"?",
        "elements: [contact.emial] | line 5, column 16: \"contact.emial\" is not a data element; did you mean \"contact.email\"?",
        "elements: [contact.email, contact.email] | given twice",
        "windows: [01/02/2025] | line 5, column 15: read \"01/02/2025\": the order of day and month",
        "windows: [{zone: UTC}] | either \"data\" or \"access\"",
        "windows: [{data: 2025, zone: Mars/Base}] | the zone \"Mars/Base\" is not known",
        "windows: [{data: 2025, precision: fortnight}] | \"precision\" is unknown",
        "files: [none.csv] | line 5, column 13: there is no file \"none.csv\"",
        "files: [{path: rows.csv, mapping: none.json}] | there is no file \"none.json\"",
        "files: [{kind: sample}] | \"path\" is missing",
        "files: [{path: rows.csv, where: {column: ip}}] | \"value\" is missing",
        "files: [.] | there is no file",
        "sent-files: [{}] | needs \"name\" or \"sha256\"",
        "sent-files: [{sha256: abc}] | 64 digits",
        "cohort: plan == pro | column 13: column 6: \"==\"",
        "count: many | \"count\" is a number",
        "count: -1 | a whole number",
        "count: 1.5 | a whole number",
        "count: {about: 5, factor: 0.5} | \"factor\" is a number from 1",
        "count: NaN | a whole number",
        "organisations: boss | allowed: none, admins, members",
        "organisations: {expand: admins, on: 8.11.2025} | is a day",
        "sub-processors: maybe | true or false",
        "received: yesterday | \"received\" is 2025-11-08 or",
        "supersedes: b | a claim supersedes \"b\", which is not in the file",
        "supersedes: a | supersedes itself in a circle",
        "supplier: N | line 5, column 5: the key \"supplier\" is given twice",
        "note: *x | aliases (*)",
        "note: !x y | tags (!)",
      })
  void refusesAWrongValueWithLineAndColumn(String line, String message) {
    refuses("incident: x\nclaims:\n  - id: a\n    supplier: M\n    " + line, message.strip());
  }

  @Test
  void refusesFilesThatAreNoClaims() {
    refuses("", "the file is empty");
    refuses("- a", "a claims file has keys with values, not a list");
    refuses("claims: [{id: a, supplier: M}]", "\"incident\" is missing");
    refuses("incident: x\nclaims: []", "at least one claim");
    refuses("incident: x\nclaims: {id: a}", "is a list");
    refuses("incident: x\nclaims: [{id: a, supplier: M}]\n---\nincident: y", "second document");
    refuses(
        "incident: x\nclaims: [{id: a, supplier: M}, {id: a, supplier: M}]",
        "id \"a\" is given twice");
    refuses(
        "incident: x\nclaims: [{id: a, supplier: M, supersedes: b}, {id: b, supplier: M, supersedes: a}]",
        "circle");
    refuses("incident: \"x\nclaims", "not valid YAML");
    refuses("{\"incident\": \"x\",}", "not valid JSON");
    refuses("incident: \t@", "not valid YAML");
    refuses("x: " + "[".repeat(5_000), "claims.yaml");
    refuses("incident: " + "x".repeat(1 << 20), "larger than 1 MB");
  }

  @Test
  void refusesABombOfAliases() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 30; i++) {
      bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    refuses(bomb.toString(), "anchors (&)");
  }

  @Test
  void refusesTextThatIsNotUtf8AndFoldersAndMissingFiles() throws IOException {
    Path latin = folder.resolve("latin.yaml");
    Files.write(latin, "incident: Müller".getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> ClaimsFile.load(latin)).hasMessageContaining("not UTF-8");
    assertThatThrownBy(() -> ClaimsFile.load(folder))
        .isInstanceOfSatisfying(
            StoplogException.class,
            e -> assertThat(e.problem()).isEqualTo(Problem.FILE_UNREADABLE));
    assertThatThrownBy(() -> ClaimsFile.load(folder.resolve("none.yaml")))
        .isInstanceOfSatisfying(
            StoplogException.class, e -> assertThat(e.problem()).isEqualTo(Problem.FILE_NOT_FOUND));
  }

  @Test
  void doesNotRepeatTheFilesTextWhenItIsNoYaml() {
    assertThatThrownBy(() -> load("incident: x\nnote: {value: ada@example.org\nclaims"))
        .isInstanceOf(StoplogException.class)
        .message()
        .contains("claims.yaml, line ")
        .doesNotContain("ada@");
  }

  @Test
  void readsOrRefusesAnyTextAndNeverFailsOtherwise() {
    Seeded.check(
        1_500,
        random -> {
          String text = Seeded.spoiled(random, FULL);
          assertThatCode(
                  () -> {
                    try {
                      load(text);
                    } catch (StoplogException e) {
                      assertThat(e.problem()).isEqualTo(Problem.CLAIMS_INVALID);
                    }
                  })
              .doesNotThrowAnyException();
        });
  }

  @Test
  void refusesMoreThanAnIncidentHas() {
    String claim = "  - {id: c%d, supplier: Mapplanet%s}\n";
    StringBuilder many = new StringBuilder("incident: x\nclaims:\n");
    StringBuilder scenarios = new StringBuilder("incident: x\nclaims:\n");
    for (int i = 0; i <= 500; i++) {
      many.append(claim.formatted(i, ""));
      scenarios.append(i <= 20 ? claim.formatted(i, ", scenario: s" + i) : "");
    }
    refuses(many.toString(), "501 claims; at most 500");
    refuses(scenarios.toString(), "21 scenarios; at most 20");
    String windows = String.join(", ", java.util.Collections.nCopies(201, "2025-11"));
    refuses(
        "incident: x\nclaims:\n  - {id: a, supplier: Mapplanet, windows: [" + windows + "]}\n",
        "\"windows\" has 201 items; at most 200");
  }

  private void refuses(String text, String message) {
    assertThatThrownBy(() -> load(text))
        .isInstanceOfSatisfying(
            StoplogException.class, e -> assertThat(e.problem()).isEqualTo(Problem.CLAIMS_INVALID))
        .hasMessageContaining("claims.yaml")
        .hasMessageContaining(message);
  }

  private Claims load(String text) throws IOException {
    return ClaimsFile.load(
        Files.write(folder.resolve("claims.yaml"), text.getBytes(StandardCharsets.UTF_8)));
  }
}
