package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A supplier held against what is expected of it, and what came of a gap. */
class AssessmentsIT {
  @TempDir static Path home;
  @TempDir static Path files;
  private static House house;
  private static NoticeHouse at;
  private static String assessments;

  @BeforeAll
  static void open() throws IOException {
    house = new House(home);
    at = new NoticeHouse(house, files, Map.of(), 3);
    assessments =
        "/suppliers/"
            + house.count("select id from supplier where name = 'Mapplanet'")
            + "/assessments";
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

  private static String day(int days) {
    return house.now().plus(Duration.ofDays(days)).toString().substring(0, 10);
  }

  private static String begin(String set) {
    return at.post(
        assessments, assessments, Map.of("set", set, "due", day(30), "why", "Its turn this year"));
  }

  private static HttpResponse<String> send(String one, int question, String answer, String words) {
    return at.ada
        .browser()
        .post(
            one,
            one,
            Map.of("question", String.valueOf(question), "answer", answer, "words", words));
  }

  private static void answer(String one, int question, String answer, String words) {
    HttpResponse<String> sent = send(one, question, answer, words);
    assertThat(sent.statusCode()).as(sent.body()).isEqualTo(303);
  }

  @Test
  void aSupplierIsHeldAgainstASetAndAGapIsSeenTo() {
    assertThat(page("/assessments")).contains("Begin one on the page of a");
    assertThat(page(assessments))
        .contains("22 questions", "25 questions", "CC0-1.0", "Not verified: what");
    HttpResponse<String> past =
        at.ada
            .browser()
            .post(assessments, assessments, Map.of("set", "mvsp", "due", day(-1), "why", "x"));
    assertThat(past.statusCode()).isEqualTo(422);
    assertThat(past.body()).contains("still to come");
    assertThat(
            at.ada
                .browser()
                .post(assessments, assessments, Map.of("set", "none", "due", day(1), "why", "x"))
                .body())
        .contains("Choose a set of expectations");

    String one = begin("breaches");
    assertThat(page(one))
        .contains("0 of 100: 18 not answered, 4 not asked")
        .contains("Wanted: at most 24 hours; weight 3")
        .doesNotContain("Which accounts are an exception");
    assertThat(send(one, 1, "soon", "").body())
        .contains("Answer with a whole number of hours", "href=\"#q1\"");
    assertThat(send(one, 3, "maybe", "").body()).contains("Answer yes, partly or no");
    assertThat(send(one, 3, "not-applicable", "no").body()).contains("why it does not apply");
    assertThat(send(one, 99, "yes", "").body()).contains("There is no such question");
    answer(one, 1, "24", "");
    answer(one, 2, "16", "That is how long it took in November.");
    answer(one, 7, "yes", "");
    assertThat(page(one)).contains("Which accounts are an exception", "That is how long it took");
    assertThat(send(one, 8, "", "").body()).contains("Answer in words");
    answer(one, 8, "", "Two <b>service</b> accounts.");
    assertThat(page(one))
        .contains("nobody has read the answer", "Two &lt;b&gt;service&lt;/b&gt; accounts");
    answer(one, 8, "read-partly", "");
    assertThat(page(one)).contains("1 partly met");
    answer(one, 11, "not-applicable", "It sees no documents of anybody.");

    // The gap becomes a finding, whose steps all stay.
    String owner = house.id("cay");
    Map<String, String> found = new HashMap<>();
    found.put("question", "2");
    found.put("title", "Rows come after sixteen days");
    found.put("weight", "high");
    found.put("owner", owner);
    found.put("due", day(10));
    Map<String, String> wrong = new HashMap<>(found);
    wrong.put("due", "soon");
    HttpResponse<String> refused = at.ada.browser().post(one, one + "/findings", wrong);
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body().replaceAll("\\s+", " "))
        .contains("Write the day as 2026-01-31", "href=\"#q2\"", "<details open><summary>Make it")
        .contains("value=\"Rows come after sixteen days\"", "value=\"high\" selected")
        .contains("value=\"" + owner + "\" selected", "value=\"soon\"");
    wrong.put("weight", "queer");
    assertThat(at.ada.browser().post(one, one + "/findings", wrong).body())
        .contains("Choose how much it matters");
    String finding = at.post(one, one + "/findings", found);
    assertThat(page(finding)).contains("Rows come after sixteen days", "cay sees to it", ">open.");
    assertThat(page("/findings")).contains("1 open, 0 of them late", "Mapplanet");
    HttpResponse<String> bare =
        at.ada
            .browser()
            .post(finding, finding, Map.of("kind", "accepted", "words", "Long enough words."));
    assertThat(bare.statusCode()).isEqualTo(422);
    assertThat(bare.body()).contains("Write the day", "Long enough words.");
    step(finding, "remedied", "They changed their contract.", "");
    assertThat(page(finding)).contains("to be tested again");
    step(finding, "bad", "Asked again: nine days.", "");
    assertThat(page(finding)).contains(">open.");
    step(finding, "accepted", "Until the contract ends.", day(40));
    assertThat(page("/findings")).contains("0 open");

    // A closed one changes no more, and its answers come up for confirmation next time.
    at.post(one, one + "/close", Map.of());
    assertThat(send(one, 1, "12", "").statusCode()).isEqualTo(422);
    assertThat(page(one)).contains("Closed.").doesNotContain("Keep the answer");
    house.pass(Duration.ofSeconds(5));
    String next = begin("breaches");
    assertThat(page(next)).contains("Last time: 24 hours", "Last time: 16 days: That is how long");
    assertThat(at.ada.browser().get(one + "/assessment.csv").body().lines()).hasSize(23);
    assertThat(page("/assessments")).contains("1 open, 1 closed");
    assertThat(house.acts("assessment.answered")).isEqualTo(6);
    assertThat(house.acts("finding.changed")).isEqualTo(3);
    anAcceptanceEnds(finding);
  }

  private static void step(String finding, String kind, String words, String until) {
    at.post(finding, finding, Map.of("kind", kind, "words", words, "until", until));
  }

  /** When its day has come the finding is open again, and late. */
  private static void anAcceptanceEnds(String finding) {
    house.pass(Duration.ofDays(41));
    assertThat(house.signIn(at.ada.browser(), at.ada).statusCode()).isEqualTo(303);
    assertThat(page(finding)).contains("Late: open");
    assertThat(page("/findings?only=late")).contains("Rows come after sixteen days");
    assertThat(at.ada.browser().get("/findings/findings.csv").body())
        .contains("\"Mapplanet\",\"Rows come after sixteen days\",\"high\",\"open\",\"cay\"");
    step(finding, "good", "Rows came within two days.", "");
    assertThat(page("/findings")).contains("0 open");
  }

  @Test
  void whoOnlyReadsChangesNothing() {
    House.Person viewer = house.invite(at.ada, "viewer", "vic");
    assertThat(viewer.browser().get(assessments).body()).doesNotContain("Begin the assessment");
    assertThat(viewer.browser().post("/suppliers", assessments, Map.of("set", "mvsp")).statusCode())
        .isEqualTo(403);
    assertThat(at.ada.browser().get("/findings/" + house.id("ada")).statusCode()).isEqualTo(404);
    assertThat(at.ada.browser().get("/assessments/" + house.id("ada")).statusCode()).isEqualTo(404);
  }
}
