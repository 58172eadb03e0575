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
import org.stoplog.server.mail.FakeMailServer;

/**
 * Letters in the pages: what stops asking for approval, links by two people, HTML, and its bytes.
 */
class NoticeLettersIT {
  @TempDir static Path home;
  @TempDir static Path files;
  private static House house;
  private static FakeMailServer server;
  private static NoticeHouse at;
  private static String route;

  @BeforeAll
  static void open() throws IOException {
    house = new House(home);
    server = new FakeMailServer();
    at = new NoticeHouse(house, files, Map.of(1, "p1,person1@example.com,DE,**Ann** & Co,de"), 3);
    route = at.route(server, "sends");
  }

  @AfterAll
  static void close() throws IOException {
    server.close();
    house.close();
  }

  private static Map<String, String> text(String title, String body) {
    return NoticeHouse.text(title, body);
  }

  private static HttpResponse<String> keep(Map<String, String> fields) {
    return at.ada.browser().post(at.room + "/notices/new", at.room + "/notices", fields);
  }

  private static String kept(Map<String, String> fields) {
    HttpResponse<String> answer = keep(fields);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
    return answer.headers().firstValue("Location").orElseThrow().replaceAll("https?://[^/]+", "");
  }

  private static String change(String notice, Map<String, String> fields) {
    Map<String, String> changed = new HashMap<>(fields);
    String form = at.ada.browser().get(notice + "/edit").body();
    changed.put("revision", House.find(form, "name=\"revision\" value=\"([0-9]+)\""));
    return at.post(notice + "/edit", notice, changed);
  }

  @Test
  void aNewNoticeBeginsWithTheLanguagesThatOneTakes() {
    String form =
        at.ada.browser().get(at.room + "/notices/new?language=de&language=pl&language=xx").body();
    assertThat(form)
        .contains("value=\"de\"", "value=\"pl\"", "Guten Tag, {{name}}", "Dzień dobry, {{name}}")
        .contains("name=\"supplier\" type=\"text\" maxlength=\"150\" value=\"Mapplanet\"")
        .contains("example.org</textarea>", "value=\"Example, Inc.\"")
        .doesNotContain("Hello {{name}}", "value=\"xx\"");
    assertThat(at.ada.browser().get(at.room + "/notices/new").body()).contains("Hello {{name}}");
  }

  @Test
  void whatTheSnapshotDoesNotProveStopsAskingForApproval() {
    Map<String, String> fields = text("Claims", "Dear {{name}}\n\n{{not-included}}");
    fields.put("not-included", "contact.email fin.card_number");
    String notice = kept(fields);
    assertThat(at.ada.browser().get(notice).body())
        .contains("Must be changed.", "the exposure has it: e-mail address");
    String wave = at.prepare(notice, route, false);
    assertThat(at.ada.browser().get(wave).body())
        .contains("Must be changed.")
        .doesNotContain("Ask to send");
    HttpResponse<String> refused = at.ada.browser().post(wave, wave + "/ask", Map.of());
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("The notice must be changed first");
    fields.put("not-included", "fin.card_number");
    fields.put("omits", "happened");
    change(notice, fields);
    assertThat(at.ada.browser().get(wave).body())
        .contains("there is no block on which of their data")
        .doesNotContain("Ask to send");
    fields.put("omits", "happened,data,done,you,phishing,contact");
    change(notice, fields);
    assertThat(at.ada.browser().get(wave).body()).contains("Ask to send to 3 people");
    String approval = at.ada.browser().get(at.ask(wave)).body();
    assertThat(approval)
        .contains("Look at: en: nobody said that a native speaker checked it")
        .contains("{{not-included}} is: payment card number", "Left out on purpose");
    at.post(wave, wave + "/discard", Map.of());
  }

  @Test
  void linksTakeTwoPeopleAndAnApprovalDoesNotOutliveThem() {
    String list = "/notices/link-hosts";
    int before = server.connections();
    Map<String, String> linked = text("Links", "See https://www.example.org/help now. {{name}}");
    assertThat(keep(linked).statusCode()).isEqualTo(422);
    assertThat(keep(linked).body())
        .contains("These links are not allowed: https://www.example.org/help")
        .contains("See https://www.example.org/help now.");
    assertThat(at.ada.browser().post(list, list, Map.of("hosts", "x y")).body())
        .contains("Line 1 is no name of a host");
    allow("www.example.org\nother.example");
    String notice = kept(linked);
    String wave = at.prepare(notice, route, false);
    String approval = at.ask(wave);
    assertThat(at.ada.browser().get(approval).body()).contains("www.example.org");
    allow("other.example");
    // What waits was asked for with a link that is not allowed any more.
    assertThat(house.approve(at.cay, approval).statusCode()).isNotEqualTo(303);
    assertThat(at.ada.browser().get(approval).body())
        .contains("The content is not the one that was asked for");
    assertThat(at.ada.browser().get(wave).body()).contains("links that are not allowed");
    assertThat(at.ada.browser().post(wave, wave + "/ask", Map.of()).statusCode()).isEqualTo(400);
    assertThat(server.connections()).isEqualTo(before);
    assertThat(house.acts("notice.link-hosts-changed")).isEqualTo(2);
    at.post(wave, wave + "/discard", Map.of());
  }

  private static void allow(String hosts) {
    String approval = at.post("/notices/link-hosts", "/notices/link-hosts", Map.of("hosts", hosts));
    assertThat(at.ada.browser().get("/notices/link-hosts").body()).contains(approval);
    assertThat(house.approve(at.ada, approval).statusCode()).isNotEqualTo(303);
    assertThat(house.approve(at.cay, approval).statusCode()).isEqualTo(303);
  }

  @Test
  void aLetterIsShownAsHtmlThatMayLoadNothing() {
    String notice =
        kept(text("HTML", "# Hi\n\nDear {{name}} <script>alert(1)</script> {{elements}}"));
    for (String path :
        new String[] {
          notice + "/letter?language=en", notice + "/letter?language=%22%3E%3Cscript%3E"
        }) {
      HttpResponse<String> page = at.ada.browser().get(path);
      assertThat(page.headers().allValues("Content-Security-Policy"))
          .hasSize(1)
          .allMatch(policy -> policy.contains("default-src 'none'") && policy.contains("sandbox"));
      assertThat(page.body())
          .contains("Dear <bdi>Alex Sample</bdi> &lt;script&gt;", "e-mail address")
          .doesNotContain("<script");
    }
    String wave = at.prepare(notice, route, false);
    assertThat(at.ada.browser().get(wave + "/letter").body()).contains("Alex Sample");
    assertThat(at.ada.browser().get(wave + "?language=en").body()).contains("Dear Alex Sample");
    assertThat(
            at.ada
                .browser()
                .post(wave, wave + "/preview/letter", Map.of("look-up", "x"))
                .statusCode())
        .isEqualTo(404);
    at.post(wave, wave + "/discard", Map.of());
  }

  /** What was approved is what goes out and what is kept, and one edit voids it. */
  @Test
  void theApprovedTheSentAndTheKeptTextAreOne() {
    int before = server.messages().size();
    String notice = kept(text("Bytes", "**Dear** {{name}},\n\n- {{elements}}"));
    String wave = at.prepare(notice, route, false);
    String approval = at.ask(wave);
    change(notice, text("Bytes", "**Dear** {{name}}!\n\n- {{elements}}"));
    assertThat(house.approve(at.cay, approval).statusCode()).isNotEqualTo(303);
    assertThat(at.ada.browser().get(approval).body()).contains("The content was changed");
    at.approve(wave);
    at.until(wave, "Ended.");
    String all =
        String.join("\n", server.messages().subList(before, before + 3)).replaceAll("=\r?\n", "");
    assertThat(all)
        .contains("multipart/alternative")
        // In plain text, and in HTML as quoted-printable has it.
        .contains("Dear **Ann** & Co!", "<strong>Dear</strong> <bdi>**Ann** &amp; Co</bdi>!")
        .doesNotContain("<strong>Ann");
    assertThat(
            house.count(
                "select count(*) from notice_recipient r join notice_wave w on w.id = r.wave"
                    + " where w.id = '"
                    + NoticeHouse.id(wave)
                    + "' and r.state = 'accepted' and r.message is not null"))
        .isEqualTo(3);
    String page = at.ada.browser().get(wave).body();
    assertThat(page).contains("Dear Alex Sample!");
    change(notice, text("Bytes", "Something else {{name}}"));
    assertThat(at.ada.browser().get(wave).body())
        .contains("Dear Alex Sample!")
        .doesNotContain("Something else");
    assertThat(at.ada.browser().get(wave + "/letter").body())
        .contains("<strong>Dear</strong>")
        .doesNotContain("Something else");
  }
}
