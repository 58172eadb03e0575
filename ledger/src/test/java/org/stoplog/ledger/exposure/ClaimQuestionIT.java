package org.stoplog.ledger.exposure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.exposure.Taken.Count;
import org.stoplog.ledger.exposure.Taken.Dataset;
import org.stoplog.ledger.exposure.Taken.DatasetKind;
import org.stoplog.ledger.exposure.Taken.SentFile;
import org.stoplog.ledger.exposure.Taken.Where;
import org.stoplog.ledger.intake.Batch;
import org.stoplog.ledger.register.Predicate;
import org.stoplog.ledger.register.Register;

/** From a claim to the question that is put to the tables. */
class ClaimQuestionIT {
  @TempDir static Path folder;
  private static SmallCompany company;

  @BeforeAll
  static void open() throws IOException {
    company = new SmallCompany(folder);
  }

  @AfterAll
  static void close() {
    company.close();
  }

  private static ClaimQuestion question(String supplier, Taken taken) {
    return question(supplier, taken, false);
  }

  private static ClaimQuestion question(String supplier, Taken taken, boolean makeSuppliers) {
    Claim claim = Claim.own("c", supplier, taken);
    return company.ledger.inTransaction(
        db ->
            ClaimQuestion.of(
                db, claim, new ClaimQuestion.With("DE", null, List.of(), makeSuppliers)));
  }

  private static int id(String supplier) {
    return company.ledger.inTransaction(db -> new Register(db).get(supplier).id());
  }

  private static Taken onWindows(String... windows) {
    return Taken.EVERYTHING.limitedTo(
        List.of(),
        List.of(windows).stream().map(text -> WindowText.parse(text, ZoneOffset.UTC)).toList());
  }

  @Test
  void whoUsesTheSupplierIsInheritedAndNobodyIsTwiceInACircle() {
    Question question = question("Alpha", Taken.EVERYTHING).question();
    assertThat(question.suppliers())
        .containsExactly(id("Alpha"), id("Beta"), id("Gamma"), id("Papa"));
    assertThat(question.inherited()).containsExactly(id("Papa"));
    assertThat(question.declared()).hasSize(1);
    Taken alone =
        new Taken(
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            null,
            null,
            Taken.Organisations.ONLY_THEMSELVES,
            false);
    assertThat(question("Alpha", alone).question().suppliers()).containsExactly(id("Alpha"));
    // Seen from Papa all others are below it, whatever circle they turn in.
    assertThat(question("Papa", Taken.EVERYTHING).question().inherited()).isEmpty();
  }

  @Test
  void elementsNarrowTheRecordButAddToTheRowsOfFiles() {
    ElementSet phone = Elements.catalogue().setOf(List.of("contact.phone"));
    Taken taken = Taken.ofElements(List.of("contact.phone"));
    assertThat(question("Alpha", taken).question().elements()).isEqualTo(phone);
    Dataset file = new Dataset(folder.resolve("people.csv"), null, DatasetKind.DATASET, null);
    ClaimQuestion named = question("Alpha", taken.withFiles(List.of(file), List.of()));
    assertThat(named.question().elements()).isEqualTo(ElementSet.NONE);
    assertThat(named.elements()).isEqualTo(phone);
    assertThat(named.namesPeople()).isTrue();
  }

  @Test
  void anIndicatorGoesToTheReaderAndIsNotTold() {
    Dataset file =
        new Dataset(
            folder.resolve("people.csv"),
            null,
            DatasetKind.DATASET,
            new Where("email", "ann@example.com"));
    ClaimQuestion asked = question("Alpha", Taken.EVERYTHING.withFiles(List.of(file), List.of()));
    assertThat(asked.question().files().getFirst().only()).isNotNull();
    assertThat(asked.toString()).doesNotContain("ann@example.com");
  }

  @Test
  void sentFilesAreFoundByNameWithoutFolderAndByHash() {
    Batch batch =
        company.ledger.batches().stream()
            .filter(one -> one.fileName().equals("alpha-2025-03.ndjson"))
            .findFirst()
            .orElseThrow();
    for (SentFile file :
        List.of(
            new SentFile("C:\\out\\Alpha-2025-03.NDJSON", null),
            new SentFile(null, batch.sha256()),
            new SentFile("alpha-2025-03.ndjson", batch.sha256()))) {
      ClaimQuestion asked = question("Alpha", Taken.EVERYTHING.withFiles(List.of(), List.of(file)));
      assertThat(asked.question().batches()).containsExactly(batch.id());
      assertThat(asked.question().declared()).as("a grant says nothing of a file").isEmpty();
    }
    assertThatThrownBy(
            () ->
                question(
                    "Bygone",
                    Taken.EVERYTHING.withFiles(
                        List.of(), List.of(new SentFile("alpha-2025-03.ndjson", null)))))
        .isInstanceOfSatisfying(
            StoplogException.class, e -> assertThat(e.problem()).isEqualTo(Problem.BATCH_UNKNOWN));
  }

  @Test
  void aGrantIsLeftOutOnlyWhenAllOfItWasProvenDeletedBeforeTheAttackerCame() {
    assertThat(question("Bygone", Taken.EVERYTHING).question().declared()).hasSize(1);
    assertThat(question("Bygone", onWindows("access 2025-11")).question().declared()).isEmpty();
    assertThat(question("Bygone", onWindows("access 2022-02")).question().declared()).hasSize(1);
    assertThat(question("Bygone", onWindows("access 2025-11", "2021")).question().declared())
        .hasSize(1);
    assertThat(question("Faded", onWindows("access 2025-11")).question().declared()).hasSize(1);
    assertThat(question("Bygone", Taken.EVERYTHING).question().deleted())
        .containsExactly(java.util.Map.entry(id("Bygone"), LocalDate.parse("2022-03-01")));
  }

  @Test
  void anUnknownSupplierIsRefusedOrMadeWhenThereIsNoRegister() {
    assertThatThrownBy(() -> question("Nobody", Taken.EVERYTHING))
        .isInstanceOfSatisfying(
            StoplogException.class,
            e -> assertThat(e.problem()).isEqualTo(Problem.SUPPLIER_UNKNOWN));
    assertThat(question("Newcomer", Taken.EVERYTHING, true).question().suppliers()).hasSize(1);
  }

  @Test
  void onlyAClaimThatSaysNothingButHowManyIsABound() {
    Taken count =
        new Taken(
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            null,
            new Count(70_000, 2),
            Taken.Organisations.ONLY_THEMSELVES,
            true);
    Claim bound = Claim.own("bound", "Alpha", count);
    Claim limited = Claim.own("limited", "Alpha", count.withCohort(Predicate.parse("plan = pro")));
    assertThat(ClaimQuestion.isOnlyACount(bound)).isTrue();
    assertThat(ClaimQuestion.isOnlyACount(limited)).isFalse();
    assertThat(ClaimQuestion.isOnlyACount(Claim.own("all", "Alpha", Taken.EVERYTHING))).isFalse();
    assertThat(ScopeRun.isBound(bound, scope(bound))).as("alone").isFalse();
    assertThat(ScopeRun.isBound(bound, scope(bound, limited))).isTrue();
    Claim elsewhere = Claim.own("elsewhere", "Papa", Taken.EVERYTHING);
    assertThat(ScopeRun.isBound(bound, scope(bound, elsewhere))).isFalse();
  }

  private static Scope scope(Claim... working) {
    return new Scope(null, List.of(working), List.of(), List.of());
  }
}
