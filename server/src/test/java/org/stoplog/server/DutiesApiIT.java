package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.server.mail.FakeMailServer;
import tools.jackson.databind.JsonNode;

/** Duties for programs: of an incident, and of facts without one; and what meets them. */
class DutiesApiIT {
  @TempDir static Path home;
  @TempDir static Path files;
  private static House house;
  private static NoticeHouse at;
  private static Program program;

  @BeforeAll
  static void open() throws IOException {
    house = new House(home);
    at = new NoticeHouse(house, files, Map.of(11, "p11,person11@example.com,GB,Person 11,en"), 12);
    program = new Program(house, house.token(at.ada, House.ALL));
  }

  @AfterAll
  static void close() {
    house.close();
  }

  private static JsonNode find(JsonNode page, String duty) {
    for (JsonNode one : page.get("items")) {
      if (one.get("duty").asString().equals(duty)) {
        return one;
      }
    }
    throw new AssertionError("no " + duty);
  }

  /**
   * Of 1,200 people in Germany an address and a name are taken, and the company is in Ireland: 72
   * hours from Tuesday 18:00 UTC are Friday 18:00 UTC.
   */
  @Test
  void factsBringDutiesWithoutAnIncident() {
    String facts =
        """
        {"roles": ["controller"], "establishments": ["ie"], "zone": "Europe/Dublin",
         "day": "2025-11-25",
         "people": [{"place": "de", "people": 1200,
                     "elements": ["contact.email", "person.full_name"]}],
         "facts": [{"question": "acquired", "answer": true}], "harm": "some",
         "times": [{"what": "awareness", "at": "2025-11-25T18:00:00Z"}%s]}
        """;
    JsonNode found = Program.done(program.post("/duties", facts.formatted("")), 200);
    JsonNode authority = find(found, "eu-gdpr-authority");
    assertThat(authority.get("outcome").asString()).isEqualTo("required");
    assertThat(authority.get("by").asString()).isEqualTo("2025-11-28T18:00:00Z");
    assertThat(authority.get("people").get("exact").asLong()).isEqualTo(1_200);
    assertThat(authority.get("verified").asBoolean()).isTrue();
    // What is said to be met starts what hangs on it.
    JsonNode met =
        Program.done(
            program.post(
                "/duties",
                facts.formatted(
                    ", {\"what\": \"eu-gdpr-authority\", \"at\": \"2025-11-26T10:00:00Z\"}")),
            200);
    assertThat(met.get("items").size()).isEqualTo(found.get("items").size());
    assertThat(house.count("select count(*) from incident_answer")).as("nothing is kept").isZero();
  }

  private static String wrong(String body) {
    return Program.refused(program.post("/duties", body), "body-invalid").get("errors").toString();
  }

  @Test
  void whatIsWrongIsNamedWhereItStands() {
    String people = "\"people\": [{\"place\": \"DE\", \"people\": 1, \"elements\": [\"%s\"]}]";
    String body = "{\"roles\": [\"%s\"], \"establishments\": [\"%s\"], %s}";
    String sound = people.formatted("contact.email");
    assertThat(wrong(body.formatted("queen", "IE", sound))).contains("/roles/0");
    assertThat(wrong(body.formatted("controller", "Ireland", sound)))
        .contains("/establishments/0", "No place of ISO 3166");
    assertThat(wrong(body.formatted("controller", "IE", people.formatted("shoe.size"))))
        .contains("/people/0/elements/0");
    assertThat(wrong(body.formatted("controller", "IE", "\"people\": []"))).contains("/people");
    assertThat(wrong(body.formatted("controller", "IE", sound + ", \"zone\": \"Dublin\"")))
        .contains("/zone");
    assertThat(
            wrong(
                body.formatted(
                    "controller",
                    "IE",
                    sound + ", \"facts\": [{\"question\": \"aquired\", \"answer\": true}]")))
        .contains("/facts/0/question");
    assertThat(wrong(body.formatted("controller", "IE", sound + ", \"harm\": \"much\"")))
        .contains("/harm");
    assertThat(
            wrong(
                body.formatted(
                    "controller",
                    "IE",
                    sound + ", \"times\": [{\"what\": \"awareness\", \"at\": \"2025-02-29\"}]")))
        .contains("/times/0/at");
    assertThat(
            wrong(
                body.formatted(
                    "controller",
                    "IE",
                    sound + ", \"times\": [{\"what\": \"x\", \"at\": \"2025-11-25T18:00:00Z\"}]")))
        .contains("/times/0/what");
  }

  /** A wave that ended can be what meets the duty to tell people. */
  @Test
  void aWaveMeetsADutyAndProgramsSeeIt() throws IOException {
    String duty = at.room + "/clocks/of/eu-gdpr-individuals";
    at.post(
        "/duties/company",
        "/duties/company",
        Map.of("establishments", "ie", "zone", "Europe/Dublin", "role", "controller"));
    assertThat(at.ada.browser().get(duty).body()).doesNotContain("by which act of this incident");
    String wave;
    try (FakeMailServer server = new FakeMailServer()) {
      wave = at.send(at.write("First"), at.route(server, "sends"), false);
    }
    assertThat(at.ada.browser().get(duty).body()).contains("value=\"" + wave + "\"");
    assertThat(
            at.ada
                .browser()
                .post(
                    duty,
                    duty,
                    Map.of("kind", "met", "act", "/elsewhere", "words", "All of them were told."))
                .statusCode())
        .isEqualTo(400);
    JsonNode before = find(program.read(at.room + "/duties"), "eu-gdpr-individuals");
    assertThat(before.get("metAt").isNull()).isTrue();
    at.post(
        duty, duty, Map.of("kind", "met", "act", wave, "words", "All of them were told by it."));
    assertThat(at.ada.browser().get(duty).body())
        .contains("of letters, " + wave + ": All of them were told by it.");
    JsonNode after = find(program.read(at.room + "/duties"), "eu-gdpr-individuals");
    assertThat(after.get("metAt").asString())
        .as("by the clock of the story")
        .isEqualTo(
            house
                .ledger()
                .inTransaction(
                    db -> {
                      try (var find =
                              db.prepareStatement(
                                  "select at from incident_event where kind = 'notice.wave-ended'");
                          var row = find.executeQuery()) {
                        row.next();
                        return row.getObject(1, java.time.OffsetDateTime.class)
                            .toInstant()
                            .toString();
                      }
                    }));
    // One in the United Kingdom is under ten, and the sum of all twelve must not give it.
    Program less = new Program(house, house.token(at.ada, "work,read-incidents"));
    JsonNode people = find(less.read(at.room + "/duties"), "eu-gdpr-individuals").get("people");
    assertThat(people.get("exact").isNull()).isTrue();
    assertThat(people.get("under").asInt()).isEqualTo(20);
    House.Person other = house.invite(at.ada, "responder", "dan");
    Program theirs = new Program(house, house.token(other, "work,read-incidents"));
    assertThat(theirs.get(at.room + "/duties").statusCode()).isEqualTo(404);
  }
}
