package org.stoplog.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.intake.Batch;
import org.stoplog.ledger.register.RegisterCsv;
import org.stoplog.ledger.table.DuckSession;
import org.stoplog.sample.SampleFiles;
import org.stoplog.sample.World;

/** The record and its people through the pages, with the made-up company. */
class RecordPagesIT {
  private static final String CANARY = "canary.zwyx@example.org";

  @TempDir static Path home;
  @TempDir static Path sample;
  private static House house;

  @BeforeAll
  static void open() throws IOException {
    new SampleFiles(World.of(7, World.FEWEST)).write(sample);
    house = new House(home);
    house.ledger().importSuppliers(RegisterCsv.read(sample.resolve(SampleFiles.SUPPLIERS)));
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @BeforeEach
  void empty() {
    house.empty();
  }

  private static byte[] canary() {
    return ("id,email,plan\nu-1," + CANARY + ",pro\nu-2,not an address,free\n").getBytes(UTF_8);
  }

  private static Map<String, String> people() {
    return Map.of("kind", "people");
  }

  /** Sends a file as a browser does. */
  private static HttpResponse<String> upload(
      Browser browser, String name, byte[] content, Map<String, String> fields) {
    String form = browser.get("/ledger/import").body();
    return send(browser, "/ledger/import", Browser.token(form), name, content, fields);
  }

  static HttpResponse<String> send(
      Browser browser,
      String path,
      String token,
      String name,
      byte[] content,
      Map<String, String> fields) {
    Map<String, String> all = new LinkedHashMap<>(fields);
    all.put("form-token", token);
    return browser.send(
        browser
            .request(path)
            .header("Content-Type", "multipart/form-data; boundary=xx")
            .POST(HttpRequest.BodyPublishers.ofByteArray(form(name, content, all))));
  }

  /** A body with a file and other fields, whose parts are parted by xx. */
  static byte[] form(String name, byte[] content, Map<String, String> fields) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    fields.forEach(
        (field, value) ->
            body.writeBytes(
                ("--xx\r\nContent-Disposition: form-data; name=\""
                        + field
                        + "\"\r\n\r\n"
                        + value
                        + "\r\n")
                    .getBytes(UTF_8)));
    body.writeBytes(
        ("--xx\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
                + name
                + "\"\r\nContent-Type: application/octet-stream\r\n\r\n")
            .getBytes(UTF_8));
    body.writeBytes(content);
    body.writeBytes("\r\n--xx--\r\n".getBytes(UTF_8));
    return body.toByteArray();
  }

  /** Uploads a file, takes the mapping as it was guessed, and waits for the batch's path. */
  private static String imported(
      Browser browser, String name, byte[] content, Map<String, String> fields) {
    HttpResponse<String> kept = upload(browser, name, content, fields);
    assertThat(kept.statusCode()).as(kept.body()).isEqualTo(303);
    return result(browser, start(browser, location(kept)));
  }

  private static HttpResponse<String> start(Browser browser, String upload) {
    return browser.post(upload, upload, fieldsOf(browser.get(upload).body()));
  }

  /** What a browser would send of the form of the mapping. */
  static Map<String, String> fieldsOf(String page) {
    Map<String, String> fields = new LinkedHashMap<>();
    var select =
        Pattern.compile("<select name=\"(as-\\d+)\"(.*?)</select>", Pattern.DOTALL).matcher(page);
    while (select.find()) {
      fields.put(select.group(1), House.find(select.group(2), "value=\"([^\"]+)\" selected"));
    }
    var input =
        Pattern.compile("<input name=\"((?:name|element)-\\d+)\" type=\"text\" value=\"([^\"]*)\"")
            .matcher(page);
    while (input.find()) {
      fields.put(input.group(1), input.group(2));
    }
    return fields;
  }

  private static String location(HttpResponse<String> answer) {
    return answer.headers().firstValue("Location").orElseThrow();
  }

  /** Looks at the page of the work until it has ended, as somebody who waits does. */
  private static String result(Browser browser, HttpResponse<String> started) {
    assertThat(started.statusCode()).as(started.body()).isEqualTo(303);
    String page = ended(browser, location(started));
    return House.find(page, "href=\"([^\"]+)\">See what came of it");
  }

  private static String ended(Browser browser, String path) {
    String page = browser.get(path).body();
    while (page.contains("Stop it")) {
      Thread.onSpinWait();
      page = browser.get(path).body();
    }
    return page;
  }

  private static List<Path> uploads() throws IOException {
    try (Stream<Path> files = Files.walk(home.resolve("data/uploads"))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void theCompanyIsImportedThroughThePagesAndAPersonIsFound() throws IOException {
    Browser ada = house.administrator().browser();
    byte[] file = Files.readAllBytes(sample.resolve(SampleFiles.PEOPLE));
    String people = imported(ada, "people.csv", file, people());
    String export = SampleFiles.exportsOf("Lumetrics").getFirst();
    String sent =
        imported(
            ada,
            "2025.ndjson.gz",
            Files.readAllBytes(sample.resolve(export)),
            Map.of("kind", "disclosures", "supplier", "Lumetrics", "connection", "web-sdk"));
    assertThat(ada.get(people).body()).contains("people, live", "by ada", "identifier:email");
    assertThat(ada.get(sent).body()).contains("Lumetrics", "web-sdk", "disclosures, live");
    assertThat(uploads()).isEmpty();
    assertThat(ada.get("/ledger").body()).contains("people.csv", sent);
    assertThat(ada.get("/ledger/export").body()).contains("\"people.csv\"");
    assertThat(ada.get("/ledger/coverage").body()).contains("Lumetrics", "web-sdk", "dark");
    String id = new String(file, UTF_8).lines().skip(1).findFirst().orElseThrow().split(",")[0];
    HttpResponse<String> found = lookUp(ada, "user-id", id.replace("\"", ""));
    String story = ada.get(location(found)).body();
    assertThat(story).contains("One person", "<th scope=\"row\">user-id</th>");
    String waiting = location(upload(ada, "wait.csv", canary(), people()));
    for (String path :
        List.of(
            "/ledger",
            people,
            people + "/undo",
            sent,
            "/ledger/import",
            waiting,
            "/ledger/coverage?to=2025-12",
            "/people",
            location(found),
            location(found) + "/forget",
            "/people/organisations")) {
      saveForLooking(ada, path);
    }
    ada.post(waiting, waiting + "/discard", Map.of());
    assertThat(ada.get("/people/organisations").body()).contains("organisations are in");
    assertThat(house.acts("batch.committed")).isEqualTo(2);
    assertThat(
            house.count(
                "select count(*) from audit_entry where act = 'batch.committed' and actor is not null"))
        .isEqualTo(2);
  }

  /** The page with its stylesheet in it, for whoever wants to look at a picture of it. */
  private static void saveForLooking(Browser browser, String path) throws IOException {
    String page = browser.get(path).body();
    assertThat(page.length()).as(path).isLessThan(150_000);
    assertThat(page).as(path).doesNotContain(" style=", "<style", "onclick", "http://", "https://");
    String sheet = House.find(page, "href=\"(/assets/[^\"]+css)\"");
    Path folder = Files.createDirectories(Path.of("target/pages"));
    String name = path.replaceAll("[0-9a-f-]{36}", "id").replaceAll("[^a-z0-9]+", "-");
    Files.writeString(
        folder.resolve("record" + name + ".html"),
        page.replace("</head>", "<style>" + browser.get(sheet).body() + "</style></head>"));
  }

  private static HttpResponse<String> lookUp(Browser browser, String scheme, String value) {
    return browser.post(
        "/people",
        "/people/look-up",
        Map.of(
            "scheme",
            scheme,
            "value",
            value,
            "reason",
            "request",
            "words",
            "letter of 3 May, A-7"));
  }

  @Test
  void rowsLeftOutAreToldByLineAndReasonAndNoValueIsAnywhereElse() throws IOException {
    House.Person ada = house.administrator();
    Browser viewer = house.invite(ada, "viewer", "victor").browser();
    String batch = imported(ada.browser(), "canary.csv", canary(), people());
    String page = ada.browser().get(batch).body();
    assertThat(page).contains("2 rows used, 1 left out").contains("is no e-mail address");
    HttpResponse<String> found = lookUp(ada.browser(), "email", CANARY);
    String story = ada.browser().get(location(found)).body();
    assertThat(story).contains("One person").doesNotContain(CANARY).contains("u•••");
    for (String path :
        new String[] {
          "/ledger", batch, batch + "/left-out", "/ledger/export", "/ledger/coverage"
        }) {
      assertThat(viewer.get(path).body()).as(path).doesNotContain(CANARY, "not an address", "u-1");
    }
    assertThat(viewer.get("/people").statusCode()).isEqualTo(403);
    assertThat(viewer.get(batch).body()).contains("under 10 rows");
    assertThat(house.count("select count(*) from audit_entry where detail like '%canary%'"))
        .isZero();
    assertThat(String.join("\n", house.log())).doesNotContain("canary");
    assertThat(location(found)).doesNotContain("canary");
    assertThat(house.count("select count(*) from person_lookup where reason like 'letter of%'"))
        .isEqualTo(1);
  }

  @Test
  void contactsAreKeptOnlyWhenTheBoxIsTicked() {
    Browser ada = house.administrator().browser();
    String upload = location(upload(ada, "people.csv", canary(), people()));
    String page = ada.get(upload).body();
    assertThat(page).contains("name=\"contacts\"").doesNotContain("value=\"on\" checked");
    Map<String, String> ticked = fieldsOf(page);
    ticked.put("contacts", "on");
    String batch = result(ada, ada.post(upload, upload, ticked));
    assertThat(ada.get(batch).body())
        .contains("Contacts kept", "contacts: true")
        .doesNotContain(CANARY);
    assertThat(house.count("select count(*) from person_contact")).isPositive();
    String again = imported(ada, "people.csv", canary(), people());
    assertThat(ada.get(again).body()).doesNotContain("Contacts kept");
    assertThat(ada.get(batch).body()).contains("replaced").doesNotContain("Contacts kept");
    assertThat(house.count("select count(*) from person_contact")).isZero();
  }

  @Test
  void hostileNamesBecomeHarmless() throws IOException {
    Browser ada = house.administrator().browser();
    for (String name :
        new String[] {
          "<script>alert(1)</script>.csv",
          "../../../etc/passwd",
          "..\\..\\x.csv",
          "a\tb\u0007.csv",
          "=cmd.csv",
          "n".repeat(400) + ".csv"
        }) {
      HttpResponse<String> kept = upload(ada, name, canary(), people());
      assertThat(kept.statusCode()).as(name + kept.body()).isEqualTo(303);
      String page = ada.get(location(kept)).body();
      assertThat(page).doesNotContain("<script>alert");
      assertThat(uploads()).hasSize(1);
      Path file = uploads().getFirst();
      assertThat(file.toRealPath()).startsWith(home.resolve("data/uploads").toRealPath());
      assertThat(file.getFileName().toString())
          .doesNotContain("<", "\\", "\t", "\u0007")
          .doesNotStartWith(".")
          .doesNotStartWith("=");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      ada.post(location(kept), location(kept) + "/discard", Map.of());
      assertThat(uploads()).isEmpty();
    }
  }

  @Test
  void aCraftedFileIsRefusedWithItsReasonAndNothingStays() throws IOException {
    Browser ada = house.administrator().browser();
    HttpResponse<String> refused =
        upload(
            ada,
            "x.parquet",
            "PAR1\u0000\u0001garbage\u0000PAR1".getBytes(UTF_8),
            Map.of("kind", "people", "as-of", "2026-11-20"));
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("x.parquet", "2026-11-20").doesNotContain(home.toString());
    assertThat(uploads()).isEmpty();
    assertThat(house.count("select count(*) from passing.upload")).isZero();
  }

  @Test
  void theSameFileTwiceCountsOnceAndTakingItBackTwiceIsTold() {
    Browser ada = house.administrator().browser();
    imported(ada, "a.csv", canary(), people());
    HttpResponse<String> again = upload(ada, "b.csv", canary(), people());
    assertThat(ada.get(location(again)).body()).contains("Imported before");
    String batch = result(ada, start(ada, location(again)));
    String sha = House.find(ada.get(batch).body(), "<code class=\"wrap\">([0-9a-f]{64})</code>");
    assertThat(
            house.ledger().batches().stream()
                .filter(one -> one.sha256().equals(sha) && one.status().equals("live"))
                .map(Batch::rows))
        .containsExactly(2L);
    assertThat(ada.get(batch + "/undo").body()).contains("Take back 2 rows");
    result(ada, ada.post(batch + "/undo", batch + "/undo", Map.of()));
    assertThat(ada.get(batch).body()).contains("taken back", "by ada");
    String token = Browser.token(ada.get("/people").body());
    assertThat(ada.postPlain(batch + "/undo", Map.of("form-token", token)).statusCode())
        .isEqualTo(404);
    assertThat(ada.get(batch + "/undo").body()).contains("There is nothing to do");
    assertThat(house.acts("batch.undone")).isEqualTo(1);
  }

  @Test
  void aWrongMappingIsToldAndWhatWasTypedStays() {
    Browser ada = house.administrator().browser();
    String upload = location(upload(ada, "a.csv", canary(), people()));
    Map<String, String> fields = fieldsOf(ada.get(upload).body());
    assertThat(fields).containsEntry("as-0", "person").containsEntry("as-1", "identifier:email");
    fields.put("as-0", "ignore");
    fields.put("element-2", "<script>x");
    HttpResponse<String> wrong = ada.post(upload, upload, fields);
    assertThat(wrong.statusCode()).isEqualTo(422);
    assertThat(wrong.body())
        .contains("there is no such data element", "&lt;script>x")
        .doesNotContain("<script>x");
    fields.put("element-2", "");
    assertThat(ada.post(upload, upload, fields).body()).contains("must be our id of the person");
  }

  @Test
  void filesComeOnlyFromThoseWhoMayAndOnlyWhereTheyBelong() {
    House.Person ada = house.administrator();
    Browser viewer = house.invite(ada, "viewer", "victor").browser();
    String token = Browser.token(ada.browser().get("/people").body());
    assertThat(send(viewer, "/ledger/import", "x", "a.csv", canary(), people()).statusCode())
        .isEqualTo(403);
    assertThat(
            send(house.browser("n"), "/ledger/import", "x", "a.csv", canary(), people())
                .statusCode())
        .isEqualTo(401);
    assertThat(send(ada.browser(), "/sign-in", token, "a.csv", canary(), people()).statusCode())
        .isEqualTo(400);
    assertThat(send(ada.browser(), "/ledger/import", "x", "a.csv", canary(), people()).statusCode())
        .isEqualTo(403);
    assertThat(house.count("select count(*) from passing.upload")).isZero();
  }

  @Test
  void aFileThatWaitsGoesAfterADay() throws IOException {
    House.Person ada = house.administrator();
    upload(ada.browser(), "a.csv", canary(), people());
    assertThat(uploads()).hasSize(1);
    house.pass(Duration.ofHours(25));
    house.stop();
    house.start();
    assertThat(uploads()).isEmpty();
    assertThat(house.count("select count(*) from passing.upload")).isZero();
  }

  @Test
  void aFileWhoseImportWasStoppedBeforeItBeganGoesToo() throws IOException {
    House.Person ada = house.administrator();
    upload(ada.browser(), "a.csv", canary(), people());
    sql("update passing.upload set state = 'importing'");
    house.pass(Duration.ofHours(25));
    house.stop();
    house.start();
    assertThat(uploads()).isEmpty();
  }

  @Test
  void aKilledImportIsDoneOnceAfterTheNextStart() throws IOException {
    House.Person ada = house.administrator();
    String upload = location(upload(ada.browser(), "a.csv", canary(), people()));
    HttpResponse<String> started = start(ada.browser(), upload);
    String batch = result(ada.browser(), started);
    long live = house.count("select count(*) from batch where status = 'live'");
    // As a kill between the commit and the note of it leaves things: the file, and work that runs.
    Path folder =
        home.resolve("data/uploads").resolve(upload.substring(upload.lastIndexOf('/') + 1));
    Files.createDirectory(folder);
    Files.write(folder.resolve("a.csv"), canary());
    sql("update passing.upload set state = 'importing', batch = null");
    sql("update passing.work set state = 'running', result = null, ended_at = null");
    house.stop();
    house.start();
    assertThat(ended(ada.browser(), location(started))).contains(batch);
    assertThat(house.count("select count(*) from batch where status = 'live'"))
        .as("live " + house.ledger().batches())
        .isEqualTo(live);
    assertThat(house.acts("batch.committed")).as(ada.browser().get("/audit").body()).isEqualTo(1);
    assertThat(uploads()).isEmpty();
    // And one that had not begun to write.
    String next =
        location(
            upload(
                ada.browser(),
                "c.csv",
                "id,email\nu-9,nine@example.org\n".getBytes(UTF_8),
                people()));
    HttpResponse<String> second = start(ada.browser(), next);
    house.stop();
    house.start();
    assertThat(ended(ada.browser(), location(second))).contains("See what came of it");
    assertThat(house.acts("batch.committed")).isEqualTo(2);
  }

  @Test
  void aStoppedImportLeavesNothingAndTheFileWaitsOn() throws IOException {
    Browser ada = house.administrator().browser();
    byte[] file = "id,email\nu-12,twelve@example.org\n".getBytes(UTF_8);
    String upload = location(upload(ada, "stop.csv", file, people()));
    HttpResponse<String> started;
    // Whoever has the ledger's one turn keeps the import waiting, so that there is time to stop it.
    try (DuckSession turn = house.ledger().stores().duck().open(Progress.NONE)) {
      started = start(ada, upload);
      assertThat(ada.get(upload).body()).contains("Its import was asked for");
      ada.post(location(started), location(started) + "/stop", Map.of());
      assertThat(ended(ada, location(started))).contains("Stopped.");
      assertThat(turn.count("SELECT 1")).isEqualTo(1);
    }
    assertThat(house.acts("batch.committed")).isZero();
    assertThat(uploads()).hasSize(1);
    assertThat(ada.get("/ledger").body()).contains("stop.csv");
    result(ada, start(ada, upload));
    assertThat(house.acts("batch.committed")).isEqualTo(1);
  }

  private static void sql(String statement) {
    house
        .ledger()
        .inTransaction(
            connection -> {
              try (var one = connection.createStatement()) {
                return one.executeUpdate(statement);
              }
            });
  }

  @Test
  void lookUpsAreFewAnHourAndTheLimitIsLoggedOnce() {
    Browser ada = house.administrator().browser();
    for (int i = 0; i < 30; i++) {
      assertThat(lookUp(ada, "email", "nobody" + i + "@example.org").statusCode()).isEqualTo(303);
    }
    for (int i = 0; i < 3; i++) {
      HttpResponse<String> refused = lookUp(ada, "email", "who@example.org");
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.body()).contains("who@example.org", "letter of 3 May");
    }
    assertThat(house.acts("person.look-ups-spent")).isEqualTo(1);
    assertThat(house.acts("person.looked-up")).isEqualTo(30);
    // A session lives for half an hour without use.
    house.pass(Duration.ofMinutes(25));
    ada.get("/people");
    house.pass(Duration.ofMinutes(25));
    ada.get("/people");
    house.pass(Duration.ofMinutes(12));
    assertThat(lookUp(ada, "email", "who@example.org").statusCode()).isEqualTo(303);
  }

  @Test
  void aLookUpIsItsMakersForAnHourAndNeedsReasonAndKind() {
    House.Person ada = house.administrator();
    Browser bob = house.invite(ada, "responder", "bob").browser();
    imported(ada.browser(), "a.csv", canary(), people());
    String story = location(lookUp(bob, "email", CANARY));
    assertThat(bob.get(story).body()).contains("One person").doesNotContain("Erase");
    assertThat(ada.browser().get(story).statusCode()).isEqualTo(404);
    HttpResponse<String> wrong =
        bob.post(
            "/people",
            "/people/look-up",
            Map.of("scheme", "phone", "value", "\"><script>", "reason", "", "words", "short"));
    assertThat(wrong.statusCode()).isEqualTo(422);
    assertThat(wrong.body()).contains("Choose why you look").doesNotContain("\"><script>");
    HttpResponse<String> no = lookUp(bob, "email", "not an address");
    assertThat(no.statusCode()).isEqualTo(422);
    assertThat(no.body()).contains("no identifier of that kind", "no e-mail address");
  }

  @Test
  void aPersonIsErasedByAnAdministratorAndStaysErased() {
    Browser ada = house.administrator().browser();
    byte[] file = "id,email\nu-77,gone@example.org\n".getBytes(UTF_8);
    imported(ada, "gone.csv", file, people());
    String story = location(lookUp(ada, "email", "gone@example.org"));
    String ask = House.find(ada.get(story).body(), "href=\"([^\"]+/forget)\"");
    assertThat(ada.post(ask, ask, Map.of()).body()).contains("Choose why they are erased");
    assertThat(result(ada, ada.post(ask, ask, Map.of("reason", "asked")))).isEqualTo("/people");
    assertThat(ada.get(story).statusCode()).isEqualTo(404);
    assertThat(house.count("select count(*) from person_lookup where reason is not null")).isZero();
    assertThat(
            house.count(
                "select count(*) from audit_entry where act = 'person.forgotten'"
                    + " and actor is not null and detail like '%asked%'"))
        .isEqualTo(1);
    String again = location(lookUp(ada, "email", "gone@example.org"));
    assertThat(ada.get(again).body()).contains("Nobody in the directory");
  }

  @Test
  void aContactOfAnOrganisationIsShownByTwoToWhoeverAskedAndCounted() {
    House.Person ada = house.administrator();
    House.Person bea = house.invite(ada, "responder", "bea");
    House.Person cay = house.invite(ada, "approver", "cay");
    byte[] file = "id,email,org_id\nu-6,six@example.org,org-beta\n".getBytes(UTF_8);
    imported(ada.browser(), "beta.csv", file, people());
    String list = ada.browser().get("/people/organisations").body();
    String path = House.find(list, "href=\"([^\"]+)\">org-beta<");
    Map<String, String> contact =
        Map.of("name", "Nell Canary", "email", "nell@example.org", "phone", "+49 30 901821");
    ada.browser().post(path, path + "/contacts", contact);
    String reveal = House.find(bea.browser().get(path).body(), "href=\"([^\"]+/reveal)\"");
    assertThat(bea.browser().get(reveal).body())
        .contains("n•••@example.org", "•••21", "org-beta")
        .doesNotContain("Nell", "nell@", "901821");
    assertThat(bea.browser().post(reveal, reveal, Map.of("reason", "x")).statusCode())
        .isEqualTo(422);
    assertThat(shown(bea, reveal).statusCode()).as("not asked for").isEqualTo(404);
    String approval =
        location(bea.browser().post(reveal, reveal, Map.of("reason", "<b>Their clause runs")));
    assertThat(shown(bea, reveal).statusCode()).as("not approved").isEqualTo(404);
    assertThat(cay.browser().get(reveal).body())
        .contains("&lt;b&gt;Their clause runs", "N•••")
        .doesNotContain("Nell");
    assertThat(ada.browser().get(approval).body()).doesNotContain("Nell", "clause runs");
    assertThat(house.approve(bea, approval).statusCode()).isNotEqualTo(303);
    assertThat(house.approve(cay, approval).statusCode()).isEqualTo(303);
    assertThat(shown(cay, reveal).statusCode()).as("not who asked").isEqualTo(404);
    HttpResponse<String> answer = shown(bea, reveal);
    assertThat(answer.body())
        .contains("Nell Canary", "nell@example.org", "+49 30 901821", "2 looks are left");
    assertThat(answer.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
    assertThat(bea.browser().get(reveal).body()).contains("2 times").doesNotContain("Nell");
    assertThat(house.acts("organisation.contact-revealed")).isOne();
    assertThat(
            house.count(
                "select count(*) from audit_entry where detail ilike '%nell%'"
                    + " or detail like '%clause runs%'"))
        .isZero();
    // What is removed is shown to nobody, and why somebody wanted it goes with it.
    String entry = House.find(reveal, "/contacts/([0-9a-f-]{36})/");
    ada.browser().post(path, path + "/remove", Map.of("entry", entry));
    assertThat(shown(bea, reveal).statusCode()).isBetween(400, 404);
    assertThat(bea.browser().get(reveal).statusCode()).isEqualTo(404);
    assertThat(
            house.count(
                "select count(*) from organisation_contact where reveal_reason is not null"))
        .isZero();
  }

  private static HttpResponse<String> shown(House.Person who, String reveal) {
    return who.browser().post("/account", reveal + "/show", Map.of());
  }

  @Test
  void clausesOfOrganisationsGoOutAndComeBackAndContactsStayMasked() {
    Browser ada = house.administrator().browser();
    byte[] file = "id,email,org_id\nu-5,five@example.org,org-alpha\n".getBytes(UTF_8);
    imported(ada, "org.csv", file, people());
    String list = ada.get("/people/organisations").body();
    String path = House.find(list, "href=\"([^\"]+)\">org-alpha<");
    Map<String, String> clause =
        Map.of(
            "hours",
            "24",
            "event",
            "suspicion",
            "source",
            "=contract 4.2",
            "checked-on",
            "2026-11-20");
    assertThat(ada.post(path, path + "/clauses", clause).statusCode()).isEqualTo(303);
    assertThat(
            ada.post(
                    path,
                    path + "/contacts",
                    Map.of("name", "Mira Canary", "email", "mira@example.org", "phone", ""))
                .statusCode())
        .isEqualTo(303);
    String page = ada.get(path).body();
    assertThat(page).contains("24 h", "m•••@example.org", "M•••").doesNotContain("Mira", "mira@");
    String csv = ada.get("/people/organisations/export").body();
    assertThat(csv).contains("\"org-alpha\",24,\"suspicion\",\"'=contract 4.2\"");
    String token = Browser.token(ada.get("/people").body());
    String import_ = "/people/organisations/import";
    HttpResponse<String> back = send(ada, import_, token, "c.csv", csv.getBytes(UTF_8), Map.of());
    assertThat(back.body()).contains("1 organisation has the clauses of the file");
    assertThat(ada.get("/people/organisations/export").body()).isEqualTo(csv);
    byte[] bad = csv.replace("24", "0").getBytes(UTF_8);
    HttpResponse<String> wrong = send(ada, import_, token, "c.csv", bad, Map.of());
    assertThat(wrong.statusCode()).isEqualTo(422);
    assertThat(wrong.body()).contains("Line 2", "whole number");
    assertThat(house.count("select count(*) from audit_entry where detail ilike '%mira%'"))
        .isZero();
  }
}
