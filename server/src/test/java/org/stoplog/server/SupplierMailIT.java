package org.stoplog.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.server.mail.FakeMailServer;
import org.stoplog.server.mail.FakeResolver;
import org.stoplog.server.mail.SignedMail;

/** Mails from and to a breached supplier: how far their sender is proven, and what we ask. */
class SupplierMailIT {
  private static final String HEADERS =
      "From: Security <h1dden@mapplanet.example>\r\n"
          + "To: us@ours.example\r\n"
          + "Subject: notice\r\n";
  private static final String BODY = "We were breached.\r\n";

  @TempDir static Path home;
  private static House house;
  private static FakeResolver resolver;
  private static KeyPair keys;
  private House.Person ada;

  @BeforeAll
  static void open() throws IOException {
    house = new House(home);
    SmallCompany.load(house.ledger(), home);
    house.change(
        "update supplier set domain = 'mapplanet.example',"
            + " security_contact = 'security@mapplanet.example' where name = 'Mapplanet'");
    resolver = new FakeResolver();
    keys = SignedMail.rsa(1_024);
    resolver.put("sel._domainkey.mapplanet.example", SignedMail.record(keys));
    resolver.put("sel._domainkey.evil.example", SignedMail.record(keys));
  }

  @AfterAll
  static void close() throws IOException {
    resolver.close();
    house.close();
  }

  @BeforeEach
  void empty() {
    house.empty();
    house.change("delete from mail_resolver");
    ada = house.administrator();
  }

  private static String location(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
    return answer.headers().firstValue("Location").orElseThrow();
  }

  private String send(String path, String mail, Map<String, String> fields) {
    String token = Browser.token(ada.browser().get("/account").body());
    return location(
        RecordPagesIT.send(ada.browser(), path, token, "notice.eml", mail.getBytes(UTF_8), fields));
  }

  private void setResolver(int port) {
    location(
        ada.browser()
            .post(
                "/mail/signatures",
                "/mail/signatures",
                Map.of("address", "127.0.0.1", "port", String.valueOf(port))));
  }

  private static String signed(String domain) {
    return SignedMail.of(keys, domain, Map.of(), "from:to:subject", HEADERS, BODY);
  }

  @Test
  void nothingIsAskedOfTheNetworkUntilSomebodyNamesAResolver() {
    assertThat(ada.browser().get("/mail/signatures").body()).contains("Not checked. Nothing is");
    Map<String, String> opening = Map.of("supplier", "Mapplanet", "title", "");
    int before = resolver.asked().size();
    String letter = send("/incidents/mail", signed("mapplanet.example"), opening);
    assertThat(ada.browser().get(letter).body())
        .contains("DKIM not checked for mapplanet.example: no resolver is set");
    assertThat(resolver.asked()).hasSize(before);
    HttpResponse<String> wrong =
        ada.browser()
            .post(
                "/mail/signatures",
                "/mail/signatures",
                Map.of("address", "resolver.example", "port", "53"));
    assertThat(wrong.statusCode()).isEqualTo(422);
    assertThat(wrong.body()).contains("address in digits").contains("resolver.example");
    assertThat(house.acts("mail-resolver.changed")).isZero();
  }

  @Test
  void aClaimCarriesHowFarItsMailIsProven() {
    setResolver(resolver.port());
    Map<String, String> opening = Map.of("supplier", "Mapplanet", "title", "");
    String letter = send("/incidents/mail", signed("mapplanet.example"), opening);
    String room = letter.substring(0, letter.indexOf("/letters"));
    assertThat(ada.browser().get(letter).body())
        .contains("DKIM valid for mapplanet.example, a domain of the supplier in the register")
        .contains("Call back on the number in the register");
    assertThat(ada.browser().get(room).body())
        .contains("s domain (DKIM)")
        .doesNotContain("speaks against it");
    assertThat(ada.browser().get(room + "/claims/mail-1").body())
        .contains("DKIM valid for mapplanet.example");
    String form =
        ada.browser()
            .get(room + "/claims/new?letter=" + letter.substring(letter.lastIndexOf('/') + 1))
            .body();
    assertThat(form).contains("value=\"dkim\" selected");
    assertThat(house.count("select count(*) from incident_letter where dkim_state = 'valid'"))
        .isPositive();
  }

  @Test
  void aForgedMailInTheSuppliersNameIsSaidLoudly() {
    setResolver(resolver.port());
    Map<String, String> opening = Map.of("supplier", "Mapplanet", "title", "");
    for (String mail :
        new String[] {
          signed("mapplanet.example").replace("We were breached", "Send us all passwords"),
          signed("evil.example"),
          signed("mapplanet.example").replace("s=sel", "s=none")
        }) {
      String letter = send("/incidents/mail", mail, opening);
      String room = letter.substring(0, letter.indexOf("/letters"));
      assertThat(ada.browser().get(letter).body())
          .contains("its signature speaks against it")
          .contains("Treat it as forged");
      assertThat(ada.browser().get(room).body())
          .contains("its signature speaks against it")
          .contains("sender not verified");
      assertThat(ada.browser().get(room + "/letters").body()).contains("speaks against it");
      String scope = ada.browser().get(room + "/scope").body();
      assertThat(House.find(scope, "(<input[^>]*value=\"mail-1\"[^>]*>)"))
          .doesNotContain("checked");
    }
    assertThat(house.log()).noneMatch(line -> line.contains("h1dden"));
  }

  private int route(int port, String from) {
    house.change(
        "delete from mail_route where id not in (select route from incident_question_mail)");
    house.change("update mail_route set removed_at = now() where removed_at is null");
    Map<String, String> fields =
        Map.of(
            "name", "office",
            "kind", "sends",
            "host", "localhost",
            "port", String.valueOf(port),
            "security", "none",
            "user", "",
            "password", "",
            "from", from,
            "from-name", "");
    String made = location(ada.browser().post("/mail/new", "/mail/new", fields));
    return Integer.parseInt(House.find(made, "/mail/([0-9]+)"));
  }

  private HttpResponse<String> sendQuestions(String room, int route) {
    String page = ada.browser().get(room + "/questions/new?route=" + route).body();
    return ada.browser()
        .postPlain(
            room + "/questions/new",
            Map.of(
                "form-token",
                Browser.token(page),
                "route",
                String.valueOf(route),
                "hash",
                House.find(page, "name=\"hash\" value=\"([0-9a-f]{64})\"")));
  }

  private static void look() {
    house.server().part(org.stoplog.server.incidents.QuestionLook.class).look();
  }

  private String openIncident() {
    return location(
        ada.browser()
            .post(
                "/incidents/new",
                "/incidents",
                Map.of(
                    "title", "Breach",
                    "supplier", "Mapplanet",
                    "signal", "press",
                    "source", "<b>The Daily Alarm</b>, page 4711")));
  }

  @Test
  void aSignalSaysWhereItCameFrom() {
    assertThat(ada.browser().get(openIncident()).body())
        .contains("The press wrote about it")
        .contains("&lt;b&gt;The Daily Alarm&lt;/b&gt;, page 4711");
    String token = house.token(ada, House.ALL);
    String body = "{\"title\":\"Odd traffic\",\"signal\":\"anomaly\",\"source\":\"rule 4712\"}";
    Program program = new Program(house, token);
    String[] once = {"Idempotency-Key", "alarm-number-982"};
    String first = program.post("/incidents", body, once).body();
    assertThat(program.post("/incidents", body, once).body()).isEqualTo(first);
    assertThat(house.acts("incident.opened")).isEqualTo(2);
    assertThat(
            ada.browser()
                .get("/incidents/" + House.find(first, "\"id\":\"([0-9a-f-]{36})\""))
                .body())
        .contains("rule 4712");
  }

  @Test
  void theSupplierIsAskedAtTheAddressOfTheRegisterAndAgainUntilItAnswers() throws IOException {
    try (FakeMailServer server = new FakeMailServer()) {
      int route = route(server.port(), "notice@example.org");
      String room = openIncident();
      String preview = ada.browser().get(room + "/questions/new?route=" + route).body();
      assertThat(preview)
          .contains("security@mapplanet.example")
          .contains("Which data of ours was taken")
          .contains("Whoever is in there may read it");
      HttpResponse<String> stale =
          ada.browser()
              .post(
                  room + "/questions/new",
                  room + "/questions/new",
                  Map.of("route", String.valueOf(route), "hash", "0".repeat(64)));
      assertThat(stale.statusCode()).isEqualTo(422);
      assertThat(stale.body()).contains("has changed since you looked");
      location(sendQuestions(room, route));
      look();
      assertThat(server.commands()).contains("RCPT TO:<security@mapplanet.example>");
      assertThat(server.messages()).hasSize(1);
      assertThat(server.messages().getFirst()).contains("[SL-").contains("Message-ID: <q.");
      String questions = ada.browser().get(room + "/questions").body();
      assertThat(questions).contains("the mail server took it", "250 2.0.0", "No answer for");
      String letters = ada.browser().get(room + "/letters").body();
      String letter = House.find(letters, "href=\"(" + room + "/letters/[0-9a-f-]{36})\"");
      assertThat(ada.browser().get(letter).body())
          .contains("Proof of receipt, from our mail server", "250 2.0.0 queued")
          .contains("we told them by mail");
      location(
          ada.browser()
              .post(
                  room + "/questions",
                  room + "/questions/chase",
                  Map.of("hours", "24", "most", "2", "route", String.valueOf(route))));
      house.pass(java.time.Duration.ofHours(25));
      look();
      look();
      assertThat(server.messages()).as("once for each interval").hasSize(2);
      house.signIn(ada.browser(), ada);
      for (String question :
          "fields window file systems subprocessors count secrets contained copies next"
              .split(" ")) {
        location(
            ada.browser()
                .post(
                    room + "/questions",
                    room + "/questions/" + question,
                    Map.of("answer", "answer of " + question)));
      }
      house.pass(java.time.Duration.ofHours(25));
      look();
      assertThat(server.messages()).hasSize(2);
      house.signIn(ada.browser(), ada);
      assertThat(ada.browser().get(room + "/questions").body())
          .contains("all that was asked is answered");
      String form = ada.browser().get(room + "/claims/new?question=count").body();
      assertThat(form).contains("answer of count").contains("name=\"question\" value=\"count\"");
      location(
          ada.browser()
              .post(
                  room + "/claims/new?question=count",
                  room + "/claims",
                  Map.of(
                      "id", "C1",
                      "supplier", "Mapplanet",
                      "source", "mail",
                      "verified", "none",
                      "certainty", "claimed",
                      "polarity", "in",
                      "question", "count")));
      assertThat(ada.browser().get(room + "/questions").body()).contains("Became claim");
      assertThat(house.acts("incident.question.mail-sent")).isEqualTo(2);
      assertThat(house.log()).noneMatch(line -> line.contains("security@"));
      assertThat(house.count("select count(*) from audit_entry where detail like '%security@%'"))
          .isZero();
    }
  }

  @Test
  void whatMayHaveGoneOutIsNamedAndNotSentAgain() throws IOException {
    try (FakeMailServer server = new FakeMailServer().answer(".", FakeMailServer.DROP)) {
      int route = route(server.port(), "notice@example.org");
      String room = openIncident();
      location(sendQuestions(room, route));
      look();
      look();
      assertThat(ada.browser().get(room + "/questions").body())
          .contains("nobody knows whether the mail server took it");
      location(sendQuestions(room, route));
      look();
      // As a kill leaves it: handed over, and no answer written down.
      house.change(
          "update incident_question_mail set state = 'handed', letter = null where state = 'sent'");
      look();
      assertThat(
              house.count("select count(*) from incident_question_mail where state = 'doubtful'"))
          .isEqualTo(2);
      assertThat(server.messages()).hasSizeLessThanOrEqualTo(2);
      // As a restored backup has it: it waits, and may have gone out since.
      house.change("update incident_question_mail set state = 'waiting'");
      look();
      assertThat(house.count("select count(*) from incident_question_mail where state = 'waiting'"))
          .isEqualTo(2);
    }
  }

  @Test
  void nothingGoesByARouteOfTheSupplierOrToAnAddressThatTheRegisterLacks() throws IOException {
    try (FakeMailServer server = new FakeMailServer()) {
      int theirs = route(server.port(), "us@mail.mapplanet.example");
      String room = openIncident();
      assertThat(ada.browser().get(room + "/questions/new?route=" + theirs).body())
          .contains("belongs to the supplier that was breached")
          .doesNotContain("name=\"hash\"");
      HttpResponse<String> refused =
          ada.browser()
              .post(
                  room + "/questions/new",
                  room + "/questions/new",
                  Map.of("route", String.valueOf(theirs), "hash", "0".repeat(64)));
      assertThat(refused.statusCode()).isEqualTo(422);
      int ours = route(server.port(), "notice@example.org");
      house.change("update supplier set security_contact = '+49 30 1234' where name = 'Mapplanet'");
      assertThat(ada.browser().get(room + "/questions/new?route=" + ours).body())
          .contains("The register has no mail address for security of Mapplanet");
      house.change(
          "update supplier set security_contact = 'security@mapplanet.example'"
              + " where name = 'Mapplanet'");
      assertThat(server.messages()).isEmpty();
    }
  }

  private static void deliver(GreenMail mail, String text) {
    try {
      mail.getUserManager()
          .getUser("sec")
          .deliver(
              new MimeMessage(
                  Session.getInstance(new Properties()),
                  new ByteArrayInputStream(text.replace("\n", "\r\n").getBytes(UTF_8))));
    } catch (MessagingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String plain(String from, String more, String subject) {
    return "From: %s\nTo: sec@ours.example\n%sSubject: %s\n\nwords\n"
        .formatted(from, more, subject);
  }

  private void addMailbox(int port) {
    String page = ada.browser().get("/mail/mailboxes").body();
    location(
        ada.browser()
            .post(
                "/mail/mailboxes",
                "/mail/mailboxes",
                Map.of(
                    "name", "security",
                    "host", "127.0.0.1",
                    "port", String.valueOf(port),
                    "security", "none",
                    "user", "sec",
                    "password", "a s3cret \\ \"word\"",
                    "folder", "INBOX",
                    "owner", House.find(page, "<option value=\"([0-9a-f-]{36})\"[^>]*>ada<"))));
  }

  private static void lookIntoMailboxes() {
    house.server().part(org.stoplog.server.mail.MailboxLook.class).look();
  }

  @Test
  void aMailboxIsReadOnceAndItsMailsFindTheirIncident() throws Exception {
    GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP));
    mail.setUser("sec@ours.example", "sec", "a s3cret \\ \"word\"");
    mail.start();
    try (FakeMailServer smtp = new FakeMailServer()) {
      String asked = openIncident();
      location(sendQuestions(asked, route(smtp.port(), "notice@example.org")));
      look();
      String sent = smtp.messages().getFirst();
      house.change("update incident set state = 'closed'");
      addMailbox(mail.getImap().getPort());
      assertThat(
              ada.browser()
                  .post(
                      "/mail/mailboxes",
                      House.find(
                              ada.browser().get("/mail/mailboxes").body(),
                              "(/mail/mailboxes/[0-9]+)/test")
                          + "/test",
                      Map.of())
                  .body())
          .contains("The mailbox security can be read; 0 mails wait there");
      deliver(mail, plain("Security <x@eu.mapplanet.example>", "", "breach"));
      deliver(mail, plain("x@mapplanet.example", "", "breach again"));
      String id = House.find(sent, "Message-ID: (<q[^>]+>)");
      deliver(mail, plain("other@helper.example", "In-Reply-To: " + id + "\n", "answers"));
      String token = House.find(sent, "(SL-[0-9a-f]{16})");
      deliver(mail, plain("third@helper.example", "", "Re: [" + token + "] more answers"));
      deliver(mail, plain("h1dden@nobody.example", "", "<script>alert(1)</script> a rumour"));
      lookIntoMailboxes();
      lookIntoMailboxes();
      assertThat(house.count("select count(*) from mailbox_mail")).isEqualTo(5);
      assertThat(house.count("select count(*) from incident")).isEqualTo(2);
      assertThat(ada.browser().get(asked + "/letters").body())
          .contains("answers")
          .contains("more answers");
      String opened =
          House.find(
              ada.browser().get("/incidents").body(),
              "href=\"(/incidents/[0-9a-f-]{36})\">[^<]*</a></th><td[^>]*>Mail from");
      assertThat(ada.browser().get(opened + "/letters").body())
          .contains("breach")
          .contains("breach again");
      String scope = ada.browser().get(opened + "/scope").body();
      assertThat(House.find(scope, "(<input[^>]*value=\"mail-1\"[^>]*>)"))
          .doesNotContain("checked");
      for (MimeMessage message : mail.getReceivedMessages()) {
        assertThat(message.isSet(jakarta.mail.Flags.Flag.SEEN)).isFalse();
      }
      // The server numbers its mails anew: they are the same mails.
      house.change("update mailbox_mail set validity = validity + 1");
      lookIntoMailboxes();
      assertThat(house.count("select count(*) from incident_letter where not is_ours"))
          .isEqualTo(4);
      assertThat(house.count("select count(*) from mailbox_mail where state = 'known'"))
          .isEqualTo(5);
      String waiting = ada.browser().get("/incidents/waiting").body();
      assertThat(waiting).contains("a rumour").doesNotContain("<script>alert");
      String path = House.find(waiting, "action=\"(/incidents/waiting/[0-9a-f-]{36})\"");
      HttpResponse<String> nowhere =
          ada.browser().post("/incidents/waiting", path, Map.of("where", ""));
      assertThat(nowhere.statusCode()).isEqualTo(422);
      String letter =
          location(ada.browser().post("/incidents/waiting", path, Map.of("where", "new")));
      assertThat(ada.browser().get(letter).body()).contains("a rumour");
      assertThat(ada.browser().post("/account", path, Map.of("where", "aside")).statusCode())
          .isEqualTo(404);
      assertThat(ada.browser().get("/incidents/waiting").body()).doesNotContain("a rumour");
      mail.stop();
      lookIntoMailboxes();
      assertThat(ada.browser().get("/mail/mailboxes").body())
          .contains("The mailbox cannot be read: it takes no calls at this port");
      assertThat(house.log()).noneMatch(line -> line.contains("h1dden"));
      assertThat(
              house.count(
                  "select count(*) from audit_entry where detail like '%h1dden%'"
                      + " or detail like '%s3cret%'"))
          .isZero();
    } finally {
      mail.stop();
    }
  }
}
