package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.server.mail.FakeMailServer;

/** Who answers the telephone sees what people were told, and of one caller whether they were. */
class SupportIT {
  private static final int PEOPLE = 14;

  @TempDir Path home;
  @TempDir Path files;

  @Test
  void aCodeOpensWhatWasToldAndNothingElse() throws IOException {
    try (House house = new House(home);
        FakeMailServer server = new FakeMailServer()) {
      NoticeHouse at = new NoticeHouse(house, files, Map.of(2, "p2,,DE,Person 2,en"), PEOPLE);
      House.Person tel = house.invite(at.ada, "support", "tel");
      House.Person eve = house.invite(at.ada, "viewer", "eve");
      at.addMember("eve");
      String page = "/support/" + at.room.substring("/incidents/".length());
      assertThat(tel.browser().get("/support").body()).contains("None yet.");
      assertThat(tel.browser().get(page).statusCode()).as("without a code").isEqualTo(404);
      assertThat(tel.browser().get(at.room).statusCode()).isEqualTo(403);

      HttpResponse<String> made =
          at.ada.browser().post(at.room + "/support", at.room + "/support", Map.of("days", "14"));
      String code = House.find(made.body(), "([A-Z2-7]{4}(?:-[A-Z2-7]{4}){3})");
      assertThat(at.ada.browser().get(at.room + "/support").body())
          .as("shown once")
          .doesNotContain(code);
      assertThat(house.count("select count(*) from audit_entry where detail like '%" + code + "%'"))
          .isZero();
      assertThat(
              eve.browser()
                  .post(at.room + "/support", at.room + "/support", Map.of("days", "14"))
                  .statusCode())
          .isEqualTo(403);
      HttpResponse<String> entered = enter(tel, code.toLowerCase(java.util.Locale.ROOT));
      assertThat(entered.statusCode()).as(entered.body()).isEqualTo(303);
      assertThat(tel.browser().get(page).body())
          .contains("Nobody was told anything yet", "We write to everybody who is concerned")
          .doesNotContain("Analytics breach", "Mapplanet", "claim", "Members");

      // In the list, and nobody was told yet.
      assertThat(ask(tel, page, "person0@example.com", "called-back").body())
          .contains("no message to them was approved so far");

      at.send(at.write("First words"), at.route(server, "sends"), false);
      assertThat(tel.browser().get(page).body())
          .contains("About your data at Mapplanet", "Hello there", "notice@example.org")
          .doesNotContain("Analytics breach", "First words", "Person 0");
      HttpResponse<String> told = ask(tel, page, "person0@example.com", "signed-in");
      assertThat(told.body())
          .contains("The mail server accepted the copy", "We wrote to you by e-mail on")
          .doesNotContain("person0@");
      assertThat(ask(tel, page, "nobody@example.com", "called-back").body())
          .contains("We cannot say.", "does not mean that you are");
      assertThat(askBy(tel, page, "user-id", "p2", "called-back").body())
          .contains("In the list but not told: no copy reached them");

      // Without a check nobody is looked up, and the words are the same for all.
      HttpResponse<String> listed = ask(tel, page, "person0@example.com", "");
      HttpResponse<String> stranger = ask(tel, page, "nobody@example.com", "");
      assertThat(listed.statusCode()).isEqualTo(422);
      assertThat(plain(listed)).isEqualTo(plain(stranger));
      assertThat(ask(tel, page, "<script>", "called-back").statusCode()).isEqualTo(422);
      assertThat(house.acts("support.looked-up")).isEqualTo(4);
      assertThat(
              house.count(
                  "select count(*) from audit_entry where act = 'support.looked-up'"
                      + " and detail like '%\"answer\":\"told\"%'"))
          .isOne();
      assertThat(house.count("select count(*) from audit_entry where detail like '%@example%'"))
          .isZero();
      assertThat(String.join("\n", house.log())).doesNotContain("@example.com", code);
      assertThat(at.ada.browser().get(at.room + "/support").body())
          .contains("<td class=\"number\">1</td><td class=\"number\">4</td>");

      // Few an hour, as every look-up. Five were looked at, also the one that was none.
      for (int i = 5; i < 30; i++) {
        assertThat(ask(tel, page, "nobody@example.com", "called-back").statusCode()).isEqualTo(200);
      }
      assertThat(ask(tel, page, "nobody@example.com", "called-back").statusCode()).isEqualTo(429);
      house.pass(Duration.ofMinutes(25));
      tel.browser().get("/support");
      at.ada.browser().get("/account");
      house.pass(Duration.ofMinutes(25));
      tel.browser().get("/support");
      at.ada.browser().get("/account");
      house.pass(Duration.ofMinutes(15));
      assertThat(ask(tel, page, "nobody@example.com", "called-back").statusCode()).isEqualTo(200);

      String end =
          House.find(
              at.ada.browser().get(at.room + "/support").body(),
              "action=\"(/incidents/[^\"]+/end)\"");
      at.post(at.room + "/support", end, Map.of());
      assertThat(tel.browser().get(page).statusCode()).as("ended").isEqualTo(404);
      assertThat(ask(tel, page, "person0@example.com", "called-back").statusCode()).isEqualTo(404);
      assertThat(enter(tel, code).statusCode()).isEqualTo(422);
    }
  }

  @Test
  void wrongCodesLockAndGoodOnesEnd() throws IOException {
    try (House house = new House(home)) {
      SmallCompany.load(house.ledger(), home);
      House.Person ada = house.administrator();
      House.Person tel = house.invite(ada, "support", "tel");
      String room =
          ada.browser()
              .post(
                  "/incidents/new",
                  "/incidents",
                  Map.of("title", "x", "supplier", "Mapplanet", "signal", "notice"))
              .headers()
              .firstValue("Location")
              .orElseThrow();
      String code =
          House.find(
              ada.browser().post(room + "/support", room + "/support", Map.of("days", "1")).body(),
              "([A-Z2-7]{4}(?:-[A-Z2-7]{4}){3})");
      for (int i = 0; i < 5; i++) {
        assertThat(enter(tel, "AAAA-AAAA-AAAA-AAAA").statusCode()).isEqualTo(422);
      }
      assertThat(enter(tel, code).statusCode()).as("locked, also for the right one").isEqualTo(429);
      assertThat(house.acts("sign-in.locked")).isOne();
      house.pass(Duration.ofMinutes(2));
      assertThat(enter(tel, code).statusCode()).isEqualTo(303);
      String page = "/support/" + room.substring("/incidents/".length());
      assertThat(tel.browser().get(page).statusCode()).isEqualTo(200);
      house.change("update passing.support_code set expires_at = created_at + interval '1 second'");
      assertThat(tel.browser().get(page).statusCode()).as("over").isEqualTo(404);
      assertThat(enter(tel, code).statusCode()).isEqualTo(422);
    }
  }

  private static HttpResponse<String> enter(House.Person who, String code) {
    return who.browser().post("/support", "/support", Map.of("code", code));
  }

  private static HttpResponse<String> ask(
      House.Person who, String page, String email, String checked) {
    return askBy(who, page, "email", email, checked);
  }

  private static HttpResponse<String> askBy(
      House.Person who, String page, String scheme, String value, String checked) {
    return who.browser()
        .post(
            "/support",
            page + "/look-up",
            Map.of("scheme", scheme, "value", value, "checked", checked));
  }

  private static String plain(HttpResponse<String> answer) {
    return answer.body().replaceAll("(form-token|type=\"text)\" value=\"[^\"]*\"", "");
  }
}
