package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** An incident worked on by a program, from the first word to the delta. */
class IncidentApiIT {
  @TempDir static Path home;
  private static House house;
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
}
