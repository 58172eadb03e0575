package org.stoplog.ledger.exposure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.identity.Scheme;

/** Each shape in which a supplier says what was taken, on a company known by heart. */
class ClaimShapesIT {
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

  private static String claims(String... claims) {
    return "incident: Alpha, November 2025\nclaims:\n" + String.join("", claims);
  }

  private static String claim(String id, String rest) {
    return "  - {id: " + id + ", supplier: Alpha" + (rest.isEmpty() ? "" : ", " + rest) + "}\n";
  }

  @Test
  void s1AWholeSupplierIsAllThatWentThereAndDownTheChainAndPossiblyWhatItsUsersHad()
      throws IOException {
    ScopeAnswer answer = company.answer(claims(claim("call", "")));
    assertThat(company.grades(answer))
        .containsExactly(
            "ann exact",
            "bob exact",
            "cay shared",
            "dan shared",
            "eve exact",
            "fay exact",
            "hal exact",
            "ivy exact",
            "kim exact");
    Map<String, Map<String, String>> list = company.list(answer);
    assertThat(list.get("ann").get("seen")).isEqualTo("yes");
    assertThat(list.get("ivy").get("seen")).isEqualTo("yes");
    assertThat(list.get("kim").get("seen")).isEqualTo("possible");
    assertThat(list.get("kim").get("declared")).isEqualTo("yes");
    assertThat(list.get("ivy").get("declared")).isEqualTo("no");
    // x-nobody, and what Papa holds of somebody who is in no directory.
    assertThat(answer.exposure().summary().subjects()).isEqualTo(2);
  }

  @Test
  void s15SaysByWhichPathEachSupplierIsInAndDoesNotFollowCircles() throws IOException {
    ScopeAnswer answer = company.answer(claims(claim("call", "")));
    assertThat(answer.claims().getFirst().question().reached())
        .extracting(reach -> reach.way() + " " + String.join(" > ", reach.path()))
        .containsExactly(
            "ITSELF Alpha",
            "BELOW Alpha > Beta",
            "BELOW Alpha > Beta > Gamma",
            "ABOVE Papa > Alpha");
    ScopeAnswer alone = company.answer(claims(claim("call", "sub-processors: false")));
    assertThat(company.list(alone).keySet())
        .containsExactly("ann", "bob", "cay", "dan", "eve", "fay", "hal");
  }

  @Test
  void s2SeveralWindowsOnBothClocksAreTheirUnion() throws IOException {
    String alone = "sub-processors: false, windows: ";
    assertThat(company.list(company.answer(claims(claim("w", alone + "[2025-08]")))).keySet())
        .containsExactly("bob", "cay", "dan", "fay", "hal");
    assertThat(
            company
                .list(company.answer(claims(claim("w", alone + "[access 2025-04-01..2025-04-02]"))))
                .keySet())
        .containsExactly("ann", "eve");
    assertThat(
            company
                .list(
                    company.answer(
                        claims(
                            claim(
                                "w",
                                alone + "[2025-08-10, access 2025-04-01..2025-04-02, 2024-01]"))))
                .keySet())
        .containsExactly("ann", "bob", "cay", "dan", "eve", "fay", "hal");
  }

  @Test
  void s2WhatUsersOfTheSupplierWereSentBeforeTheEndMayHaveBeenPassedOnAtAnyTime()
      throws IOException {
    ScopeAnswer answer = company.answer(claims(claim("w", "windows: [2025-08-10]")));
    // ann went to Papa in February: nobody knows when Papa passed it on.
    assertThat(company.list(answer).get("ann").get("seen")).isEqualTo("possible");
    ScopeAnswer before = company.answer(claims(claim("w", "windows: [2025-01]")));
    assertThat(company.list(before).get("ann").get("seen")).isEqualTo("no");
    // What Papa holds was sent nobody knows when.
    assertThat(company.list(before).get("hal").get("seen")).isEqualTo("possible");
  }

  @Test
  void s3OnlyWhoIsInTheFileIsInAndTheRecordStandsBesideIt() throws IOException {
    company.file(
        "rows.csv",
        """
        email,full name,last_seen
        bob@example.com,Bob,2025-08-10
        BOTH@example.com,,2025-08-10
        passed@example.com,,2025-01-10
        passed@example.com,,
        stranger@example.com,,2025-01-10
        kim@example.com,,
        """);
    ScopeAnswer answer =
        company.answer(claims(claim("portal", "files: [rows.csv], elements: [contact.phone]")));
    Map<String, Map<String, String>> list = company.list(answer);
    assertThat(company.grades(answer))
        .containsExactly(
            "bob exact", "cay shared", "dan shared", "eve exact", "fay ambiguous", "kim exact");
    assertThat(list.get("bob").get("elements"))
        .isEqualTo("person.full_name;contact.email;contact.phone");
    assertThat(list.get("cay").get("elements")).isEqualTo("contact.email;contact.phone");
    assertThat(list.get("bob").get("seen")).isEqualTo("yes");
    assertThat(list.get("bob").get("elements_seen")).contains("id.account_user_id");
    assertThat(answer.exposure().summary().unknownRows()).isEqualTo(1);
    assertThat(answer.exposure().reports().getFirst().filled().get("full name"))
        .isBetween(0.16, 0.17);
  }

  @Test
  void s4OrganisationsAreExposedAndStandForAdminsOrMembersOnlyByChoice() throws IOException {
    company.file("orgs.csv", "org_id\nacme\nnobodys\n");
    String file = "files: [orgs.csv]";
    ScopeAnswer none = company.answer(claims(claim("tenants", file)));
    assertThat(company.list(none)).isEmpty();
    assertThat(none.organisations()).isEqualTo(2);
    assertThat(none.exposure().reports().getFirst().unmatched()).isZero();
    assertThat(none.exposure().reports().getFirst().organisations()).isEqualTo(2);
    Map<String, Map<String, String>> organisations =
        SmallCompany.rows(company.folder.resolve("out/organisations.csv"));
    assertThat(organisations.get("acme").get("exposed")).isEqualTo("yes");
    assertThat(organisations.get("acme").get("elements")).isEqualTo("id.organisation_id");
    assertThat(organisations.get("unknown").get("people")).isEqualTo("1");

    assertThat(
            company.grades(
                company.answer(
                    claims(
                        claim("t", file + ", organisations: {expand: admins, on: 2025-05-31}")))))
        .containsExactly("ann member");
    assertThat(
            company.grades(
                company.answer(
                    claims(
                        claim("t", file + ", organisations: {expand: admins, on: 2025-06-01}")))))
        .containsExactly("bob member");
    assertThat(
            company.grades(
                company.answer(
                    claims(
                        claim("t", file + ", organisations: {expand: members, on: 2025-06-01}")))))
        .containsExactly("bob member", "cay member");
    assertThat(company.grades(company.answer(claims(claim("t", file + ", organisations: admins")))))
        .containsExactly("ann member", "bob member");
  }

  @Test
  void s4AnOrganisationBesideAPersonIsNotExpanded() throws IOException {
    company.file("users.csv", "user_id,org_id\nkim,acme\n");
    ScopeAnswer answer =
        company.answer(claims(claim("t", "files: [users.csv], organisations: members")));
    assertThat(company.grades(answer)).containsExactly("kim exact");
    assertThat(answer.organisations()).isEqualTo(1);
  }

  @Test
  void s5EachPersonHasTheElementsOfTheirOwnCellsOrElseWhatTheRecordSays() throws IOException {
    company.file("a.csv", "user_id,phone\nbob,\nkim,+493023125002\n");
    company.file(
        "plain.mapping.yaml",
        """
        format: csv
        header: true
        fields:
          - {column: user_id, role: identifier, detail: user-id}
        """);
    company.file("b.csv", "user_id\nann\njon\n");
    ScopeAnswer answer =
        company.answer(
            claims(
                claim(
                    "tables",
                    "sub-processors: false,"
                        + " files: [a.csv, {path: b.csv, mapping: plain.mapping.yaml}]")));
    Map<String, Map<String, String>> list = company.list(answer);
    assertThat(list.keySet()).containsExactly("ann", "bob", "jon", "kim");
    assertThat(list.get("bob").get("elements")).isEqualTo("id.account_user_id");
    assertThat(list.get("kim").get("elements")).contains("contact.phone");
    assertThat(list.get("ann").get("elements")).contains("id.account_user_id");
    assertThat(list.get("ann").get("elements_in_file")).isEmpty();
    assertThat(list.get("jon").get("elements")).isEqualTo("unknown");
    assertThat(answer.elementsUnknown()).isEqualTo(1);
  }

  @Test
  void s6OnlyWhatWasInTheNamedFilesIsIn() throws IOException {
    ScopeAnswer answer =
        company.answer(claims(claim("log", "sent-files: [in/ALPHA-2025-03.ndjson, other.csv]")));
    assertThat(company.list(answer).keySet()).containsExactly("ann", "eve");
    assertThat(answer.claims().getFirst().question().warnings())
        .containsExactly("the sent file other.csv is in no batch: nobody is in because of it");
    assertThatThrownBy(() -> company.answer(claims(claim("log", "sent-files: [other.csv]"))))
        .isInstanceOfSatisfying(
            StoplogException.class, e -> assertThat(e.problem()).isEqualTo(Problem.BATCH_UNKNOWN));
  }

  @Test
  void s6AnUndoneFileIsNamedAsSuchAndPutsNobodyIn() throws IOException {
    long batch = company.events("Alpha", "taken-back.ndjson", "2025-09-01 kim");
    company.ledger.undo(batch, Progress.NONE);
    ScopeAnswer answer = company.answer(claims(claim("log", "sent-files: [taken-back.ndjson]")));
    assertThat(company.list(answer)).isEmpty();
    assertThat(answer.claims().getFirst().question().warnings().getFirst())
        .contains("taken-back.ndjson", "was undone");
  }

  @Test
  void s9ACohortNarrowsItsOwnClaimOnly() throws IOException {
    String alone = "sub-processors: false, ";
    ScopeAnswer answer =
        company.answer(
            claims(
                claim("pros", alone + "cohort: plan = pro"),
                claim("march", alone + "windows: [2025-03]")));
    Map<String, Map<String, String>> list = company.list(answer);
    assertThat(list.keySet()).containsExactly("ann", "bob", "eve", "fay");
    assertThat(list.get("ann").get("claims")).isEqualTo("pros;march");
    assertThat(list.get("eve").get("claims")).isEqualTo("march");
    assertThat(list.get("fay").get("claims")).isEqualTo("pros");
    assertThat(answer.claims().getFirst().cohort()).hasValue(4);
  }

  @Test
  void s10OnlyTheRowsWithTheIndicatorCount() throws IOException {
    company.file(
        "sign-ins.csv", "user_id,ip\nann,203.0.113.7\nbob,203.0.113.8\nkim, 203.0.113.7\n");
    ScopeAnswer answer =
        company.answer(
            claims(
                claim(
                    "indicator",
                    "files: [{path: sign-ins.csv, where: {column: IP, value: 203.0.113.7}}]")));
    assertThat(company.list(answer).keySet()).containsExactly("ann", "kim");
    assertThat(answer.exposure().reports().getFirst().rows()).isEqualTo(2);
    assertThat(answer.exposure().reports().getFirst().passedOver()).isEqualTo(1);
    assertThatThrownBy(
            () ->
                company.answer(
                    claims(
                        claim(
                            "indicator",
                            "files: [{path: sign-ins.csv, where: {column: host, value: x}}]"))))
        .hasMessageContaining("no column \"host\"; it has: user_id, ip");
  }

  @Test
  void s11ANegativeClaimRemovesNobodyAndSaysWhomItWould() throws IOException {
    String alone = "sub-processors: false";
    company.file("safe.csv", "user_id\nann\nbob\nkim\n");
    ScopeAnswer plain = company.answer(claims(claim("all", alone)));
    ScopeAnswer answer =
        company.answer(
            claims(
                claim("all", alone),
                claim("not-pro", alone + ", polarity: out, cohort: plan = pro"),
                claim("not-august", alone + ", polarity: out, windows: [2025-08]"),
                claim("not-these", alone + ", polarity: out, files: [safe.csv]"),
                claim("elsewhere", "polarity: out").replace("Alpha", "Papa"),
                claim("no-phones", alone + ", polarity: out, elements: [contact.phone]")));
    assertThat(company.grades(answer)).isEqualTo(company.grades(plain));
    assertThat(answer.notApplied())
        .extracting(no -> no.claim().id() + " " + no.wouldDrop())
        .containsExactly("not-pro 3", "not-august 5", "not-these 2", "elsewhere 0", "no-phones 0");
  }

  @Test
  void s11WhatIsDeniedIsComparedWithWhatIsClaimedEvenOfPeopleWhomTheRecordDoesNotKnow()
      throws IOException {
    company.file("plain.csv", "email\njon@example.com\nkim@example.com\n");
    String file = "files: [plain.csv], sub-processors: false";
    ScopeAnswer answer =
        company.answer(
            claims(
                claim("rows", file),
                claim("no-addresses", "polarity: out, elements: [contact.email]"),
                claim("no-phones", "polarity: out, elements: [contact.phone]"),
                claim("nothing", "polarity: out")));
    assertThat(answer.notApplied())
        .extracting(no -> no.claim().id() + " " + no.wouldDrop())
        .containsExactly("no-addresses 2", "no-phones 0", "nothing 2");
  }

  @Test
  void s12ScenariosStandSideBySideAndTheBaseIsTheDefault() throws IOException {
    String alone = "sub-processors: false, ";
    String claims =
        claims(
            claim("base", alone + "windows: [2025-03]"),
            claim("small", alone + "windows: [2025-03], scenario: supplier"),
            claim("large", alone + "scenario: attacker"));
    ScopeAnswer base = company.answer(claims);
    assertThat(base.scenarios())
        .extracting(one -> one.name() + " " + one.summary().people() + " " + one.chosen())
        .containsExactly("null 2 true", "supplier 2 false", "attacker 7 false");
    ScopeAnswer attacker = company.answer(claims, "attacker");
    assertThat(company.list(attacker)).hasSize(7);
    assertThat(attacker.scenarios()).filteredOn(ScopeAnswer.Counted::chosen).hasSize(1);
    assertThatThrownBy(() -> company.answer(claims, "attacer")).hasMessageContaining("attacker");
    assertThatThrownBy(() -> company.answer(claims(claim("a", "scenario: supplier"))))
        .hasMessageContaining("--scenario: supplier");
  }

  @Test
  void s13ASampleTellsTheBatchThatHasAllOfIt() throws IOException {
    company.file("proof.csv", "user_id\nbob\nhal\nann\n");
    ScopeAnswer two =
        company.answer(claims(claim("proof", "files: [{path: proof.csv, kind: sample}]")));
    assertThat(company.list(two).keySet()).containsExactly("ann", "bob", "hal");
    SampleTrace trace = two.claims().getFirst().traces().getFirst();
    assertThat(trace.subjects()).isEqualTo(3);
    assertThat(trace.batches().getFirst().batch().fileName()).isEqualTo("alpha-2025-08.ndjson");
    assertThat(trace.batches().getFirst().subjects()).isEqualTo(2);
    assertThat(trace.batches()).noneMatch(trace::isWhole);

    company.file("proof.csv", "user_id,email\nbob,bob@example.com\ngus,gus@example.com\n");
    ScopeAnswer whole =
        company.answer(claims(claim("proof", "files: [{path: proof.csv, kind: sample}]")));
    SampleTrace all = whole.claims().getFirst().traces().getFirst();
    SampleTrace.Hit best = all.batches().getFirst();
    assertThat(all.isWhole(best)).isTrue();
    assertThat(best.connection()).isEqualTo("sdk");
    // The sample shows addresses; the batch has user ids alone.
    assertThat(best.withElements()).isZero();
  }

  @Test
  void s14ACountBesideAnotherClaimIsABoundAndPutsNobodyIn() throws IOException {
    company.file("rows.csv", "user_id\nann\n");
    ScopeAnswer answer =
        company.answer(
            claims(
                claim("portal", "files: [rows.csv], count: 1"),
                claim("press", "count: {about: 70000, factor: 3}")));
    assertThat(company.list(answer).keySet()).containsExactly("ann");
    assertThat(answer.bounds())
        .extracting(bound -> bound.claim().id() + " " + bound.ours() + " " + bound.fits())
        .containsExactly("portal 1 true", "press 1 false");
    ScopeAnswer only = company.answer(claims(claim("press", "count: 70000")));
    assertThat(company.list(only)).hasSize(9);
    assertThat(only.bounds()).noneMatch(ScopeAnswer.Bound::fits);
  }

  @Test
  void s16ARevisionTellsWhoIsNewlyInNewlyOutAndHasMoreElements() throws IOException {
    String incident = "incident: Revised\nclaims:\n";
    company.file("v1.csv", "user_id,phone\nann,\nbob,\njon,\n");
    company.file("v2.csv", "user_id,phone\nann,+493023125003\nbob,\nkim,\n");
    ScopeAnswer first = company.answer(incident + claim("v1", "files: [v1.csv]"));
    assertThat(first.delta()).isNull();
    String claims =
        incident + claim("v1", "files: [v1.csv]") + claim("v2", "files: [v2.csv], supersedes: v1");
    ScopeAnswer second = company.answer(claims);
    assertThat(second.scope().superseded()).extracting(Claim::id).containsExactly("v1");
    assertThat(second.delta()).isEqualTo(new Delta(1, 1, 1, 1, 0, 0));
    Path out = company.folder.resolve("delta");
    company.ledger.exportDelta(second.earlier(), second.exposure().file(), out, Progress.NONE);
    // Lines are in the order of people's numbers, which follows from the keyset.
    List<String> lines = Files.readAllLines(out.resolve("delta.csv"));
    assertThat(lines).startsWith("person,change,elements_added");
    assertThat(lines.subList(1, lines.size()))
        .containsExactlyInAnyOrder(
            "ann,elements-added,contact.phone",
            "jon,newly-out,",
            "kim,newly-in,id.account_user_id");
    assertThat(company.answer(incident + claim("v1", "scenario: other"), "other").delta()).isNull();
  }

  @Test
  void s16AnErasedPersonIsInNoListOfChangesAndTheSameClaimsGiveTheSameFile() throws IOException {
    String claims = "incident: Again\nclaims:\n" + claim("a", "files: [all.csv]") + claim("b", "");
    try (SmallCompany other =
        new SmallCompany(Files.createDirectories(company.folder.resolve("other")))) {
      other.file("all.csv", "user_id\nann\nkim\njon\n");
      ScopeAnswer first = other.answer(claims);
      ScopeAnswer second = other.answer(claims);
      assertThat(second.exposure().sha256()).isEqualTo(first.exposure().sha256());
      other.ledger.forget(Scheme.USER_ID, "jon", Progress.NONE);
      ScopeAnswer third = other.answer(claims);
      assertThat(third.delta()).isEqualTo(new Delta(0, 0, 0, 9, 0, 1));
      assertThat(third.exposure().reports().getFirst().erased()).isEqualTo(1);
      Path out = other.folder.resolve("delta");
      assertThat(
              other.ledger.exportDelta(
                  third.earlier(), third.exposure().file(), out, Progress.NONE))
          .isZero();
    }
  }

  @Test
  void severalClaimsGiveTheBestGradeAndAllElementsOfEach() throws IOException {
    company.file("mailbox.csv", "email,phone\nboth@example.com,+493023125004\n");
    company.file("ids.csv", "user_id\ncay\n");
    ScopeAnswer answer =
        company.answer(
            claims(
                claim("mailbox", "files: [mailbox.csv]"),
                claim("ids", "files: [ids.csv]"),
                claim("beta", "elements: [id.account_user_id]").replace("Alpha", "Beta")));
    Map<String, Map<String, String>> list = company.list(answer);
    assertThat(list.get("cay").get("grade")).isEqualTo("exact");
    assertThat(list.get("cay").get("elements"))
        .isEqualTo("contact.email;contact.phone;id.account_user_id");
    assertThat(list.get("cay").get("claims")).isEqualTo("mailbox;ids");
    assertThat(list.get("dan").get("grade")).isEqualTo("shared");
    assertThat(list.get("ivy").get("claims")).isEqualTo("beta");
  }

  @Test
  void s17AnEndedSupplierIsKeptAndOnlyAProvenDeletionTakesItOut() throws IOException {
    String access = "windows: [access 2025-11-01..2025-11-08]}\n";
    String faded = "incident: Old\nclaims:\n  - {id: a, supplier: Faded, " + access;
    assertThat(company.grades(company.answer(faded)))
        // fay has been a pro since 2025, long after the grant.
        .containsExactly("ann declared", "bob declared", "jon exact", "kim declared");
    String bygone = "incident: Gone\nclaims:\n  - {id: a, supplier: Bygone, " + access;
    assertThat(company.list(company.answer(bygone))).isEmpty();
    String before =
        "incident: Gone\nclaims:\n  - {id: a, supplier: Bygone, windows: [access 2021-11]}\n";
    assertThat(company.list(company.answer(before)).get("jon").get("grade")).isEqualTo("exact");
  }

  @Test
  void whatAnAnswerCameFromIsFrozenWithItWithoutPersonsValues() throws IOException {
    company.file("sign-ins.csv", "user_id,ip\nann,203.0.113.7\n");
    ScopeAnswer answer =
        company.answer(
            claims(
                claim(
                    "indicator",
                    "note: asked by Ann Example, files: [{path: sign-ins.csv,"
                        + " where: {column: ip, value: 203.0.113.7}}]")));
    List<String> row =
        company.ledger.inTransaction(
            db -> {
              try (var find =
                  db.prepareStatement(
                      "select title, scenario, scope, versions from exposure where id = ?")) {
                find.setLong(1, answer.exposure().id());
                try (var found = find.executeQuery()) {
                  found.next();
                  return List.of(found.getString(1), found.getString(3), found.getString(4));
                }
              }
            });
    assertThat(row.get(0)).isEqualTo("Alpha, November 2025");
    assertThat(row.get(1))
        .contains("\"bits\":[\"indicator\"]", "\"where\":\"ip\"", "\"sha256\":\"")
        .doesNotContain("203.0.113.7", "Ann Example", company.folder.toString());
    assertThat(row.get(2)).contains("\"directory\":", "\"disclosures\":", "\"normaliser\":");
  }
}
