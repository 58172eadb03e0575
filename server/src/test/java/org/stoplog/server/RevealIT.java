package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.exposure.ExposureExport;
import org.stoplog.ledger.exposure.ExposureRun;

/** What names people is shown to one person, after another approved it, and no more than that. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RevealIT {
  private static final int PEOPLE = 14;
  private static final String FORMULA = "=p1,person1@example.com,DE,=Person 1,en";

  @TempDir static Path home;
  @TempDir static Path files;

  private static House house;
  private static NoticeHouse at;
  private static House.Person bea;

  @BeforeAll
  static void open() throws IOException {
    house = new House(home);
    at = new NoticeHouse(house, files, Map.of(1, FORMULA), PEOPLE);
    bea = house.invite(at.ada, "responder", "bea");
    at.addMember("bea");
  }

  @AfterAll
  static void close() {
    house.close();
  }

  private static String lookUp(House.Person who, String email) {
    return place(
        who.browser()
            .post(
                "/people",
                "/people/look-up",
                Map.of(
                    "scheme", "email",
                    "value", email,
                    "supplier", "",
                    "reason", "incident",
                    "words", "Ticket 17 of the breach")));
  }

  private static String place(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
    return answer.headers().firstValue("Location").orElseThrow().replaceAll("https?://[^/]+", "");
  }

  private static String askToSee(House.Person who, String found) {
    return place(
        who.browser()
            .post(
                found + "/reveal",
                found + "/reveal",
                Map.of("reason", "She gets a letter on paper")));
  }

  private static String askForList(House.Person who, String what, boolean contacts) {
    return place(
        who.browser()
            .post(
                at.room + "/exports",
                at.room + "/exports",
                Map.of(
                    "what",
                    what,
                    "contacts",
                    Boolean.toString(contacts),
                    "reason",
                    "For the letters of this week")));
  }

  private static String newest() {
    return Long.toString(house.count("select max(exposure) from incident_exposure"));
  }

  private static String exportOf(String approval) {
    return House.find(
        at.ada.browser().get(approval).body(), "(/incidents/[0-9a-f-]{36}/exports/[0-9a-f-]{36})");
  }

  private static HttpResponse<String> take(House.Person who, String export) {
    return who.browser().post("/account", export + "/take", Map.of());
  }

  @Test
  @Order(1)
  void contactValuesAreSeenByTheAskerAfterAnotherPersonApproved() {
    String found = lookUp(bea, "person0@example.com");
    String page = bea.browser().get(found + "/reveal").body();
    assertThat(page).contains("p•••@example.com", "P•••").doesNotContain("person0@", "Person 0");
    assertThat(bea.browser().post(found + "/reveal", found + "/reveal", Map.of("reason", "x")))
        .satisfies(refused -> assertThat(refused.statusCode()).isEqualTo(422));
    assertThat(show(bea, found).statusCode()).as("not asked for").isEqualTo(404);

    String approval = askToSee(bea, found);
    assertThat(show(bea, found).statusCode()).as("not approved").isEqualTo(404);
    assertThat(at.cay.browser().get(found + "/reveal").body())
        .contains("She gets a letter on paper", "p•••@example.com")
        .doesNotContain("person0@");
    assertThat(at.cay.browser().get(approval).body()).doesNotContain("person0", "letter on paper");
    assertThat(house.approve(bea, approval).statusCode()).isNotEqualTo(303);
    assertThat(house.approve(at.cay, approval).statusCode()).isEqualTo(303);

    assertThat(bea.browser().get("/").body())
        .contains("Approved: Show one person", found.replaceFirst(".*/people", "/people"));
    assertThat(show(at.cay, found).statusCode()).as("not who asked").isEqualTo(404);
    HttpResponse<String> shown = show(bea, found);
    assertThat(shown.body()).contains("person0@example.com", "Person 0", "p0", "2 looks are left");
    assertThat(shown.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
    assertThat(show(bea, found).body()).contains("One look is left");
    assertThat(show(bea, found).statusCode()).isEqualTo(200);
    assertThat(show(bea, found).statusCode()).as("three times").isEqualTo(404);
    assertThat(house.acts("person.revealed")).isEqualTo(3);
    assertNothingTold();
  }

  private static HttpResponse<String> show(House.Person who, String found) {
    return who.browser().post("/account", found + "/reveal/show", Map.of());
  }

  private static void assertNothingTold() {
    assertThat(
            house.count(
                "select count(*) from audit_entry where detail like '%@example%' or detail like"
                    + " '%Person 0%' or detail like '%letter%'"))
        .isZero();
    assertThat(house.count("select count(*) from approval_fact where value like '%@example%'"))
        .isZero();
    assertThat(String.join("\n", house.log())).doesNotContain("@example.com", "Person 0");
  }

  @Test
  @Order(2)
  void whatChangedSinceIsNotShown() throws IOException {
    String changed = lookUp(bea, "person2@example.com");
    String approval = askToSee(bea, changed);
    house.approve(at.cay, approval);
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < PEOPLE; i++) {
      lines.append(i == 1 ? FORMULA : NoticeHouse.line(i).replace("Person 2,", "Persona 2,"));
      lines.append('\n');
    }
    at.importPeople(lines.toString());
    HttpResponse<String> refused = show(bea, changed);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).doesNotContain("Persona", "person2@");

    String erased = lookUp(bea, "person3@example.com");
    house.approve(at.cay, askToSee(bea, erased));
    forget("person3@example.com");
    assertThat(show(bea, erased).statusCode()).isEqualTo(404);
    assertThat(show(bea, erased).body()).contains("erased since").doesNotContain("person3@");
    assertThat(house.count("select count(*) from person_lookup where reveal_reason is not null"))
        .as("the reason goes with them")
        .isEqualTo(2);
  }

  private static Map<String, String> person(String email) {
    return Map.of(
        "scheme", "email",
        "value", email,
        "supplier", "",
        "reason", "erasure",
        "words", "They asked to be erased");
  }

  private static void forget(String email) {
    String found = at.post("/people", "/people/look-up", person(email));
    String work = at.post(found + "/forget", found + "/forget", Map.of("reason", "asked"));
    at.until(work, "See what came of it");
  }

  @Test
  @Order(3)
  void aRightEndsByTimeAndWithTheAccount() {
    String late = lookUp(bea, "person4@example.com");
    house.approve(at.cay, askToSee(bea, late));
    assertThat(bea.browser().get(late + "/reveal").body()).contains("You can look 3 times");
    house.change("update passing.reveal_right set expires_at = created_at + interval '1 second'");
    house.pass(Duration.ofMinutes(2));
    assertThat(show(bea, late).statusCode()).isEqualTo(404);
  }

  @Test
  @Order(4)
  void aListIsTheOneOfTheCommandLineAndTakenOnce() throws IOException {
    String approval = askForList(bea, newest(), false);
    String export = exportOf(approval);
    assertThat(take(bea, export).statusCode()).as("not approved").isEqualTo(404);
    assertThat(house.approve(at.cay, approval).statusCode()).isEqualTo(303);
    assertThat(take(at.cay, export).statusCode()).as("not who asked").isEqualTo(404);
    HttpResponse<String> taken = take(bea, export);
    assertThat(taken.statusCode()).isEqualTo(200);
    assertThat(taken.body()).isEqualTo(byCommand()).contains("\n'=p1,", "\nerased,");
    assertThat(taken.body().lines()).hasSize(PEOPLE + 1);
    assertThat(take(bea, export).statusCode()).as("once").isEqualTo(404);
    assertThat(
            house.count(
                "select count(*) from audit_entry where act = 'incident.export.taken'"
                    + " and detail like '%\"people\":14%'"))
        .isOne();
    try (Stream<Path> left = Files.list(house.ledger().stores().folder().temp())) {
      assertThat(left.filter(file -> file.toString().contains("export"))).isEmpty();
    }
    assertNothingTold();
  }

  private static String byCommand() throws IOException {
    String sha256 =
        house
            .ledger()
            .inTransaction(
                db -> {
                  try (var find =
                      db.prepareStatement("select file_sha256 from exposure order by id desc")) {
                    try (var row = find.executeQuery()) {
                      row.next();
                      return row.getString(1);
                    }
                  }
                });
    Path file = ExposureRun.fileOf(house.ledger().stores().folder(), sha256);
    java.io.StringWriter out = new java.io.StringWriter();
    new ExposureExport(house.ledger().stores())
        .list(file, List.of("C1"), false, out, Progress.NONE);
    return out.toString();
  }

  @Test
  @Order(5)
  void contactsFollowTheLinesAndOfTheErasedNothingDoes() {
    String approval = askForList(bea, newest(), true);
    house.approve(at.cay, approval);
    String body = take(bea, exportOf(approval)).body();
    assertThat(body.lines().findFirst().orElseThrow()).endsWith(",number,email,name,language");
    assertThat(body)
        .contains(",person0@example.com,Person 0,en", ",person1@example.com,'=Person 1,en")
        .doesNotContain("person3@");
    assertThat(body.lines().filter(line -> line.startsWith("erased,")))
        .singleElement()
        .asString()
        .endsWith(",,,");
  }

  @Test
  @Order(6)
  void theRowsOfASuppliersFileAreTracedToPeopleByLine() throws IOException {
    String file =
        place(
                RecordPagesIT.send(
                    at.ada.browser(),
                    at.room + "/files",
                    Browser.token(at.ada.browser().get("/account").body()),
                    "file",
                    ("email\nperson5@example.com\nbroken\nnobody@example.com\n"
                            + "person1@example.com\n")
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8),
                    Map.of("source", "portal", "verified", "none")))
            .replaceFirst(".*/files/", at.room + "/files/");
    String work =
        place(
            at.ada
                .browser()
                .post(
                    file,
                    file + "/readings",
                    RecordPagesIT.fieldsOf(at.ada.browser().get(file).body())));
    at.until(work, "See what came of it");
    String choice =
        House.find(
            at.ada.browser().get(at.room + "/exports").body(),
            "value=\"([0-9a-f]{64}/[0-9a-f]{64})\"");
    String approval = askForList(bea, choice, true);
    house.approve(at.cay, approval);
    HttpResponse<String> taken = take(bea, exportOf(approval));
    assertThat(taken.body())
        .isEqualTo("line,result,person\n2,exact,p5\n4,unknown,\n5,exact,'=p1\n")
        .doesNotContain("@");
    String late = askForList(bea, choice, false);
    house.approve(at.cay, late);
    at.importPeople("p40,person40@example.com,DE,Person 40,en\n");
    assertThat(take(bea, exportOf(late)).statusCode()).as("the directory changed").isEqualTo(400);
  }

  @Test
  @Order(7)
  void ofManyWhoTakeAtOnceOneGetsIt() throws Exception {
    String approval = askForList(bea, newest(), false);
    house.approve(at.cay, approval);
    String export = exportOf(approval);
    String token = Browser.token(bea.browser().get("/account").body());
    assertThat(
            atOnce(
                () ->
                    bea.browser()
                        .postPlain(export + "/take", Map.of("form-token", token))
                        .statusCode()))
        .containsOnlyOnce(200)
        .allMatch(status -> status == 200 || status == 404);
  }

  @Test
  @Order(8)
  void ofTwoApprovalsOneCounts() throws Exception {
    String approval = askForList(bea, newest(), false);
    house.pass(Duration.ofSeconds(60));
    Map<String, String> form =
        House.approval(
            at.cay.browser().get(approval).body(), House.PASSWORD, at.cay.app().code(house.now()));
    Map<String, String> other =
        House.approval(
            at.ada.browser().get(approval).body(), House.PASSWORD, at.ada.app().code(house.now()));
    try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
      Future<?> first = pool.submit(() -> at.cay.browser().postPlain(approval + "/approve", form));
      Future<?> second =
          pool.submit(() -> at.ada.browser().postPlain(approval + "/approve", other));
      first.get();
      second.get();
    }
    String id = approval.substring(approval.lastIndexOf('/') + 1);
    assertThat(house.count("select uses from passing.reveal_right where approval = '" + id + "'"))
        .isOne();
    assertThat(
            house.count(
                "select count(*) from audit_entry where act = 'incident.export-approved'"
                    + " and detail like '%"
                    + id
                    + "%'"))
        .isOne();
  }

  private static List<Integer> atOnce(Callable<Integer> work) throws Exception {
    List<Integer> done = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
      for (Future<Integer> one : pool.invokeAll(List.of(work, work, work, work))) {
        done.add(one.get());
      }
    }
    return done;
  }

  @Test
  @Order(9)
  void aNewerExposureOrALostMembershipEndsIt() {
    String waiting = askForList(bea, newest(), false);
    String approved = askForList(at.ada, newest(), false);
    house.approve(at.cay, approved);
    at.compute();
    assertThat(house.approve(at.cay, waiting).body()).isNotNull();
    assertThat(at.ada.browser().get(waiting).body()).contains("is not the one that was asked for");
    assertThat(take(at.ada, exportOf(approved)).statusCode()).isEqualTo(400);

    String last = askForList(bea, newest(), false);
    String delta =
        askForList(
            bea,
            newest()
                + "-"
                + house.count(
                    "select max(exposure) from incident_exposure where exposure < " + newest()),
            false);
    house.approve(at.cay, last);
    house.approve(at.cay, delta);
    assertThat(take(bea, exportOf(delta)).body()).startsWith("person,change,elements_added");
    at.post(at.room + "/members", at.room + "/members/" + house.id("bea") + "/remove", Map.of());
    assertThat(take(bea, exportOf(last)).statusCode()).isEqualTo(404);
    assertThat(bea.browser().get(exportOf(last)).statusCode()).isEqualTo(404);

    // An approver who was removed from the incident does not decide.
    String alone = askForList(at.ada, newest(), false);
    at.post(at.room + "/members", at.room + "/members/" + house.id("cay") + "/remove", Map.of());
    assertThat(at.cay.browser().get(alone).statusCode()).isEqualTo(404);
  }
}
