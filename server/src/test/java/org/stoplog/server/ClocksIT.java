package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.obligations.Obligation;
import org.stoplog.catalog.obligations.Obligations;

/** The duties of an incident, from what was sent to what was decided and met. */
class ClocksIT {
  @TempDir static Path home;
  @TempDir static Path files;
  private static House house;
  private static NoticeHouse at;
  private static String clocks;

  @BeforeAll
  static void open() throws IOException {
    house = new House(home);
    // Of twelve people, four are in Germany, seven in France and one in the United Kingdom.
    at = new NoticeHouse(house, files, Map.of(11, "p11,person11@example.com,GB,Person 11,en"), 12);
    clocks = at.room + "/clocks";
  }

  @AfterAll
  static void close() {
    house.close();
  }

  private static String page(String path) {
    HttpResponse<String> answer = at.ada.browser().get(path);
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    return answer.body().replaceAll("\\s+", " ");
  }

  private static HttpResponse<String> send(String path, Map<String, String> fields) {
    return at.ada.browser().post(path, path, fields);
  }

  private static void answer(String question, String answer, String reason) {
    at.post(clocks, clocks, Map.of("question", question, "answer", answer, "reason", reason));
  }

  @Test
  void everyDutyOfTheCatalogueHasItsPage() {
    int looked = 0;
    for (Obligation one : Obligations.catalogue().all()) {
      String page = page("/duties/of/" + one.id());
      assertThat(page.contains("Not verified")).as(one.id()).isEqualTo(!one.isVerified());
      assertThat(page).as(one.id()).contains(one.id(), "Sources", "How sure we are");
      looked++;
    }
    assertThat(looked).isEqualTo(475);
    String list = page("/duties");
    assertThat(list).contains("475 duties");
    int listed = 0;
    for (String at = "/duties"; at != null; ) {
      String shown = page(at);
      listed += shown.split("/duties/of/", -1).length - 1;
      var next = java.util.regex.Pattern.compile("<a href=\"([^\"]*)\">Next").matcher(shown);
      at = next.find() ? next.group(1).replace("&amp;", "&") : null;
    }
    assertThat(listed).isEqualTo(475);
    assertThat(page("/duties?text=eu-gdpr&from=9999")).contains("/duties/of/eu-gdpr-");
    assertThat(page("/duties?place=US-TX")).contains("us-tx-regulator").doesNotContain("us-ca-");
    assertThat(page("/duties?text=nothing-like-this")).contains("No duty matches");
    assertThat(at.ada.browser().get("/duties/of/no-such-duty").statusCode()).isEqualTo(404);
  }

  @Test
  void anIncidentsDutiesFollowWhatIsKnownAndWhatIsDecidedStays() {
    String before = page(clocks);
    assertThat(before)
        .contains("Nobody said what the company is", "Nobody decided when we became aware")
        .contains("waits for awareness");
    HttpResponse<String> wrong =
        send("/duties/company", Map.of("establishments", "Ireland", "zone", "Dublin"));
    assertThat(wrong.statusCode()).isEqualTo(422);
    assertThat(wrong.body())
        .contains("Tick what the company is", "Ireland", "is no place of ISO 3166")
        .contains("There is no zone of this name");
    at.post(
        "/duties/company",
        "/duties/company",
        Map.of("establishments", "ie", "zone", "Europe/Dublin", "role", "controller"));
    assertThat(page("/duties/company")).contains("value=\"IE\"", "As it was said by ada");

    // Aware on Tuesday 18:00 UTC: 72 hours later is Friday 18:00 UTC, whatever the weekday.
    at.post(
        at.room + "/times/aware",
        at.room + "/times/aware",
        Map.of("said", "2025-11-18 18:00 UTC", "source", "us", "reason", "Counsel read the mail."));
    String authority = clocks + "/of/eu-gdpr-authority";
    String why = page(authority);
    assertThat(why)
        .contains(">Required, by 21 Nov 2025, 18:00:00 UTC", "72 hours from awareness")
        .contains("harm is presumed until somebody judged that it is unlikely")
        .contains("How likely is it that the breach harms people?");
    assertThat(page(clocks)).doesNotContain("Missing:").contains("missed by");
    assertThat(page(clocks + "/panel")).contains("missed by");
    // The company is in the Union: its law is about all twelve, wherever they live.
    assertThat(why).contains("<dd>12</dd>");

    String calendar = at.ada.browser().get(clocks + "/calendar.ics").body();
    for (String line : calendar.split("\r\n", -1)) {
      assertThat(line.getBytes(java.nio.charset.StandardCharsets.UTF_8).length)
          .as(line)
          .isLessThanOrEqualTo(75);
      assertThat(line).doesNotContain("\n");
    }
    assertThat(calendar.replace("\r\n ", ""))
        .startsWith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
        .containsOnlyOnce("UID:eu-gdpr-authority.")
        .contains("DTSTART:20251121T180000Z\r\n", "TRIGGER:-P1D", "required\\; 72 hours from")
        .endsWith("END:VCALENDAR\r\n");

    // What is supposed is shown beside what is, and kept nowhere.
    String supposed = page(clocks + "?suppose=harm:unlikely");
    assertThat(supposed)
        .contains("Supposing: How likely is it")
        .contains("<td>required</td><td>not required</td>");
    assertThat(page(authority)).contains(">Required, by 21 Nov 2025, 18:00");
    assertThat(page(clocks + "?suppose=nonsense:yes")).doesNotContain("Supposing");

    HttpResponse<String> unsound =
        send(clocks, Map.of("question", "nonsense", "answer", "yes", "reason", "Because I say so"));
    assertThat(unsound.statusCode()).isEqualTo(422);
    assertThat(unsound.body()).contains("Choose a question that duties ask");
    assertThat(
            send(clocks, Map.of("question", "harm", "answer", "yes", "reason", "Long enough"))
                .body())
        .contains("Choose an answer to this question");
    assertThat(send(clocks, Map.of("question", "harm", "answer", "some", "reason", "short")).body())
        .contains("Say how we know");

    // A decision keeps what it came to at that moment.
    at.post(
        authority,
        authority,
        Map.of("kind", "tell", "words", "Counsel says that it is a breach of personal data."));
    assertThat(page(authority))
        .contains("we tell them", "outcome: required", "within: 72 hours from awareness")
        .doesNotContain("The facts changed");
    answer("harm", "unlikely", "Addresses alone, and the attacker was stopped at once.");
    assertThat(page(authority))
        .contains(">Not required, by 21 Nov 2025", "The facts changed since it was decided")
        .contains("outcome: not required", "outcome: required");
    assertThat(page(clocks)).contains("Addresses alone, and the attacker");
    answer("harm", "unknown", "The attacker was not stopped after all.");
    assertThat(page(authority)).contains(">Required, by 21 Nov 2025, 18:00");

    Map<String, String> met = new HashMap<>();
    met.put("kind", "met");
    met.put("met", "2025-11-21 10:00 UTC");
    met.put("words", "Receipt 2025/4711 of the authority's portal.");
    at.post(authority, authority, met);
    assertThat(page(authority)).contains("met in time, 21 Nov 2025, 10:00");
    met.put("met", "2099-01-01");
    HttpResponse<String> toCome = send(authority, met);
    assertThat(toCome.statusCode()).isEqualTo(422);
    assertThat(toCome.body()).contains("This time is still to come");
    at.post(
        authority,
        authority,
        Map.of("kind", "not-met", "words", "The receipt was for another incident."));
    assertThat(page(authority)).contains("missed by", "it was not met after all");

    assertThat(house.acts("clock.answered")).isEqualTo(2);
    assertThat(house.acts("clock.decided")).isOne();
    assertThat(house.acts("clock.met")).isEqualTo(2);
    assertThat(page(at.room)).contains("decided on the duty");
    assertThat(at.ada.browser().get(clocks + "/of/us-tx-regulator").statusCode())
        .as("nobody of Texas is in it")
        .isEqualTo(404);
  }

  /** The one in the United Kingdom is under ten, and what is shown beside it must not give it. */
  @Test
  void whoSeesNoSmallCountsSeesNoneHere() {
    House.Person viewer = house.invite(at.ada, "viewer", "vic");
    at.addMember("vic");
    String number = "class=\"number\">%s<";
    assertThat(page(clocks)).contains(number.formatted(1)).containsPattern("number\">1[12]<");
    String shown = viewer.browser().get(clocks).body();
    assertThat(shown)
        .contains(number.formatted("under 10"), number.formatted("10 or more"))
        .doesNotContainPattern("data-label=\"People\" class=\"number\">[1-9][0-9]*<");
    assertThat(viewer.browser().get(clocks + "/of/eu-gdpr-individuals").body())
        .contains("<dd>10 or more</dd>");
    HttpResponse<String> refused =
        viewer.browser().post(at.room, clocks, Map.of("question", "harm", "answer", "some"));
    assertThat(refused.statusCode()).isEqualTo(403);
  }

  @Test
  void groupsHoldEachPersonOnce() {
    assertThat(
            house.count(
                """
                select sum(people) from exposure_group
                where exposure = (select max(exposure) from incident_exposure)
                """))
        .isEqualTo(12);
    assertThat(house.count("select count(distinct country) from exposure_group")).isEqualTo(3);
  }
}
