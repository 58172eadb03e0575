package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.server.inquiries.InquiryLook;
import org.stoplog.server.mail.FakeMailServer;
import org.stoplog.server.notices.Marks;

/** What strangers ask at the public door, and support staff by the number of a letter. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InquiriesIT {
  private static final int PEOPLE = 4;

  @TempDir static Path home;
  @TempDir static Path files;
  private static House house;
  private static FakeMailServer waves;
  private static FakeMailServer smtp;
  private static NoticeHouse at;
  private static Browser street;

  /** Number of the letter by the number in an address. */
  private static final Map<Integer, String> CODES = new HashMap<>();

  @BeforeAll
  static void sendAWave() throws Exception {
    house = new House(home);
    waves = new FakeMailServer();
    smtp = new FakeMailServer();
    // p3 is in the exposure and cannot be written to.
    at = new NoticeHouse(house, files, Map.of(3, "p3,,DE,Person 3,en"), PEOPLE);
    at.send(at.write("What happened"), at.route(waves, "sends"), false);
    at.route(smtp, "sends");
    for (String message : waves.messages()) {
      CODES.put(
          Integer.valueOf(House.find(message, "person([0-9]+)@example.com")),
          Marks.code(House.find(message, "Message-ID: (<[^>]+>)")));
    }
    street = new Browser(house.publicBase(), "stranger");
  }

  @AfterAll
  static void close() throws Exception {
    waves.close();
    smtp.close();
    house.close();
  }

  private static void look() {
    house.server().part(InquiryLook.class).look();
  }

  private static Map<String, String> text(String route) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("slug", "analytics-2026");
    fields.put("title", "The breach at our analytics supplier");
    fields.put("route", route);
    fields.put("subject", "Your question to us");
    fields.put("told", "You were TOLD before.");
    fields.put("open", "We do not know YET.");
    fields.put("none", "We find NOBODY by this address.");
    return fields;
  }

  private static String route() {
    return String.valueOf(house.count("select max(id) from mail_route"));
  }

  private static String page() {
    return at.room + "/inquiries";
  }

  @Test
  @Order(1)
  void nobodyCanAskBeforeTwoPeopleOpenedThePage() {
    assertThat(street.get("/was-i-affected").body()).contains("nothing to ask about");
    assertThat(street.get("/was-i-affected/analytics-2026").statusCode()).isEqualTo(404);
    assertThat(at.ada.browser().get(page()).body()).contains("Nobody can ask yet");
    Map<String, String> wrong = text(route());
    wrong.put("slug", "Not A Slug");
    wrong.put("none", "");
    HttpResponse<String> refused = at.ada.browser().post(page(), page(), wrong);
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("small letters", "Not A Slug", "You were TOLD before.");
    at.post(page(), page(), text(route()));
    assertThat(street.get("/was-i-affected/analytics-2026").statusCode())
        .as("not approved")
        .isEqualTo(404);
    String approval = at.post(page(), page() + "/ask", Map.of());
    assertThat(at.cay.browser().get(approval).body())
        .contains("We find NOBODY by this address.", "/was-i-affected/analytics-2026");
    assertThat(house.approve(at.cay, approval).statusCode()).isEqualTo(303);
    assertThat(at.ada.browser().get(page()).body()).contains("Open: anybody may ask");
    assertThat(street.get("/was-i-affected").body())
        .contains("The breach at our analytics supplier");
  }

  private static HttpResponse<String> ask(String address) {
    house.pass(Duration.ofMinutes(1));
    return street.send(
        Browser.form(street.request("/was-i-affected/analytics-2026"), Map.of("address", address)));
  }

  private static String mailTo(String address) {
    List<String> found =
        smtp.messages().stream().filter(one -> one.contains("<" + address + ">")).toList();
    assertThat(found).as(address).hasSize(1);
    return found.getFirst();
  }

  @Test
  @Order(2)
  void everybodySeesTheSamePageAndGetsOneMail() {
    HttpResponse<String> told = ask("person0@example.com");
    HttpResponse<String> nobody = ask("nobody@example.com");
    assertThat(told.statusCode()).isEqualTo(200);
    assertThat(told.body()).contains("We have your question").isEqualTo(nobody.body());
    assertThat(told.headers().allValues("Set-Cookie")).isEmpty();
    assertThat(ask("PERSON0@example.com").body()).isEqualTo(told.body());
    assertThat(ask("person0@").statusCode()).isEqualTo(422);
    assertThat(ask("a b@example.com\r\nBcc: c@example.com").statusCode()).isEqualTo(422);
    assertThat(ask("<script>alert(1)</script>").body())
        .contains("&lt;script&gt;")
        .doesNotContain("<script>");
    look();
    look();
    assertThat(mailTo("person0@example.com")).contains("You were TOLD before", "Mapplanet");
    assertThat(mailTo("nobody@example.com")).contains("We find NOBODY by this address");
    assertThat(smtp.messages()).hasSize(2).allMatch(one -> one.contains("Your question to us"));

    // The same day nothing more goes there; a day later one more.
    ask("person0@example.com");
    look();
    assertThat(smtp.messages()).hasSize(2);
    house.pass(Duration.ofHours(25));
    ask("person0@example.com");
    look();
    assertThat(smtp.messages()).hasSize(3);
    assertThat(house.count("select count(*) from passing.inquiry where sealed is not null"))
        .isZero();
    assertThat(house.log()).noneMatch(line -> line.contains("person0") || line.contains("nobody@"));
    assertThat(
            house.count(
                "select count(*) from audit_entry where detail like '%person0%'"
                    + " or detail like '%nobody@%'"))
        .isZero();
    assertThat(house.acts("inquiry.answers-handed")).isPositive();
  }

  /**
   * @return the page that is shown in the end
   */
  private static String askLetter(String code, String address) {
    house.pass(Duration.ofMinutes(1));
    HttpResponse<String> asked =
        street.send(
            Browser.form(
                street.request("/is-this-from-you"), Map.of("code", code, "address", address)));
    assertThat(asked.statusCode()).as(asked.body()).isEqualTo(303);
    String link =
        asked.headers().firstValue("Location").orElseThrow().replaceAll("https?://[^/]+", "");
    assertThat(link).doesNotContain(code, address);
    // It may be answered already: the server looks by itself every few seconds.
    String shown = street.get(link).body();
    assertThat(shown).doesNotContain("<script");
    if (shown.contains("http-equiv=\"refresh\"")) {
      look();
      shown = street.get(link).body();
    }
    assertThat(street.get(link).statusCode()).as("shown once").isEqualTo(404);
    return shown;
  }

  @Test
  @Order(3)
  void aLetterIsOursByItsNumberAndItsAddressTogether() {
    String code = String.valueOf(CODES.get(1));
    String ours =
        askLetter(code.toLowerCase(java.util.Locale.ROOT).replace("-", " "), "person1@example.com");
    assertThat(ours)
        .contains(
            "We sent a letter with this number", "About your data at Mapplanet", "Hello there")
        .doesNotContain("Person 1");
    assertThat(askLetter(code, "person0@example.com")).contains("We sent no such letter");
    assertThat(askLetter("0000-0000-0000", "person1@example.com"))
        .isEqualTo(askLetter(code, "person2@example.com"));
    HttpResponse<String> empty =
        street.send(
            Browser.form(
                street.request("/is-this-from-you"), Map.of("code", "", "address", "a@b.example")));
    assertThat(empty.statusCode()).isEqualTo(422);
    assertThat(empty.body()).contains("a@b.example");
  }

  @Test
  @Order(4)
  void aNumberThatIsAskedForOftenRaisesTheAlarmOnce() {
    assertThat(house.count("select count(*) from inquiry_alarm")).isZero();
    String code = String.valueOf(CODES.get(1));
    askLetter(code, "third@example.com");
    askLetter(code, "fourth@example.com");
    assertThat(house.count("select count(*) from inquiry_alarm")).isOne();
    assertThat(at.ada.browser().get("/").body()).contains("sending letters in our name");
    assertThat(at.ada.browser().get(at.room).body()).contains("asked for too often");
    String alarms = at.ada.browser().get("/incidents/questions").body();
    String see = House.find(alarms, "action=\"(/incidents/questions/[0-9a-f-]{36})\"");
    House.Person eve = house.invite(at.ada, "responder", "eve");
    assertThat(eve.browser().get("/incidents/questions").body()).contains("None.");
    assertThat(eve.browser().post("/account", see, Map.of()).statusCode()).isEqualTo(404);
    at.post("/incidents/questions", see, Map.of());
    assertThat(at.ada.browser().get("/").body()).doesNotContain("sending letters in our name");
  }

  @Test
  @Order(5)
  void guessesFromOnePlaceEndAndAnEditClosesThePage() {
    List<Integer> answers = new ArrayList<>();
    for (int i = 0; i < 45; i++) {
      answers.add(ask("x" + i + "@example.com").statusCode());
    }
    assertThat(answers).contains(429).startsWith(200);
    assertThat(house.count("select count(*) from passing.inquiry")).isLessThanOrEqualTo(60);
    Map<String, String> changed = text(route());
    changed.put("none", "Another text.");
    at.post(page(), page(), changed);
    assertThat(street.get("/was-i-affected/analytics-2026").statusCode()).isEqualTo(404);
    look();
    assertThat(smtp.messages())
        .as("nothing that was not approved")
        .noneMatch(one -> one.contains("Another text"));
  }

  @Test
  @Order(6)
  void supportSeesByTheNumberWhatOneLetterSaid() {
    House.Person tel = house.invite(at.ada, "support", "tel");
    HttpResponse<String> made =
        at.ada.browser().post(at.room + "/support", at.room + "/support", Map.of("days", "14"));
    String code = House.find(made.body(), "([A-Z2-7]{4}(?:-[A-Z2-7]{4}){3})");
    String support = "/support/" + at.room.substring("/incidents/".length());
    assertThat(
            tel.browser().post("/support", support + "/copy", Map.of("number", "x")).statusCode())
        .as("without a code")
        .isEqualTo(404);
    tel.browser().post("/support", "/support", Map.of("code", code));
    HttpResponse<String> seen =
        tel.browser().post(support, support + "/copy", Map.of("number", CODES.get(2)));
    assertThat(seen.body())
        .contains("taken by the mail server", "About your data at Mapplanet", "Hello there")
        .doesNotContain("Person 2", "person2@");
    assertThat(
            tel.browser().post(support, support + "/copy", Map.of("number", "none")).statusCode())
        .isEqualTo(422);
    assertThat(house.acts("support.copy-seen")).isEqualTo(2);
  }

  @Test
  @Order(7)
  void theDoorsRoleCannotReadWhoIsAffected() {
    for (String table : List.of("notice_recipient", "person", "inquiry_alarm", "notice_event")) {
      assertThat(
              house.count(
                  "select count(*) where has_table_privilege('stoplog_public', '"
                      + table
                      + "', 'select')"))
          .as(table)
          .isZero();
    }
    assertThat(
            house.count(
                "select count(*) where has_column_privilege('stoplog_public', 'passing.inquiry',"
                    + " 'sealed', 'select')"))
        .isZero();
  }
}
