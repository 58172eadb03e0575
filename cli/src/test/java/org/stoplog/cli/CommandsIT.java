package org.stoplog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.ledger.store.DataFolder;
import org.stoplog.sample.SampleFiles;
import org.stoplog.sample.Truth;
import org.stoplog.sample.World;
import org.stoplog.testing.Prepared;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Commands as a user runs them, on a small company. */
class CommandsIT {
  private static final World WORLD = World.of(1, 2000);

  private static final Prepared SAMPLE =
      new Prepared(home -> new SampleFiles(WORLD).write(home.resolve("files")));

  @TempDir Path temp;
  private final CommandRun run = new CommandRun();

  @BeforeEach
  void takeTheSample() throws IOException {
    // Under root the database runs as another user, who has to get through the folder.
    Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwx--x--x"));
    SAMPLE.into(temp);
  }

  private String file(String name) {
    return temp.resolve("files").resolve(name).toString();
  }

  private int with(String keys, String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--json", "--quiet", "--data", temp.resolve("data").toString()));
    all.addAll(List.of("--keys", temp.resolve(keys).toString()));
    return run.of(all.toArray(String[]::new));
  }

  private int answer(String file) {
    return with(
        "keys",
        "answer",
        "--people",
        file(SampleFiles.PEOPLE),
        "--file",
        file,
        "--region",
        "DE",
        "--supplier",
        "Lumetrics",
        "--out",
        temp.resolve("out").toString());
  }

  private JsonNode told() {
    return new JsonMapper().readTree(run.out());
  }

  @Test
  void anAnswerIsTheTruthAndItsRepetitionTheDelta() {
    Truth truth = new Truth(WORLD);
    var day16 = truth.file(SampleFiles.DAY_16, false).persons().keySet();
    var day40 = truth.file(SampleFiles.DAY_40, false).persons().keySet();
    assertThat(answer(file(SampleFiles.DAY_16))).as(run.err()).isZero();
    assertThat(told().get("summary").get("inFile").asLong()).isEqualTo(day16.size());
    assertThat(told().has("delta")).isFalse();
    assertThat(answer(file(SampleFiles.DAY_40))).as(run.err()).isZero();
    assertThat(told().get("summary").get("inFile").asLong()).isEqualTo(day40.size());
    assertThat(told().get("delta").get("newlyIn").asLong())
        .isEqualTo(day40.stream().filter(id -> !day16.contains(id)).count())
        .isPositive();
    assertThat(temp.resolve("out/affected.csv")).exists();
  }

  @Test
  void aClaimsFileIsAnsweredAndItsRevisionTellsWhoIsToldAgain() throws IOException {
    Truth truth = new Truth(WORLD);
    var day16 = truth.file(SampleFiles.DAY_16, false).persons().keySet();
    var day40 = truth.file(SampleFiles.DAY_40, false).persons().keySet();
    String first =
        """
        incident: Lumetrics, November 2025
        claims:
          - {id: portal, supplier: Lumetrics, source: portal, files: [supplier-day16.csv]}
          - {id: press, supplier: Lumetrics, source: press, count: 70000}
          - {id: no-names, supplier: Lumetrics, polarity: out, elements: [person.full_name]}
        """;
    assertThat(answerClaims(first)).as(run.err()).isZero();
    assertThat(told().get("summary").get("inFile").asLong()).isEqualTo(day16.size());
    assertThat(told().get("scenario").asString()).isEqualTo("base");
    assertThat(told().get("claims").get(0).get("unverified").asBoolean()).isTrue();
    assertThat(told().get("notApplied").get(0).get("id").asString()).isEqualTo("no-names");
    assertThat(told().get("alarms").get(0).asString())
        .contains("press says about", "fewer than 1/2 of it");
    assertThat(told().has("delta")).isFalse();
    assertThat(
            answerClaims(
                first
                    + "  - {id: wide, supplier: Lumetrics, supersedes: portal,"
                    + " files: [supplier-day40.csv]}\n"))
        .as(run.err())
        .isZero();
    assertThat(told().get("summary").get("inFile").asLong()).isEqualTo(day40.size());
    assertThat(told().get("superseded").get(0).asString()).isEqualTo("portal");
    assertThat(told().get("delta").get("newlyIn").asLong())
        .isEqualTo(day40.stream().filter(id -> !day16.contains(id)).count());
    assertThat(Files.readAllLines(temp.resolve("out/delta.csv")).getFirst())
        .isEqualTo("person,change,elements_added");
  }

  private int answerClaims(String text) throws IOException {
    Path claims = Files.writeString(temp.resolve("files/claims.yaml"), text);
    return with(
        "keys",
        "answer",
        "--people",
        file(SampleFiles.PEOPLE),
        "--claims",
        claims.toString(),
        "--region",
        "DE",
        "--out",
        temp.resolve("out").toString());
  }

  @Test
  void aClaimsFileSaysItAll() throws IOException {
    Path claims =
        Files.writeString(
            temp.resolve("files/claims.yaml"),
            "incident: x\nclaims:\n  - {id: a, supplier: Lumetrics, scenario: one}\n");
    String file = claims.toString();
    int usage = Problem.USAGE.exitCode();
    assertThat(with("keys", "exposure")).isEqualTo(usage);
    assertThat(with("keys", "exposure", "--claims", file, "--supplier", "x")).isEqualTo(usage);
    assertThat(with("keys", "exposure", "--supplier", "x", "--scenario", "y")).isEqualTo(usage);
    assertThat(with("keys", "answer", "--people", file, "--file", file, "--claims", file))
        .isEqualTo(usage);
    assertThat(temp.resolve("data")).doesNotExist();
    assertThat(with("keys", "exposure", "--claims", file)).isEqualTo(usage);
    assertThat(run.err()).contains("choose one with --scenario: one");
  }

  @Test
  void aMissingFileStopsBeforeAnythingIsMade() {
    assertThat(answer(file("nowhere.csv"))).isEqualTo(Problem.FILE_NOT_FOUND.exitCode());
    assertThat(temp.resolve("data")).doesNotExist();
  }

  @Test
  void anEmptyFileIsRefused() throws IOException {
    new Desk(temp).makeAFolder();
    Path empty = Files.createFile(temp.resolve("files/empty.csv"));
    assertThat(answer(empty.toString())).isEqualTo(Problem.FILE_EMPTY.exitCode());
  }

  @Test
  void anUnknownSupplierIsRefused() throws IOException {
    new Desk(temp).makeAFolder();
    assertThat(with("keys", "exposure", "--supplier", "Nobody"))
        .isEqualTo(Problem.SUPPLIER_UNKNOWN.exitCode());
  }

  @Test
  void aSwappedKeysetIsRefused() throws IOException {
    assertThat(with("keys", "batches")).as(run.err()).isZero();
    Path other = temp.resolve("other");
    Files.createDirectories(other);
    Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rwx--x--x"));
    assertThat(
            run.of(
                "batches",
                "--data",
                other.resolve("data").toString(),
                "--keys",
                temp.resolve("otherkeys").toString()))
        .as(run.err())
        .isZero();
    // With a wrong database password the start may fail before the keysets are compared.
    assertThat(with("otherkeys", "batches")).isEqualTo(Problem.KEYSET_WRONG.exitCode());
  }

  @Test
  void aFolderInUseIsRefused() throws IOException {
    new Desk(temp).makeAFolder();
    try (DataFolder held = DataFolder.open(temp.resolve("data"))) {
      assertThat(with("keys", "batches")).isEqualTo(Problem.DATA_FOLDER_IN_USE.exitCode());
      assertThat(held.root()).isDirectory();
    }
  }

  @Test
  void severalImportsAreOneDocument() throws IOException {
    new Desk(temp).makeAFolder();
    assertThat(with("keys", "import", "suppliers", file(SampleFiles.SUPPLIERS))).isZero();
    List<String> args = new ArrayList<>(List.of("import", "disclosures"));
    SampleFiles.exportsOf("Lumetrics").stream().limit(2).forEach(name -> args.add(file(name)));
    args.addAll(List.of("--supplier", "Lumetrics", "--connection", "web-sdk"));
    assertThat(with("keys", args.toArray(String[]::new))).as(run.err()).isZero();
    assertThat(told().size()).isEqualTo(2);
  }
}
