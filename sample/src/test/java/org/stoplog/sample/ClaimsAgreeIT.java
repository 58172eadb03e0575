package org.stoplog.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.exposure.ClaimQuestion;
import org.stoplog.ledger.exposure.ClaimsFile;
import org.stoplog.ledger.exposure.SampleTrace;
import org.stoplog.ledger.exposure.ScopeAnswer;
import org.stoplog.ledger.intake.ImportRequest;
import org.stoplog.ledger.reader.Purpose;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.RegisterCsv;
import org.stoplog.sample.ClaimTruth.Days;

/** Claims files put to the ledger, against the truth of the made-up company. */
class ClaimsAgreeIT {
  private static final int SIZE = 2000;
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2025-12-20T12:00:00Z"));
  private static final YearMonth MONTH = YearMonth.of(2025, 2);

  @TempDir Path temp;

  private Path files = Path.of("");

  @Test
  void answersClaimsAsThePeopleTell() throws IOException {
    playAll(1);
  }

  @Tag("long")
  @ParameterizedTest
  @ValueSource(longs = {2, 3, 4, 5})
  void answersClaimsAsThePeopleOfOtherCompaniesTell(long seed) throws IOException {
    playAll(seed);
  }

  private void playAll(long seed) throws IOException {
    // Under root the database runs as another user, who has to get through the folder.
    Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwx--x--x"));
    World world = World.of(seed, SIZE);
    files = temp.resolve("files");
    new SampleFiles(world).write(files);
    try (Ledger ledger =
        Ledger.open(
            new Ledger.Options(temp.resolve("data"), temp.resolve("keys"), null, 1024, CLOCK))) {
      load(ledger);
      Truth truth = new Truth(world);
      ClaimTruth claims = new ClaimTruth(world);
      windows(ledger, claims);
      organisations(ledger, truth, claims);
      sentFiles(ledger, claims);
      cohort(ledger, truth, claims);
      scenarios(ledger, truth, claims);
      sample(ledger, truth, claims);
      chain(ledger, truth);
      revision(ledger, truth);
    }
  }

  private void load(Ledger ledger) {
    ledger.inTransaction(
        db -> new Register(db).importRows(RegisterCsv.read(files.resolve(SampleFiles.SUPPLIERS))));
    load(ledger, SampleFiles.PEOPLE, Purpose.PEOPLE, null, "");
    for (String export : SampleFiles.exportsOf(Suppliers.LUMETRICS)) {
      load(ledger, export, Purpose.DISCLOSURES, Suppliers.LUMETRICS, "web-sdk");
    }
    for (String export : SampleFiles.exportsOf(Suppliers.RELAYPIPE)) {
      load(ledger, export, Purpose.DISCLOSURES, Suppliers.RELAYPIPE, "source-api");
    }
    load(ledger, SampleFiles.CONTACTS, Purpose.HOLDINGS, Suppliers.HELPHIVE, "contact-sync");
  }

  private void load(
      Ledger ledger, String file, Purpose purpose, @Nullable String supplier, String way) {
    int[] place =
        supplier == null
            ? new int[2]
            : ledger.inTransaction(
                db -> {
                  Register register = new Register(db);
                  int id = register.get(supplier).id();
                  return new int[] {id, register.getOrCreateConnection(id, way).id()};
                });
    ledger.importFile(
        new ImportRequest(
            files.resolve(file),
            purpose,
            null,
            place[0],
            place[1],
            null,
            Story.NORTHGATE.region(),
            null),
        Progress.NONE);
  }

  private ScopeAnswer ask(Ledger ledger, @Nullable String scenario, String... claims)
      throws IOException {
    return about(ledger, "Asked", scenario, claims);
  }

  private ScopeAnswer about(
      Ledger ledger, String incident, @Nullable String scenario, String... claims)
      throws IOException {
    StringBuilder text = new StringBuilder("incident: " + incident + "\nclaims:\n");
    for (String claim : claims) {
      text.append("  - {").append(claim).append("}\n");
    }
    Path file = Files.writeString(files.resolve("claims.yaml"), text);
    ScopeAnswer answer =
        ledger.expose(
            ClaimsFile.load(file),
            scenario,
            new ClaimQuestion.With(Story.NORTHGATE.region(), null, List.of(), false),
            Progress.NONE);
    ledger.export(answer.exposure(), temp.resolve("out"), Progress.NONE);
    return answer;
  }

  private void assertEqual(Answer truth, String grade, String elements) throws IOException {
    Comparison comparison = Comparison.of(truth, temp.resolve("out/affected.csv"), grade, elements);
    assertThat(truth.persons()).isNotEmpty();
    assertThat(String.join("\n", comparison.differences())).isEmpty();
    assertThat(comparison.isExact()).isTrue();
  }

  /** S2: two windows on the data, and one on the attacker's stay. */
  private void windows(Ledger ledger, ClaimTruth truth) throws IOException {
    ask(ledger, null, "id: a, supplier: Lumetrics, windows: [2025-02-03..2025-04-10, 2025-09]");
    assertEqual(
        truth.sent(
            List.of(
                new Days(LocalDate.parse("2025-02-03"), LocalDate.parse("2025-04-10")),
                new Days(LocalDate.parse("2025-09-01"), LocalDate.parse("2025-09-30")))),
        "grade_seen",
        "elements_seen");
    ask(ledger, null, "id: a, supplier: Lumetrics, windows: [access 2025-04-20..2025-05-09]");
    assertEqual(
        truth.sent(List.of(new Days(LocalDate.EPOCH, LocalDate.parse("2025-05-09")))),
        "grade_seen",
        "elements_seen");
  }

  /** S4: organisations alone, their admins on one day, and their members on another. */
  private void organisations(Ledger ledger, Truth truth, ClaimTruth claims) throws IOException {
    Set<String> named = truth.file(SampleFiles.KEYS_ORGANISATIONS, true).organisations();
    String claim = "id: a, supplier: Lumetrics, files: [" + SampleFiles.KEYS_ORGANISATIONS + "]";
    ScopeAnswer none = ask(ledger, null, claim);
    assertThat(none.organisations()).isEqualTo(named.size()).isPositive();
    assertThat(none.exposure().summary().people()).isZero();
    assertThat(none.exposure().summary().unknownRows()).isZero();
    for (String day : List.of("2023-09-01", "2025-11-01")) {
      for (boolean admins : List.of(true, false)) {
        ask(
            ledger,
            null,
            claim
                + ", organisations: {expand: "
                + (admins ? "admins" : "members")
                + ", on: "
                + day
                + "}");
        Set<String> expected = claims.belonged(named, LocalDate.parse(day), admins);
        assertThat(expected).isNotEmpty();
        assertThat(people("grade", "member")).isEqualTo(expected);
      }
    }
  }

  /** S6: two of the files that were sent; other suppliers were sent files of the same names. */
  private void sentFiles(Ledger ledger, ClaimTruth truth) throws IOException {
    ask(
        ledger,
        null,
        "id: a, supplier: Lumetrics, sent-files: [to/2025-08.ndjson.gz, 2025-10.ndjson.gz]");
    assertEqual(
        truth.sentIn(List.of(YearMonth.of(2025, 8), YearMonth.of(2025, 10))), "grade", "elements");
  }

  /** S9: people by their attributes. */
  private void cohort(Ledger ledger, Truth truth, ClaimTruth claims) throws IOException {
    Set<String> cohort = truth.cohort("country", List.of("DE", "FR"), null);
    ScopeAnswer answer =
        ask(
            ledger,
            null,
            "id: a, supplier: Lumetrics, windows: [" + MONTH + "], cohort: 'country in (DE, FR)'");
    assertEqual(
        ClaimTruth.only(claims.sentIn(List.of(MONTH)), cohort), "grade_seen", "elements_seen");
    assertThat(answer.claims().getFirst().cohort()).hasValue(cohort.size());
  }

  /** S12: what the supplier says, what the attacker says, and the base of both. */
  private void scenarios(Ledger ledger, Truth truth, ClaimTruth claims) throws IOException {
    String[] all = {
      "id: base, supplier: Lumetrics, windows: [" + MONTH + "]",
      "id: days, supplier: Lumetrics, scenario: supplier, windows: [2025-05-01..2025-11-08]",
      "id: rows, supplier: Lumetrics, scenario: attacker, files: [" + SampleFiles.DAY_16 + "]"
    };
    Answer base = claims.sentIn(List.of(MONTH));
    Answer days =
        claims.sent(
            List.of(new Days(LocalDate.parse("2025-05-01"), LocalDate.parse("2025-11-08"))));
    Answer rows = truth.file(SampleFiles.DAY_16, true);
    Map<String, Answer> expected = new TreeMap<>();
    expected.put("base", base);
    expected.put("supplier", ClaimTruth.union(base, days));
    expected.put("attacker", ClaimTruth.union(base, rows));
    Set<String> declared = truth.declared(Suppliers.LUMETRICS).keySet();
    ScopeAnswer answer = ask(ledger, "attacker", all);
    assertThat(answer.scenarios()).hasSize(3);
    for (ScopeAnswer.Counted one : answer.scenarios()) {
      Answer wanted = expected.get(one.name() == null ? "base" : one.name());
      Set<String> people = new TreeSet<>(wanted.persons().keySet());
      people.addAll(declared);
      assertThat(one.summary().people()).as(one.name()).isEqualTo(people.size());
    }
    assertEqual(rows, "grade_in_file", "elements_in_file");
    Set<String> inRows = people("in_file", "yes");
    assertThat(inRows).isEqualTo(rows.persons().keySet());
    // Which claim put whom in, grants aside.
    Set<String> byRows = new TreeSet<>(rows.persons().keySet());
    assertThat(withClaim("rows")).isEqualTo(byRows);
    Set<String> byBase = new TreeSet<>(base.persons().keySet());
    byBase.addAll(declared);
    assertThat(withClaim("base")).isEqualTo(byBase);
  }

  /** S13: the proof is traced to the month that it was taken from. */
  private void sample(Ledger ledger, Truth truth, ClaimTruth claims) throws IOException {
    // Guessed, a distinct_id is the supplier's own; these are Northgate's.
    Files.writeString(
        files.resolve("proof.mapping.yaml"),
        """
        format: csv
        fields:
          - {column: distinct_id, role: identifier, detail: user-id, element: id.account_user_id}
          - {column: name, role: element, element: person.full_name}
          - {column: last_seen, role: time}
        """);
    ScopeAnswer answer =
        ask(
            ledger,
            null,
            "id: a, supplier: Lumetrics, files: [{path: "
                + SampleFiles.PROOF
                + ", mapping: proof.mapping.yaml, kind: sample}]");
    assertEqual(truth.file(SampleFiles.PROOF, true), "grade_in_file", "elements_in_file");
    SampleTrace trace = answer.claims().getFirst().traces().getFirst();
    assertThat(trace.subjects()).isEqualTo(claims.proofPeople());
    Map<String, Integer> expected = new TreeMap<>();
    claims.proofByMonth().forEach((month, n) -> expected.put(month + ".ndjson.gz", n));
    expected.values().removeIf(n -> n == 0);
    Map<String, Integer> found = new TreeMap<>();
    trace
        .batches()
        .forEach(hit -> found.put(hit.batch().fileName(), Math.toIntExact(hit.subjects())));
    assertThat(found).isEqualTo(expected);
    SampleTrace.Hit best = trace.batches().getFirst();
    assertThat(best.batch().fileName()).isEqualTo(Story.NORTHGATE.proofMonth() + ".ndjson.gz");
    assertThat(trace.isWhole(best)).isTrue();
    assertThat(best.onTheDay()).isEqualTo(trace.subjects());
  }

  /** S15: a breach at the storage behind two suppliers: all that they had is possibly there. */
  private void chain(Ledger ledger, Truth truth) throws IOException {
    ask(ledger, null, "id: a, supplier: Coldbasin");
    Answer expected = truth.seen(Suppliers.COLDBASIN);
    assertEqual(expected, "grade_seen", "elements_seen");
    assertThat(people("seen", "possible")).isEqualTo(expected.persons().keySet());
    assertThat(people("seen", "yes")).isEmpty();
    assertThat(people("held", "yes")).isEmpty();
    ScopeAnswer alone = ask(ledger, null, "id: a, supplier: Coldbasin, sub-processors: false");
    assertThat(alone.exposure().summary().people()).isZero();
  }

  /** S16: the widened file supersedes the first, and each list says who is told what again. */
  private void revision(Ledger ledger, Truth truth) throws IOException {
    String first = "id: first, supplier: Lumetrics, files: [" + SampleFiles.DAY_16 + "]";
    String second =
        "id: second, supplier: Lumetrics, supersedes: first, files: [" + SampleFiles.DAY_40 + "]";
    Map<String, Set<String>> before = elements(truth.file(SampleFiles.DAY_16, true));
    Map<String, Set<String>> after = elements(truth.file(SampleFiles.DAY_40, true));
    changes(ledger, "Widened", before, after, first, second);
    String third =
        "id: third, supplier: Lumetrics, supersedes: second, files: [" + SampleFiles.DAY_16 + "]";
    ScopeAnswer narrowed = about(ledger, "Widened", null, first, second, third);
    assertThat(narrowed.delta()).isNotNull();
    assertThat(written(ledger, narrowed)).isEqualTo(changed(after, before));
  }

  private void changes(
      Ledger ledger,
      String incident,
      Map<String, Set<String>> before,
      Map<String, Set<String>> after,
      String first,
      String second)
      throws IOException {
    assertThat(about(ledger, incident, null, first).delta()).isNull();
    ScopeAnswer answer = about(ledger, incident, null, first, second);
    Map<String, String> expected = changed(before, after);
    assertThat(expected.values()).anyMatch(change -> change.startsWith("newly-in"));
    assertThat(expected.values()).anyMatch(change -> change.startsWith("elements-added"));
    assertThat(written(ledger, answer)).isEqualTo(expected);
  }

  private static Map<String, String> changed(
      Map<String, Set<String>> before, Map<String, Set<String>> after) {
    Map<String, String> changed = new TreeMap<>();
    for (Map.Entry<String, Set<String>> person : after.entrySet()) {
      Set<String> known = before.get(person.getKey());
      Set<String> added = new TreeSet<>(person.getValue());
      added.removeAll(known == null ? Set.of() : known);
      if (known == null) {
        changed.put(person.getKey(), "newly-in " + added);
      } else if (!added.isEmpty()) {
        changed.put(person.getKey(), "elements-added " + added);
      }
    }
    for (String person : before.keySet()) {
      if (!after.containsKey(person)) {
        changed.put(person, "newly-out []");
      }
    }
    return changed;
  }

  private Map<String, String> written(Ledger ledger, ScopeAnswer answer) throws IOException {
    Path earlier = answer.earlier();
    assertThat(earlier).isNotNull();
    ledger.exportDelta(earlier, answer.exposure().file(), temp.resolve("out"), Progress.NONE);
    Map<String, String> written = new TreeMap<>();
    List<String> lines = Files.readAllLines(temp.resolve("out/delta.csv"));
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      Set<String> added = new TreeSet<>(List.of(cells[2].split(";")));
      added.remove("");
      written.put(cells[0], cells[1] + " " + added);
    }
    return written;
  }

  private static Map<String, Set<String>> elements(Answer answer) {
    Map<String, Set<String>> elements = new TreeMap<>();
    answer.persons().forEach((id, person) -> elements.put(id, person.elements()));
    return elements;
  }

  private Set<String> withClaim(String claim) throws IOException {
    Set<String> people = new TreeSet<>();
    for (Map<String, String> row : rows()) {
      if (List.of(row.getOrDefault("claims", "").split(";")).contains(claim)
          && !("ambiguous".equals(row.get("grade")) && "no".equals(row.get("declared")))) {
        people.add(row.get("person"));
      }
    }
    return people;
  }

  private Set<String> people(String column, String value) throws IOException {
    Set<String> people = new TreeSet<>();
    for (Map<String, String> row : rows()) {
      if (value.equals(row.get(column))) {
        people.add(row.get("person"));
      }
    }
    return people;
  }

  private List<Map<String, String>> rows() throws IOException {
    List<String> lines = Files.readAllLines(temp.resolve("out/affected.csv"));
    String[] header = lines.getFirst().split(",", -1);
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      Map<String, String> row = new TreeMap<>();
      for (int i = 0; i < header.length; i++) {
        row.put(header[i], cells[i]);
      }
      rows.add(row);
    }
    return rows;
  }
}
