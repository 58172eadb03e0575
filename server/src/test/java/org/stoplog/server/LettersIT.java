package org.stoplog.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mails that open incidents or are added to them, and what else was said. */
class LettersIT {
  private static final String ROWS =
      Base64.getMimeEncoder()
          .encodeToString(
              "email\nPERSON0@example.com\nperson13@example.com\nnobody@example.net\n"
                  .getBytes(UTF_8));

  /** A mail in the supplier's name, with rows and a forwarded mail. */
  private static final String MAIL =
      """
      DKIM-Signature: v=1; a=rsa-sha256; d=mapplanet.example; s=x; c=relaxed/relaxed; bh=AAAA; b=AA
      From: Security <h1dden@mapplanet.example>
      To: us@ours.example
      Subject: <script>alert(1)</script> h1dden notice
      Date: Mon, 24 Nov 2025 10:00:00 +0100
      Message-ID: <1@mapplanet.example>
      MIME-Version: 1.0
      Content-Type: multipart/mixed; boundary=b

      --b
      Content-Type: text/plain; charset=utf-8

      We were breached. <script>alert(2)</script> h1dden words
      --b
      Content-Type: text/csv; name="../<b>rows.csv"
      Content-Transfer-Encoding: base64
      Content-Disposition: attachment

      %s
      --b
      Content-Type: message/rfc822

      From: inner@mapplanet.example
      Date: Mon, 24 Nov 2025 09:00:00 +0100
      Subject: the first notice

      inside
      --b--
      """
          .formatted(ROWS)
          .replace("\n", "\r\n");

  @TempDir static Path home;
  private static House house;
  private House.Person ada;

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
  void empty() {
    house.empty();
    ada = house.administrator();
  }

  private static HttpResponse<String> send(
      House.Person who, String path, String content, Map<String, String> fields) {
    String token = Browser.token(who.browser().get("/account").body());
    return RecordPagesIT.send(
        who.browser(), path, token, "notice.eml", content.getBytes(UTF_8), fields);
  }

  private static String location(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
    return answer.headers().firstValue("Location").orElseThrow();
  }

  private static String room(String letter) {
    return letter.substring(0, letter.indexOf("/letters"));
  }

  @Test
  void aMailOpensAnIncidentAsAClaimThatNobodyChecked() {
    String letter =
        location(send(ada, "/incidents/mail", MAIL, Map.of("supplier", "Mapplanet", "title", "")));
    String page = ada.browser().get(letter).body();
    assertThat(page)
        .contains("Nobody called back")
        .contains("DKIM failed for mapplanet.example: the signature does not follow the standard")
        .contains("Call back on the number in the register")
        .doesNotContainIgnoringCase("valid signature")
        .doesNotContain("<script>alert");
    String room = room(letter);
    assertThat(ada.browser().get(room).body())
        .contains("Mail from mapplanet.example")
        .contains("mail-1")
        .contains("sender not verified")
        .doesNotContain("<script>alert");
    String scope = ada.browser().get(room + "/scope").body();
    assertThat(House.find(scope, "(<input[^>]*value=\"mail-1\"[^>]*>)")).doesNotContain("checked");
    assertThat(house.acts("incident.opened")).isOne();
    assertThat(house.count("select count(*) from audit_entry where detail like '%sha256%'"))
        .isOne();
    assertThat(house.count("select count(*) from incident_event")).isEqualTo(3);
  }

  @Test
  void withoutASupplierAMailIsNoClaim() {
    String letter =
        location(send(ada, "/incidents/mail", MAIL, Map.of("supplier", "", "title", "Odd mail")));
    assertThat(house.count("select count(*) from incident_claim")).isZero();
    assertThat(ada.browser().get(room(letter)).body()).contains("Odd mail");
    HttpResponse<String> wrong =
        send(ada, "/incidents/mail", MAIL, Map.of("supplier", "Nobody Ltd", "title", "kept title"));
    assertThat(wrong.statusCode()).isEqualTo(422);
    assertThat(wrong.body()).contains("no supplier of this name").contains("kept title");
    HttpResponse<String> noMail =
        send(ada, "/incidents/mail", "email\na@b.example\n", Map.of("supplier", "", "title", ""));
    assertThat(noMail.statusCode()).isEqualTo(422);
    assertThat(noMail.body()).contains("the file is no mail");
    assertThat(house.count("select count(*) from incident")).isOne();
    assertThat(house.count("select count(*) from passing.evidence_draft")).isZero();
  }

  @Test
  void anAttachmentBecomesAFileAndItsPeopleAreFound() {
    String room = IncidentsIT.openIncident(ada, "Analytics breach");
    String letter =
        location(send(ada, room + "/letters", MAIL, Map.of("received", "2025-11-24 09:05")));
    assertThat(ada.browser().get(letter).body())
        .contains("24 Nov 2025, 09:05:00 UTC")
        .contains("&lt;b&gt;rows.csv");
    String file = location(ada.browser().post(letter, letter + "/attachments/0", Map.of()));
    assertThat(ada.browser().get(file).body())
        .contains("by mail, sender not verified, received 24 Nov 2025, 09:05:00 UTC");
    assertThat(location(ada.browser().post(letter, letter + "/attachments/0", Map.of())))
        .endsWith("?again=true");
    String inner = location(ada.browser().post(letter, letter + "/attachments/1", Map.of()));
    assertThat(ada.browser().get(inner).body())
        .contains("the first notice")
        .contains("It carries no signature of a domain");
    assertThat(ada.browser().post(letter, letter + "/attachments/9", Map.of()).statusCode())
        .isEqualTo(404);
    String form =
        ada.browser()
            .get(room + "/claims/new?letter=" + letter.substring(letter.lastIndexOf('/') + 1))
            .body();
    assertThat(form).contains("value=\"2025-11-24T09:05:00Z\"").contains("value=\"mail\" selected");
    assertThat(ada.browser().get(room + "/letters").body())
        .contains("the first notice")
        .doesNotContain("<script>alert");
    assertThat(house.acts("incident.letter.added")).isEqualTo(2);
    assertThat(house.acts("incident.file.added")).isOne();
  }

  @Test
  void theSameMailAgainSaysSo() {
    String room = IncidentsIT.openIncident(ada, "Analytics breach");
    String letter = location(send(ada, room + "/letters", MAIL, Map.of()));
    String again = location(send(ada, room + "/letters", MAIL, Map.of()));
    assertThat(again).isEqualTo(letter + "?again=true");
    assertThat(ada.browser().get(again).body()).contains("This mail is here already");
    HttpResponse<String> when =
        send(ada, room + "/letters", MAIL, Map.of("received", "01/02/2025"));
    assertThat(when.statusCode()).isEqualTo(422);
    assertThat(when.body()).contains("the order of day and month").contains("01/02/2025");
  }

  @Test
  void whatWasSentIsNotedWithItsReceipt() {
    String room = IncidentsIT.openIncident(ada, "Analytics breach");
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("direction", "out");
    fields.put("channel", "portal");
    fields.put("who", "Mapplanet's portal");
    fields.put("subject", "Ten questions");
    fields.put("text", "Which fields? <script>alert(3)</script>");
    fields.put("at", "2025-11-10 08:00");
    String letter = location(send(ada, room + "/letters/notes", "receipt 4711", fields));
    assertThat(ada.browser().get(letter).body())
        .contains("we told them in the portal")
        .contains("Proof, sealed")
        .contains("10 Nov 2025, 08:00:00 UTC")
        .doesNotContain("<script>alert")
        .doesNotContain("Record a claim from it")
        .doesNotContain("Nobody called back");
    fields.put("who", "");
    HttpResponse<String> wrong = send(ada, room + "/letters/notes", "other receipt", fields);
    assertThat(wrong.statusCode()).isEqualTo(422);
    assertThat(wrong.body()).contains("Say whom it was with").contains("Ten questions");
    assertThat(house.acts("incident.letter.sent")).isOne();
  }

  @Test
  void whoIsNoMemberSendsNothingAndLearnsNothing() {
    String room = IncidentsIT.openIncident(ada, "Analytics breach");
    String letter = location(send(ada, room + "/letters", MAIL, Map.of()));
    House.Person bob = house.invite(ada, "responder", "bob");
    assertThat(bob.browser().get(letter).statusCode()).isEqualTo(404);
    assertThat(bob.browser().get(room + "/letters").statusCode()).isEqualTo(404);
    for (String path : new String[] {"/letters", "/letters/notes"}) {
      HttpResponse<String> sent = send(bob, room + path, MAIL, Map.of());
      assertThat(sent.statusCode()).as(path).isEqualTo(404);
      assertThat(sent.body()).contains("There is no such incident, or you are not a member of it");
    }
    IncidentsIT.add(ada, room, bob, false);
    assertThat(bob.browser().get(letter).statusCode()).isEqualTo(200);
    assertThat(send(bob, room + "/letters", MAIL, Map.of()).statusCode()).isEqualTo(403);
    String other = IncidentsIT.openIncident(ada, "Another");
    assertThat(ada.browser().get(other + letter.substring(room.length())).statusCode())
        .isEqualTo(404);
  }

  @Test
  void nothingOfAMailLiesInThePlain() throws IOException {
    location(send(ada, "/incidents/mail", MAIL, Map.of("supplier", "Mapplanet", "title", "")));
    assertThat(IncidentFilesIT.plainHolds(home, "h1dden")).isFalse();
    assertThat(house.log()).noneMatch(line -> line.contains("h1dden"));
    assertThat(house.count("select count(*) from audit_entry where detail like '%h1dden%'"))
        .isZero();
  }
}
