package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.server.mail.FakeMailServer;
import tools.jackson.databind.JsonNode;

/** How bad an incident is: judged, shown, and deciding who gets a notice. */
class SeverityIT {
  @TempDir static Path home;
  @TempDir static Path files;
  private static House house;
  private static NoticeHouse at;
  private static String severity;

  @BeforeAll
  static void open() throws IOException {
    house = new House(home);
    at = new NoticeHouse(house, files, Map.of(), 12);
    severity = at.room + "/severity";
  }

  @AfterAll
  static void close() {
    house.close();
  }

  private static String page() {
    HttpResponse<String> answer = at.ada.browser().get(severity);
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body().replaceAll("\\s+", " ");
  }

  private static JsonNode program() {
    return new Program(house, house.token(at.ada, House.ALL)).read(severity);
  }

  private static void judge(String judgement, String reason) {
    at.post(severity, severity, Map.of("judgement", judgement, "reason", reason));
  }

  /**
   * Of all twelve it is an e-mail address, an id of ours and what they did on the site: behavioural
   * data, 2 points, found by a search, 0.75; to unknown recipients, 0.5, on purpose, 0.5: 2.50,
   * medium. Their relation to us tells of their health, 3 points: 3.25, high. By mistake to one
   * known recipient, 0.25: 2.50, medium again.
   */
  @Test
  void whatIsJudgedDecidesTheBandAndTheBandWhoGetsANotice() throws IOException {
    String before = page();
    assertThat(before)
        .contains("At worst medium, 2.50, for 12 people", "12 judgements are not made")
        .contains("2 x 0.75 + 1.00: behavioural data, identification significant")
        .contains("not verified", "validated by nobody")
        .contains("E-mails that look as if they came from us");
    JsonNode first = program();
    assertThat(first.get("judgement").asInt()).isZero();
    assertThat(first.get("cohorts").size()).isOne();
    assertThat(first.get("cohorts").get(0).get("score").asInt()).isEqualTo(250);
    assertThat(first.get("cohorts").get(0).get("band").asString()).isEqualTo("medium");

    HttpResponse<String> wrong =
        at.ada.browser().post(severity, severity, Map.of("judgement", "points-simple:9"));
    assertThat(wrong.statusCode()).isEqualTo(422);
    assertThat(wrong.body()).contains("Choose what is judged");
    HttpResponse<String> bare =
        at.ada
            .browser()
            .post(severity, severity, Map.of("judgement", "points-simple:3", "reason", "short"));
    assertThat(bare.body()).contains("Say why", "value=\"points-simple:3\" selected");

    judge("points-simple:3", "That they are patients of ours says something of their health.");
    assertThat(page())
        .contains(
            "At worst high, 3.25, for 12 people", "11 of 12 judgements", "one choice decides");
    judge("got-by:known-recipients", "One clinic got the mail, and said so at once.");
    judge("intent:mistake", "A colleague chose the wrong recipient.");
    assertThat(page())
        .contains("At worst medium, 2.50, for 12 people", "says something of their health");
    assertThat(program().get("judgement").asInt()).isEqualTo(3);
    assertThat(house.acts("severity.judged")).isEqualTo(3);

    // Medium is not high: nobody gets a notice for the one, all get one for the other.
    try (FakeMailServer server = new FakeMailServer()) {
      String route = at.route(server, "sends");
      String notice = at.write("First");
      String none = at.prepareOf(notice, route, NoticeHouse.EVERYBODY + "&band=high");
      assertThat(at.states(none)).isEmpty();
      String shown = at.ada.browser().get(none).body();
      assertThat(shown)
          .contains("severity high by judgement 3", "of a severity that was not chosen");
      at.post(none, none + "/discard", Map.of());
      String all = at.prepareOf(notice, route, NoticeHouse.EVERYBODY + "&band=high&band=medium");
      assertThat(at.states(all)).isEqualTo(Map.of("planned", 12L));
      // What is judged later does not move who was frozen, nor what the wave says it is by.
      judge("points-simple:1", "They were no patients after all, only readers of the letter.");
      assertThat(at.ada.browser().get(all).body()).contains("severity medium, high by judgement 3");
      at.approve(all);
      at.until(all, "Ended.");
      assertThat(at.states(all)).isEqualTo(Map.of("accepted", 12L));
    }
  }

  @Test
  void weightsOfOurOwnScoreStandBesideIt() {
    String path = "/severity/weights";
    assertThat(at.ada.browser().get(path).body()).contains("as we ship it");
    HttpResponse<String> wrong = at.ada.browser().post(path, path, Map.of("reach", "4"));
    assertThat(wrong.statusCode()).isEqualTo(422);
    assertThat(wrong.body()).contains("it counts 0, 1, 2 or 3 times", "value=\"4\"");
    at.post(
        path,
        path,
        Map.of(
            "reach",
            "1",
            "name",
            "0",
            "relation",
            "0",
            "pretext",
            "0",
            "checks",
            "0",
            "target",
            "0",
            "threat",
            "0"));
    assertThat(at.ada.browser().get(path).body()).contains("change 1");
    assertThat(page()).contains("weights 1 of your own", "12 people: 12 low");
    assertThat(program().get("weights").asInt()).isOne();
    assertThat(house.acts("severity.weights-changed")).isOne();
  }

  @Test
  void whoSeesNoSmallCountsSeesNoneHere() {
    House.Person viewer = house.invite(at.ada, "viewer", "vic");
    at.addMember("vic");
    String shown = viewer.browser().get(severity).body();
    assertThat(shown).contains("for 12 people").doesNotContain("Keep the judgement");
    assertThat(
            viewer
                .browser()
                .post(at.room, severity, Map.of("judgement", "threat:used"))
                .statusCode())
        .isEqualTo(403);
  }
}
