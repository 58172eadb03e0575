package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * An incident worked on by a program, from the first word to the delta; with what it sends, and
 * what belongs to suppliers.
 */
class IncidentApiIT {
  private static final String UNKNOWN = "01970000-0000-7000-8000-000000000000";
  private static final String NONE = "0".repeat(64);

  @TempDir static Path home;
  private static House house;
  private static int suppliers;
  private House.Person ada;
  private Program program;
  private String room;

  @BeforeAll
  static void open() throws IOException {
    house = new House(home);
    SmallCompany.load(house.ledger(), home);
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @BeforeEach
  void sit() {
    house.empty();
    ada = house.administrator();
    program = new Program(house, house.token(ada, House.ALL));
    String supplier =
        program.read("/suppliers?name=mapplanet").get("items").get(0).get("id").asString();
    JsonNode made =
        Program.done(
            program.post(
                "/incidents",
                "{\"title\":\"Analytics\",\"signal\":\"notice\",\"supplier\":\"%s\"}"
                    .formatted(supplier)),
            201);
    assertThat(made.get("supplier").get("name").asString()).isEqualTo("Mapplanet");
    assertThat(made.get("id").asString().charAt(14)).as("version 7").isEqualTo('7');
    room = "/incidents/" + made.get("id").asString();
  }

  private static String claim(String id, String rest) {
    return "{\"id\":\"%s\",\"supplier\":\"Mapplanet\",\"source\":\"own\",\"certainty\":\"confirmed\"%s}"
        .formatted(id, rest);
  }

  private static String file(String... claims) {
    return "{\"incident\":\"x\",\"claims\":[" + String.join(",", claims) + "]}";
  }

  private HttpResponse<String> put(String file) {
    return program.send(
        "PUT", room + "/claims", file, "If-Match", Program.tag(program.get(room + "/claims")));
  }

  private HttpResponse<String> decide(int version, String claims) {
    return program.post(
        room + "/scope",
        "{\"version\":%d,\"claims\":[%s],\"reason\":\"because\"}".formatted(version, claims));
  }

  private void compute() {
    HttpResponse<String> started = program.post(room + "/exposures", "");
    String work = Program.done(started, 202).get("work").asString();
    assertThat(started.headers().firstValue("Location")).hasValue("/api/v1/running/" + work);
    program.await(work);
  }

  @Test
  void fromTheFirstClaimToANumberAndADelta() {
    String october = claim("C1", ",\"windows\":[\"2025-10\"]");
    String november = claim("C2", ",\"windows\":[{\"data\":\"2025-11\"}],\"count\":70000");
    Program.done(put(file(october)), 200);
    Program.done(decide(0, "\"C1\""), 201);
    compute();
    assertThat(program.read(room).get("affected").get("people").get("exact").asLong())
        .isEqualTo(14);
    Program.done(put(file(october, november)), 200);
    Program.done(decide(1, "\"C1\",\"C2\""), 201);
    compute();
    JsonNode exposures = program.read(room + "/exposures?limit=1");
    JsonNode last = exposures.get("items").get(0);
    assertThat(last.get("parts").get("seen").get("exact").asLong()).isEqualTo(13);
    assertThat(last.get("delta").get("newlyIn").get("exact").asLong()).isZero();
    assertThat(last.get("delta").get("elementsAdded").get("exact").asLong()).isEqualTo(10);
    assertThat(last.get("delta").get("unchanged").get("exact").asLong()).isEqualTo(4);
    assertThat(last.get("byCountry").toString()).contains("DE").contains("4");
    assertThat(exposures.get("next").asString()).isEqualTo(last.get("number").toString());
    assertThat(program.read(room + "/exposures/" + last.get("number")).get("sha256").asString())
        .isEqualTo(last.get("sha256").asString());
    // The page shows the same.
    assertThat(ada.browser().get(room).body()).contains("seen</th><td class=\"number\">13</td>");
    assertThat(house.acts("incident.claim.recorded")).isEqualTo(2);
  }

  @Test
  void claimsAreAddedAndNeverChangedOrTakenOut() {
    HttpResponse<String> before = program.get(room + "/claims");
    String one = claim("C1", "");
    String two = claim("C2", ",\"supersedes\":\"C1\"");
    Program.refused(program.send("PUT", room + "/claims", file(one)), "request-invalid");
    Program.done(put(file(one, two)), 200);
    assertThat(house.acts("incident.claim.recorded")).as("one act, one entry").isOne();
    assertThat(program.read(room + "/timeline").get("items").get(0).get("ref").asString())
        .isEqualTo("C2");
    Program.refused(
        program.send("PUT", room + "/claims", file(one), "If-Match", Program.tag(before)),
        "changed-meanwhile");
    // What was read can be sent back, and changes nothing.
    String text = program.get(room + "/claims").body();
    assertThat(put(text).body()).isEqualTo(text);
    assertThat(house.acts("incident.claim.recorded")).isOne();
    for (String odd : new String[] {"null", "7", "[]", "{}", "{\"id\":7}", "{\"id\":null}"}) {
      assertThat(pointer(put(file(one, two, odd)))).as(odd).startsWith("#");
    }
    assertThat(pointer(put("{\"claims\":null}"))).isEqualTo("#/claims");
    assertThat(pointer(put("{\"zone\":\"UTC\",\"claims\":[]}"))).isEqualTo("#/zone");
    assertThat(pointer(decide(0, "null"))).startsWith("#");
    String changed = claim("C1", ",\"note\":\"other\"");
    assertThat(pointer(put(file(changed, two)))).isEqualTo("#/claims/0");
    assertThat(pointer(put(file(two)))).isEqualTo("#/claims");
    assertThat(pointer(put(file(one, two, claim("C3", ",\"elements\":[\"nonsense\"]")))))
        .isEqualTo("#/claims/2");
    assertThat(pointer(put(file(one, two, claim("C4", ""), claim("C3", ",\"wnidows\":[]")))))
        .isEqualTo("#/claims/3");
    for (String path : new String[] {"/etc/passwd", "../../keys/keyset", "a".repeat(64)}) {
      assertThat(pointer(put(file(one, two, claim("C3", ",\"files\":[\"" + path + "\"]")))))
          .isEqualTo("#/claims/2/files");
      assertThat(
              pointer(put(file(one, two, claim("C3", ",\"files\":[{\"path\":\"" + path + "\"}]")))))
          .isEqualTo("#/claims/2/files");
    }
    assertThat(house.count("select count(*) from incident_claim where id = 'C3'")).isZero();
  }

  private static String pointer(HttpResponse<String> answer) {
    return Program.refused(answer, "body-invalid").get("errors").get(0).get("pointer").asString();
  }

  @Test
  void aProgramWidensAndNeverNarrows() {
    Program.done(put(file(claim("C1", ""), claim("C2", ",\"windows\":[\"2025-10\"]"))), 200);
    Program.done(decide(0, "\"C2\""), 201);
    Program.done(decide(1, "\"C1\",\"C2\""), 201);
    Program.refused(decide(2, "\"C2\""), "access-denied");
    Program.refused(decide(1, "\"C2\""), "request-invalid");
    assertThat(program.read(room + "/scope").get("version").asInt()).isEqualTo(2);
    assertThat(house.count("select count(*) from approval")).isZero();
  }

  @Test
  void timesTasksQuestionsAndNotesAreTheRooms() {
    Program.done(
        program.post(
            room + "/times",
            "{\"kind\":\"intrusion\",\"source\":\"supplier\",\"said\":\"2025-11-08\"}"),
        201);
    Program.refused(
        program.post(
            room + "/times", "{\"kind\":\"aware\",\"source\":\"us\",\"said\":\"2025-11-08\"}"),
        "request-invalid");
    assertThat(program.read(room + "/times").get("items").get(0).get("last").asString())
        .isEqualTo("2025-11-09T00:00:00Z");
    String task =
        Program.done(
                program.post(
                    room + "/tasks",
                    "{\"title\":\"Call them\",\"owner\":\"%s\",\"due\":\"2026-11-26\"}"
                        .formatted(house.id("ada"))),
                201)
            .get("id")
            .asString();
    assertThat(
            Program.done(
                    program.post(room + "/tasks/" + task + "/done", "{\"proof\":\"ticket 7\"}"),
                    200)
                .get("done")
                .asBoolean())
        .isTrue();
    Program.refused(
        program.post(room + "/tasks/" + task + "/done", "{\"proof\":\"again\"}"), "page-unknown");
    Program.done(program.post(room + "/questions", ""), 200);
    Program.done(program.post(room + "/questions/window", "{\"answer\":\"October\"}"), 200);
    assertThat(program.read(room + "/questions").toString()).contains("\"answer\":\"October\"");
    JsonNode note = Program.done(program.post(room + "/notes", "{\"text\":\"<b>\"}"), 201);
    assertThat(note.get("text").asString()).isEqualTo("<b>");
    Program.done(program.post(room + "/state", "{\"state\":\"confirmed\"}"), 201);
    HttpResponse<String> read = program.get(room);
    assertThat(Program.done(read, 200).get("state").asString()).isEqualTo("confirmed");
    assertThat(Program.tag(read)).isEqualTo("\"" + program.read(room).get("version") + "\"");
    JsonNode page = program.read(room + "/timeline?limit=2");
    assertThat(page.get("items").get(0).get("kind").asString()).isEqualTo("state.changed");
    assertThat(
            program
                .read(room + "/timeline?limit=2&before=" + page.get("next").asString())
                .get("items")
                .get(0)
                .get("kind")
                .asString())
        .isEqualTo("question.answered");
    assertThat(ada.browser().get(room).body()).contains("ticket 7", "&lt;b&gt;");
  }

  private String supplier() {
    String body = "{\"name\":\"Parts " + ++suppliers + "\"}";
    return "/suppliers/" + Program.done(program.post("/suppliers", body), 201).get("id").asString();
  }

  /** Where something is that was made, as the program calls it. */
  private static String path(HttpResponse<String> answer) {
    Program.done(answer, 201);
    return answer.headers().firstValue("Location").orElseThrow().replace("/api/v1", "");
  }

  private JsonNode changed(String path, String body) {
    return Program.done(
        program.send("PUT", path, body, "If-Match", Program.tag(program.get(path))), 200);
  }

  @Test
  void anEngagementIsAddedOnceChangedAndEnded() {
    String supplier = supplier();
    String body =
        "{\"name\":\"product analytics\",\"role\":\"controller\",\"owner\":\"<b>Lee\",\"started\":\"2025-01-01\"}";
    String key = UUID.randomUUID().toString();
    HttpResponse<String> first =
        program.post(supplier + "/engagements", body, "Idempotency-Key", key);
    String engagement = path(first);
    assertThat(program.post(supplier + "/engagements", body, "Idempotency-Key", key).body())
        .isEqualTo(first.body());
    assertThat(program.read(supplier + "/engagements").get("items").size()).isOne();
    assertThat(engagement.charAt(engagement.lastIndexOf('/') + 15)).as("version 7").isEqualTo('7');
    assertThat(pointer(program.post(supplier + "/engagements", body))).isEqualTo("#/name");
    HttpResponse<String> read = program.get(engagement);
    String ended =
        "{\"name\":\"analytics\",\"purpose\":\"which pages are read\",\"ended\":\"2025-11-30\"}";
    Program.refused(program.send("PUT", engagement, ended), "request-invalid");
    JsonNode now = changed(engagement, ended);
    assertThat(now.get("name").asString()).isEqualTo("analytics");
    assertThat(now.get("ended").asString()).isEqualTo("2025-11-30");
    assertThat(now.get("owner").isNull()).as("what is left out is emptied").isTrue();
    Program.refused(
        program.send("PUT", engagement, ended, "If-Match", Program.tag(read)), "changed-meanwhile");
    String wrong = "{\"name\":\"analytics\",\"role\":\"king\"}";
    assertThat(
            pointer(
                program.send(
                    "PUT", engagement, wrong, "If-Match", Program.tag(program.get(engagement)))))
        .isEqualTo("#/role");
    assertThat(house.acts("engagement.changed")).isEqualTo(2);
    assertThat(
            house.count(
                "select count(*) from audit_entry where act = 'engagement.changed'"
                    + " and detail like '%\"token\":%' and detail not like '%analytics%'"))
        .isEqualTo(2);
  }

  @Test
  void aConnectionServesAnEngagementThatIsThere() {
    String supplier = supplier();
    String body =
        "{\"name\":\"web tag\",\"kind\":\"sdk\",\"engagement\":\"ads\",\"scopes\":[\"read\",\"write\"]}";
    assertThat(pointer(program.post(supplier + "/connections", body))).isEqualTo("#/engagement");
    assertThat(program.read(supplier + "/engagements").get("items").size())
        .as("none is made by naming it")
        .isZero();
    path(program.post(supplier + "/engagements", "{\"name\":\"Ads\"}"));
    String connection = path(program.post(supplier + "/connections", body));
    JsonNode one = program.read(connection);
    assertThat(one.get("engagement").asString()).isEqualTo("Ads");
    assertThat(one.get("scopes").size()).isEqualTo(2);
    assertThat(pointer(program.post(supplier + "/connections", body))).isEqualTo("#/name");
    assertThat(
            pointer(
                program.post(
                    supplier + "/connections", "{\"name\":\"other\",\"scopes\":[\"a;b\"]}")))
        .isEqualTo("#/scopes");
    JsonNode ended = changed(connection, "{\"name\":\"tag\",\"ended\":\"2025-11-30\"}");
    assertThat(ended.get("ended").asString()).isEqualTo("2025-11-30");
    assertThat(ended.get("engagement").isNull()).isTrue();
    assertThat(program.read(supplier + "/connections").get("items").get(0).get("id").asString())
        .isEqualTo(connection.substring(connection.lastIndexOf('/') + 1));
    String other = supplier();
    Program.refused(program.get(connection.replace(supplier, other)), "page-unknown");
    Program.refused(program.get(supplier + "/connections/" + UNKNOWN), "page-unknown");
  }

  @Test
  void aGrantIsAddedChangedAndTakenOutAsItWasSeen() {
    String supplier = supplier();
    String engagement = path(program.post(supplier + "/engagements", "{\"name\":\"mailing\"}"));
    String body =
        "{\"elements\":[\"contact.email\",\"person.full_name\"],\"population\":\"country = DE\","
            + "\"since\":\"2025-01-01\",\"legalBasis\":\"consent\"}";
    String grant = path(program.post(engagement + "/grants", body));
    assertThat(grant).startsWith(supplier + "/grants/");
    assertThat(program.read(grant).get("elements").size()).isEqualTo(2);
    assertThat(program.read(engagement).get("grants").get(0).get("legalBasis").asString())
        .isEqualTo("consent");
    for (Map.Entry<String, String> wrong :
        Map.of(
                "{\"elements\":[]}", "#/elements",
                "{\"elements\":[\"nonsense\"]}", "#/elements",
                "{\"elements\":[\"contact.email\"],\"population\":\"a = = b\"}", "#/population",
                "{\"elements\":[\"contact.email\"],\"until\":\"soon\"}", "#/until",
                "{\"elements\":[null]}", "#/elements")
            .entrySet()) {
      assertThat(pointer(program.post(engagement + "/grants", wrong.getKey())))
          .as(wrong.getKey())
          .isEqualTo(wrong.getValue());
    }
    HttpResponse<String> seen = program.get(grant);
    JsonNode ended = changed(grant, "{\"elements\":[\"contact.email\"],\"until\":\"2025-12-01\"}");
    assertThat(ended.get("population").isNull()).isTrue();
    Program.refused(
        program.post(grant + "/remove", "", "If-Match", Program.tag(seen)), "changed-meanwhile");
    Program.refused(program.post(grant + "/remove", ""), "request-invalid");
    HttpResponse<String> now = program.get(grant);
    assertThat(
            Program.done(program.post(grant + "/remove", "", "If-Match", Program.tag(now)), 200)
                .get("until")
                .asString())
        .isEqualTo("2025-12-01");
    assertThat(program.read(supplier + "/grants").get("items").size()).isZero();
    Program.refused(program.get(grant), "page-unknown");
    assertThat(house.acts("grant.removed")).isOne();
  }

  @Test
  void thoseOnDutyAreLetInAndNobodySeesWhatIsPrivilegedByAProgram() {
    House.Person bob = house.invite(ada, "responder", "bob");
    String bobs = house.id("bob");
    assertThat(program.read(room + "/colleagues").toString()).contains(bobs, "bob");
    Program theirs = new Program(house, house.token(bob, "work,read-incidents,work-on-incidents"));
    Program.refused(theirs.get(room), "page-unknown");
    String adding = "{\"account\":\"" + bobs + "\"}";
    assertThat(
            pointer(program.post(room + "/members", adding.replace("}", ",\"privileged\":true}"))))
        .isEqualTo("#/privileged");
    JsonNode member = Program.done(program.post(room + "/members", adding), 201);
    assertThat(member.get("works").asBoolean()).isFalse();
    assertThat(member.get("privileged").asBoolean()).isFalse();
    assertThat(theirs.read(room + "/members").get("items").size()).isEqualTo(2);
    assertThat(theirs.read(room + "/colleagues").get("items").size()).isZero();
    Program.refused(theirs.post(room + "/members", adding), "access-denied");
    Program.done(program.post(room + "/members", adding.replace("}", ",\"works\":true}")), 201);
    // Whoever sees it, keeps that when a program changes another thing of theirs.
    String adas = house.id("ada");
    assertThat(
            Program.done(
                    theirs.post(room + "/members", "{\"account\":\"" + adas + "\",\"works\":true}"),
                    201)
                .get("privileged")
                .asBoolean())
        .isTrue();
    Program.done(theirs.post(room + "/members/" + adas + "/remove", ""), 200);
    Program.refused(program.get(room), "page-unknown");
    Program.refused(theirs.post(room + "/members/" + bobs + "/remove", ""), "access-denied");
    Program.refused(
        theirs.post(room + "/members", "{\"account\":\"" + UNKNOWN + "\"}"), "request-invalid");
    assertThat(house.acts("incident.member.added")).isEqualTo(3);
    assertThat(house.acts("incident.member.removed")).isOne();
  }

  @Test
  void aFileOfTheSupplierIsSentReadAndNamedByAClaim() {
    byte[] content =
        "email,plan\nperson1@example.com,pro\nnobody,pro\n".getBytes(StandardCharsets.UTF_8);
    Map<String, String> fields = Map.of("source", "portal", "verified", "called-back");
    Program.refused(
        program.upload(room + "/files?source=portal", "l.csv", content, fields), "request-invalid");
    Program.refused(
        program.upload(
            room + "/files", "l.csv", content, fields, "Idempotency-Key", "key-number-1"),
        "request-invalid");
    assertThat(
            pointer(program.upload(room + "/files", "l.csv", content, Map.of("source", "portal"))))
        .isEqualTo("#/verified");
    assertThat(pointer(program.form(room + "/files", "source=portal&verified=none")))
        .isEqualTo("#/file");
    Program.refused(
        program.upload("/incidents/" + UNKNOWN + "/files", "l.csv", content, fields),
        "page-unknown");
    HttpResponse<String> kept = program.upload(room + "/files", "../<b>.csv", content, fields);
    String file = path(kept);
    HttpResponse<String> again = program.upload(room + "/files", "x.csv", content, fields);
    assertThat(Program.done(again, 200).get("file").get("sha256"))
        .isEqualTo(program.read(file).get("file").get("sha256"));
    assertThat(house.acts("incident.file.added")).isOne();
    JsonNode guess = program.read(file).get("guess");
    assertThat(guess.get("columns").get(0).get("as").asString()).isEqualTo("identifier:email");
    assertThat(
            pointer(
                program.post(
                    file + "/readings", "{\"columns\":[{\"column\":\"mail\",\"as\":\"ignore\"}]}")))
        .isEqualTo("#/columns/0/column");
    assertThat(
            pointer(
                program.post(
                    file + "/readings", "{\"columns\":[{\"column\":\"email\",\"as\":\"king\"}]}")))
        .isEqualTo("#/columns/0");
    assertThat(pointer(program.post(file + "/readings", "{\"columns\":[{\"column\":\"email\"}]}")))
        .isEqualTo("#/columns/0");
    assertThat(
            pointer(
                program.post(
                    file + "/readings",
                    "{\"columns\":[{\"column\":\"email\",\"as\":\"ignore\"}]}")))
        .as("then no row names anybody")
        .isEqualTo("#");
    program.await(
        Program.done(
                program.post(
                    file + "/readings",
                    "{\"columns\":[{\"column\":\"plan\",\"as\":\"ignore\"}],\"region\":\"de\"}"),
                202)
            .get("work")
            .asString());
    JsonNode reading = program.read(file).get("readings").get(0);
    assertThat(reading.get("rows").asLong()).isOne();
    assertThat(reading.get("leftOut").asLong()).isOne();
    assertThat(reading.get("way").get("region").asString()).isEqualTo("DE");
    assertThat(program.get(file).body()).doesNotContain("person1@", "nobody", "<b>");
    JsonNode page = program.read(room + "/files?limit=1");
    assertThat(page.get("next").isNull()).isTrue();
    assertThat(page.get("items").get(0).get("source").asString()).isEqualTo("portal");
    String claims =
        "{\"incident\":\"x\",\"claims\":[{\"id\":\"C1\",\"supplier\":\"Mapplanet\",\"source\":\"portal\","
            + "\"verified\":\"called-back\",\"certainty\":\"confirmed\",\"files\":[{\"path\":\"%s\",\"mapping\":\"%s.yaml\"}]}]}"
                .formatted(
                    page.get("items").get(0).get("sha256").asString(),
                    reading.get("version").asString());
    Program.done(
        program.send(
            "PUT",
            room + "/claims",
            claims,
            "If-Match",
            Program.tag(program.get(room + "/claims"))),
        200);
    Program.refused(program.get(room + "/files/" + NONE), "page-unknown");
    Program.refused(program.post(file + "/password", "{}"), "body-invalid");
  }

  @Test
  void anExportOfTicketsIsSearchedAndReviewedByPeopleAlone() {
    String export =
        """
        Ticket ID,Requester Email,Created At,Description
        =1+1,person0@example.com,2025-11-24 09:00,"my password: Qvx7canary!secret does not work"
        T-2,person1@example.com,2025-11-24 10:00,"my IBAN is DE89 3704 0044 0532 0130 00"
        T-3,,,nothing at all
        """;
    String file =
        path(
            program.upload(
                room + "/files",
                "tickets.csv",
                export.getBytes(StandardCharsets.UTF_8),
                Map.of("source", "portal", "verified", "none")));
    String sha256 = file.substring(file.lastIndexOf('/') + 1);
    assertThat(pointer(program.post(room + "/tickets", "{\"file\":\"" + NONE + "\"}")))
        .isEqualTo("#/file");
    String search = path(program.post(room + "/tickets", "{\"file\":\"" + sha256 + "\"}"));
    assertThat(program.read(search).get("search").get("state").asString()).isEqualTo("looked-at");
    assertThat(program.read(search).get("way").get("fields").size()).isEqualTo(4);
    Program.refused(program.get(search + "/list"), "request-invalid");
    assertThat(pointer(program.post(search + "/start", "{\"time\":\"nothing\"}")))
        .isEqualTo("#/time");
    assertThat(pointer(program.post(search + "/start", "{\"texts\":[\"nothing\"]}")))
        .isEqualTo("#/texts/0");
    assertThat(pointer(program.post(search + "/start", "{\"scheme\":\"king\"}"))).isEqualTo("#");
    program.await(Program.done(program.post(search + "/start", "{}"), 202).get("work").asString());
    JsonNode result = program.read(search).get("result");
    assertThat(result.get("tickets").asLong()).isEqualTo(3);
    assertThat(result.get("people").get("exact").asLong()).isEqualTo(2);
    assertThat(result.get("secrets").get(0).get("different").asLong()).isOne();
    List<Long> numbers = new ArrayList<>();
    String next = "";
    do {
      JsonNode page = program.read(search + "/list?what=all&limit=2" + next);
      page.get("items").forEach(one -> numbers.add(one.get("number").asLong()));
      next = page.get("next").isNull() ? "" : "&after=" + page.get("next").asString();
    } while (!next.isEmpty());
    assertThat(numbers).containsExactly(1L, 2L, 3L);
    assertThat(program.read(search + "/list?what=secrets").get("items").size()).isOne();
    Program.refused(program.get(search + "/list?what=everything"), "request-invalid");
    HttpResponse<String> ticket = program.get(search + "/at/1");
    assertThat(Program.done(ticket, 200).get("places").size()).isPositive();
    assertThat(ticket.body() + result).doesNotContain("Qvx7canary", "DE89", "person0@");
    Program.refused(program.get(search + "/at/9"), "page-unknown");
    assertThat(Program.done(program.post(search + "/tasks", ""), 201).get("tasks").asInt()).isOne();
    assertThat(program.read(room + "/tasks").toString()).contains("otate 1");
    Program.refused(program.post(search + "/tasks", ""), "request-invalid");
    Program.refused(
        program.post(search + "/reviews", "{\"verdict\":\"confirmed\"}"), "page-unknown");
    assertThat(program.read(room + "/tickets").get("items").get(0).get("state").asString())
        .isEqualTo("done");
  }

  @Test
  void anImportIsSentStartedAndFollowed() {
    byte[] content = "email,plan\nnew1@example.com,pro\n".getBytes(StandardCharsets.UTF_8);
    String helpdesk =
        program.read("/suppliers?name=helpdesk").get("items").get(0).get("id").asString();
    Map<String, String> fields = Map.of("kind", "holdings", "supplier", helpdesk);
    assertThat(pointer(program.upload("/imports", "h.csv", content, Map.of("kind", "king"))))
        .isEqualTo("#/kind");
    assertThat(
            pointer(
                program.upload(
                    "/imports", "h.csv", content, Map.of("kind", "holdings", "supplier", UNKNOWN))))
        .isEqualTo("#/supplier");
    String sent = path(program.upload("/imports", "h.csv", content, fields));
    assertThat(program.read("/imports").get("items").size()).isOne();
    House.Person bob = house.invite(ada, "responder", "bob");
    Program other = new Program(house, house.token(bob, "work,send-imports"));
    Program.refused(other.get(sent), "page-unknown");
    Program.refused(other.post(sent + "/start", "{}"), "page-unknown");
    Program less = new Program(house, house.token(ada, "work,read-suppliers"));
    assertThat(less.upload("/imports", "h.csv", content, fields).statusCode()).isEqualTo(403);
    assertThat(
            pointer(
                program.post(
                    sent + "/start", "{\"columns\":[{\"column\":\"email\",\"as\":\"ignore\"}]}")))
        .isEqualTo("#");
    HttpResponse<String> started =
        program.post(sent + "/start", "{\"columns\":[{\"column\":\"plan\",\"as\":\"ignore\"}]}");
    program.await(Program.done(started, 202).get("work").asString());
    JsonNode done = program.read(sent);
    assertThat(done.get("state").asString()).isEqualTo("done");
    JsonNode batch = program.read("/batches/" + done.get("batch")).get("batch");
    assertThat(batch.get("supplier").asString()).isEqualTo("Helpdesk One");
    assertThat(batch.get("rows").get("exact").asLong()).isOne();
    Program.refused(program.post(sent + "/start", "{}"), "request-invalid");
    String given = path(program.upload("/imports", "i.csv", content, fields));
    assertThat(program.read(given).get("again").asString()).contains("already");
    Program.done(program.post(given + "/discard", ""), 200);
    Program.refused(program.get(given), "page-unknown");
    assertThat(house.acts("import.asked")).isOne();
  }
}
