package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What programs may, by a token, and how they are refused. */
class ApiIT {
  private static final String UNKNOWN = "01970000-0000-7000-8000-000000000000";

  @TempDir static Path home;
  private static House house;
  private static int suppliers;
  private House.Person ada;
  private Program program;

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
  }

  private static String newName() {
    return "Supplier " + ++suppliers;
  }

  private String supplier(String name) {
    return Program.done(program.post("/suppliers", "{\"name\":\"" + name + "\"}"), 201)
        .get("id")
        .asString();
  }

  private String incident(Program who) {
    JsonNode made =
        Program.done(
            who.post("/incidents", "{\"title\":\"Analytics\",\"signal\":\"notice\"}"), 201);
    return "/incidents/" + made.get("id").asString();
  }

  @Test
  void aSupplierIsEnteredChangedAndRefusedInAnOldVersion() {
    String name = newName();
    HttpResponse<String> made =
        program.post(
            "/suppliers",
            "{\"name\":\"%s\",\"domain\":\"s%d.example\",\"started\":\"2025-01-01\"}"
                .formatted(name, suppliers));
    Program.done(made, 201);
    String path = made.headers().firstValue("Location").orElseThrow().replace("/api/v1", "");
    HttpResponse<String> read = program.get(path);
    assertThat(Program.done(read, 200).get("started").asString()).isEqualTo("2025-01-01");
    String change =
        "{\"name\":\"%s & Co\",\"securityContact\":\"security@s.example\"}".formatted(name);
    Program.refused(program.send("PUT", path, change), "request-invalid");
    HttpResponse<String> changed = program.send("PUT", path, change, "If-Match", Program.tag(read));
    JsonNode now = Program.done(changed, 200);
    assertThat(now.get("name").asString()).isEqualTo(name + " & Co");
    assertThat(now.get("started").isNull()).as("what is left out is emptied").isTrue();
    assertThat(now.get("securityContact").asString()).isEqualTo("security@s.example");
    HttpResponse<String> late = program.send("PUT", path, change, "If-Match", Program.tag(read));
    assertThat(late.statusCode()).isEqualTo(412);
    Program.refused(late, "changed-meanwhile");
    assertThat(house.acts("supplier.added")).isOne();
    assertThat(house.acts("supplier.changed")).isOne();
    assertThat(
            house.count(
                "select count(*) from audit_entry where act like 'supplier.%'"
                    + " and detail like '%\"token\":%'"))
        .as("a program did it")
        .isEqualTo(2);
  }

  @Test
  void whatIsWrongIsPointedAtAndNothingIsDone() {
    String name = newName();
    Map<String, String> wrong =
        Map.of(
            "{\"name\":\"" + name + "\",\"domian\":\"x.example\"}",
            "#/domian",
            "{\"name\":\"" + name + "\",\"started\":\"yesterday\"}",
            "#/started",
            "{\"name\":\"" + name + "\",\"domains\":[\"a.example\",7]}",
            "#/domains/1",
            "{\"name\":7}",
            "#/name",
            "{}",
            "#/name",
            "{\"name\":\"\\u0000\"}",
            "#/name",
            "[]",
            "#",
            "{\"name\":\"a\",\"name\":\"b\"}",
            "#",
            "{\"name\":" + "[".repeat(50) + "]".repeat(50) + "}",
            "#",
            "{\"name\":\"" + "x".repeat(1 << 20) + "\"}",
            "#");
    wrong.forEach(
        (body, pointer) -> {
          HttpResponse<String> answer = program.post("/suppliers", body);
          assertThat(answer.statusCode()).as(pointer + answer.body() + house.log()).isEqualTo(422);
          JsonNode problem = Program.refused(answer, "body-invalid");
          assertThat(problem.get("errors").get(0).get("pointer").asString())
              .as(problem.toString())
              .isEqualTo(pointer);
        });
    assertThat(house.acts("supplier.added")).isZero();
    Program.refused(program.form("/suppliers", "name=x"), "request-invalid");
  }

  @Test
  void aRequestThatIsSentAgainWithItsKeyIsDoneOnce() {
    String body = "{\"title\":\"Analytics\",\"signal\":\"notice\"}";
    HttpResponse<String> first =
        program.post("/incidents", body, "Idempotency-Key", "key-number-1");
    HttpResponse<String> again =
        program.post("/incidents", body, "Idempotency-Key", "key-number-1");
    Program.done(first, 201);
    Program.done(again, 201);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.headers().firstValue("Location"))
        .isEqualTo(first.headers().firstValue("Location"));
    assertThat(again.headers().firstValue("Idempotent-Replayed")).hasValue("true");
    assertThat(house.acts("incident.opened")).isOne();

    String other = "{\"title\":\"Other\",\"signal\":\"notice\"}";
    Program.refused(
        program.post("/incidents", other, "Idempotency-Key", "key-number-1"), "key-reused");
    Program stranger = new Program(house, house.token(ada, House.ALL));
    Program.done(stranger.post("/incidents", body, "Idempotency-Key", "key-number-1"), 201);
    Program.refused(
        program.post("/incidents", body, "Idempotency-Key", "short"), "request-invalid");
    assertThat(
            house.count(
                "select count(*) from passing.request_key"
                    + " where position('Analytics'::bytea in answer) > 0"))
        .as("answers are sealed")
        .isZero();
    house.pass(Duration.ofHours(25));
    Program.done(program.post("/incidents", other, "Idempotency-Key", "key-number-1"), 201);
  }

  @Test
  void whatWasDoneWithoutAnAnswerIsNotDoneAgain() {
    String body = "{\"title\":\"Analytics\",\"signal\":\"notice\"}";
    Program.done(program.post("/incidents", body, "Idempotency-Key", "key-number-2"), 201);
    // As after a kill between the commit and the answer.
    house.change("update passing.request_key set answer = null where key = 'key-number-2'");
    Program.refused(
        program.post("/incidents", body, "Idempotency-Key", "key-number-2"), "key-reused");
    assertThat(house.acts("incident.opened")).isOne();
  }

  @Test
  void ofManyAtOnceWithOneKeyOneIsDone() throws Exception {
    String body = "{\"title\":\"Analytics\",\"signal\":\"notice\"}";
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Program one = program;
      threads.add(
          Thread.ofVirtual()
              .start(() -> one.post("/incidents", body, "Idempotency-Key", "key-number-3")));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(house.acts("incident.opened")).isOne();
    assertThat(house.count("select count(*) from incident where title = 'Analytics'")).isPositive();
  }

  @Test
  void aListGoesOnAfterItsLastItem() {
    for (int i = 0; i < 4; i++) {
      supplier(newName());
    }
    List<String> found = new ArrayList<>();
    String next = "";
    do {
      JsonNode page = program.read("/suppliers?limit=3" + next);
      page.get("items").forEach(one -> found.add(one.get("id").asString()));
      next = page.get("next").isNull() ? "" : "&after=" + page.get("next").asString();
      if (found.size() == 3) {
        supplier(newName());
      }
    } while (!next.isEmpty());
    assertThat(found).doesNotHaveDuplicates();
    assertThat((long) found.size()).isEqualTo(house.count("select count(*) from supplier"));
    for (String bad : new String[] {"limit=0", "limit=501", "limit=x", "after=x"}) {
      Program.refused(program.get("/suppliers?" + bad), "request-invalid");
    }
    Program.refused(program.get("/suppliers?after=" + UNKNOWN), "page-unknown");
  }

  @Test
  void whoIsNoMemberIsToldWhatAnUnknownIncidentIsTold() {
    String own = incident(program);
    House.Person bob = house.invite(ada, "responder", "bob");
    Program other =
        new Program(
            house,
            house.token(
                bob,
                "work,read-suppliers,edit-suppliers,see-small-counts,look-up-people,"
                    + "read-incidents,work-on-incidents"));
    for (String what :
        new String[] {
          "",
          "/claims",
          "/times",
          "/scope",
          "/exposures",
          "/exposures/1",
          "/tasks",
          "/questions",
          "/timeline"
        }) {
      HttpResponse<String> known = other.get(own + what);
      HttpResponse<String> unknown = other.get("/incidents/" + UNKNOWN + what);
      assertThat(known.statusCode()).as(what).isEqualTo(404);
      assertThat(known.body()).isEqualTo(unknown.body());
    }
    Map<String, String> posts =
        Map.of(
            "/times",
            "{\"kind\":\"aware\",\"source\":\"us\",\"reason\":\"x\"}",
            "/scope",
            "{\"version\":0,\"claims\":[\"C1\"],\"reason\":\"x\"}",
            "/exposures",
            "",
            "/tasks",
            "{\"title\":\"x\"}",
            "/tasks/" + UNKNOWN + "/done",
            "{\"proof\":\"x\"}",
            "/questions",
            "",
            "/questions/window",
            "{\"answer\":\"x\"}",
            "/notes",
            "{\"text\":\"x\"}",
            "/state",
            "{\"state\":\"closed\"}");
    posts.forEach(
        (what, body) -> {
          HttpResponse<String> known = other.post(own + what, body);
          HttpResponse<String> unknown = other.post("/incidents/" + UNKNOWN + what, body);
          assertThat(known.statusCode()).as(what + known.body()).isEqualTo(404);
          assertThat(known.body()).isEqualTo(unknown.body());
        });
    String claims = "{\"claims\":[{\"id\":\"C1\",\"supplier\":\"Mapplanet\"}]}";
    HttpResponse<String> known = other.send("PUT", own + "/claims", claims, "If-Match", "\"x\"");
    assertThat(known.statusCode()).isEqualTo(404);
    assertThat(other.read("/incidents").get("items").size()).isZero();
  }

  @Test
  void aViewersTokenIsShownNoSmallCount() {
    House.Person vera = house.invite(ada, "viewer", "vera");
    house.server().refreshOutlooks();
    Program viewer = new Program(house, house.token(vera, "work,read-suppliers,read-incidents"));
    JsonNode all = program.read("/if-tonight?name=mapplanet").get("items").get(0);
    JsonNode few = viewer.read("/if-tonight?name=mapplanet").get("items").get(0);
    assertThat(all.get("declared").get("exact").asLong()).isEqualTo(14);
    assertThat(few.get("declared").get("exact").asLong()).isEqualTo(14);
    assertThat(all.get("countries").asString()).contains("DE 4");
    assertThat(few.get("countries").asString()).contains("DE under 10");
    Program.refused(viewer.post("/suppliers", "{\"name\":\"x\"}"), "access-denied");
  }

  @Test
  void lookUpsTakeAReasonAndKeepNoIdentifier() {
    String body =
        "{\"scheme\":\"email\",\"value\":\"person1@example.com\",\"reason\":\"check\","
            + "\"words\":\"a test of the interface\"}";
    HttpResponse<String> made = program.post("/people/look-ups", body);
    JsonNode found = Program.done(made, 201);
    assertThat(found.get("persons").asInt()).isOne();
    assertThat(made.body()).contains("Mapplanet").doesNotContain("person1@");
    String path = made.headers().firstValue("Location").orElseThrow().replace("/api/v1", "");
    assertThat(program.read(path).get("state").asString()).isEqualTo("One person.");
    JsonNode problem =
        Program.refused(
            program.post("/people/look-ups", body.replace("a test of the interface", "x")),
            "body-invalid");
    assertThat(problem.get("errors").get(0).get("pointer").asString()).isEqualTo("#/words");
    assertThat(house.count("select count(*) from audit_entry where detail like '%person1%'"))
        .isZero();
    House.Person bob = house.invite(ada, "responder", "bob");
    Program other = new Program(house, house.token(bob, "work,look-up-people"));
    Program.refused(other.get(path), "page-unknown");
    for (int i = 1; i < 30; i++) {
      Program.done(program.post("/people/look-ups", body), 201);
    }
    HttpResponse<String> spent = program.post("/people/look-ups", body);
    assertThat(spent.statusCode()).isEqualTo(429);
    Program.refused(spent, "look-ups-spent");
  }

  @Test
  void theRecordAndTheLogAreRead() {
    JsonNode batches = program.read("/batches?limit=1");
    assertThat(batches.get("items").get(0).get("supplier").asString()).isEqualTo("Mapplanet");
    long next = Long.parseLong(batches.get("next").asString());
    assertThat(program.read("/batches?before=" + next).get("items").get(0).get("kind").asString())
        .isEqualTo("people");
    assertThat(program.read("/batches/" + next).get("leftOut").size()).isZero();
    Program.refused(program.get("/batches/999"), "page-unknown");
    assertThat(program.read("/coverage?from=2025-09&to=2025-11").toString())
        .contains("Mapplanet", "2025-10");
    Program.refused(program.get("/coverage?from=soon"), "request-invalid");
    JsonNode log = program.read("/audit?act=token.made");
    assertThat(log.get("items").size()).isOne();
    Program.refused(program.get("/audit?from=soon"), "request-invalid");
    assertThat(program.read("/approvals").get("items").size()).isZero();
    assertThat(program.read("/running").get("items").size()).isZero();
    Program.refused(program.get("/running/" + UNKNOWN), "page-unknown");
  }

  @Test
  void nothingOfTheInterfaceIsAPage() {
    Browser browser = house.browser("asks for a page");
    assertThat(browser.get("/api/v1/suppliers").statusCode()).isEqualTo(401);
    Program.refused(program.get("/nothing"), "page-unknown");
    Program.refused(program.send("DELETE", "/suppliers", ""), "request-invalid");
  }
}
