package org.stoplog.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestClassOrder;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.server.bounces.HookLook;
import org.stoplog.server.inquiries.InquiryLook;
import org.stoplog.server.mail.FakeMailServer;
import org.stoplog.server.mail.MailboxLook;
import org.stoplog.server.notices.Marks;

/** What happens after a wave that all mail servers took. */
@TestClassOrder(ClassOrderer.OrderAnnotation.class)
class AfterSendingIT {
  /** Of whom p5 and p6 share a mailbox. */
  private static final int PEOPLE = 12;

  @TempDir static Path home;
  @TempDir static Path files;
  private static House house;
  private static FakeMailServer smtp;
  private static FakeMailServer answers;
  private static GreenMail imap;
  private static NoticeHouse at;
  private static Browser street;
  private static String notice;
  private static String wave;

  /** Message-ID by the number in an address. */
  private static final Map<Integer, String> IDS = new HashMap<>();

  @BeforeAll
  static void sendAWave() throws Exception {
    house = new House(home);
    smtp = new FakeMailServer();
    answers = new FakeMailServer();
    imap = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP));
    imap.setUser("bounce@ours.example", "bounce", "secret");
    imap.start();
    at = new NoticeHouse(house, files, Map.of(6, "p6,person5@example.com,FR,Person 6,en"), PEOPLE);
    street = new Browser(house.publicBase(), "stranger");
    notice = at.write("What happened");
    wave = at.send(notice, at.route(smtp, "sends"), false);
    for (String message : smtp.messages()) {
      IDS.put(
          Integer.valueOf(House.find(message, "person([0-9]+)@example.com")),
          House.find(message, "Message-ID: (<[^>]+>)"));
    }
  }

  @AfterAll
  static void close() throws Exception {
    imap.stop();
    smtp.close();
    answers.close();
    house.close();
  }

  private static String id(int person) {
    return String.valueOf(IDS.get(person));
  }

  private static String code(int person) {
    return Marks.code(id(person));
  }

  /** Their sessions end while the clock is moved. */
  private static void signInAgain() {
    assertThat(house.signIn(at.ada.browser(), at.ada).statusCode()).isEqualTo(303);
  }

  /** By a mailbox, and by a provider's calls. */
  @Nested
  @Order(1)
  @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
  class WhatComesBack {
    @BeforeAll
    static void addAMailbox() {
      at.post(
          "/mail/mailboxes",
          "/mail/mailboxes",
          Map.of(
              "name", "returns",
              "purpose", "bounces",
              "host", "127.0.0.1",
              "port", String.valueOf(imap.getImap().getPort()),
              "security", "none",
              "user", "bounce",
              "password", "secret",
              "folder", "INBOX"));
    }

    private static String mark(int person) {
      return Marks.of(house.ledger(), NoticeHouse.id(wave), id(person));
    }

    private static void deliver(String text) {
      try {
        imap.getUserManager()
            .getUser("bounce")
            .deliver(
                new MimeMessage(
                    Session.getInstance(new Properties()),
                    new ByteArrayInputStream(text.replace("\n", "\r\n").getBytes(UTF_8))));
      } catch (MessagingException e) {
        throw new IllegalStateException(e);
      }
    }

    private static void read() {
      house.server().part(MailboxLook.class).look();
    }

    /**
     * @param to mark in the address that it comes to; empty for none
     * @param enclosed headers of the message that it is about
     */
    private static String report(String to, String status, String enclosed) {
      return "Delivered-To: bounce"
          + (to.isEmpty() ? "" : "+" + to)
          + "@ours.example\nFrom: MAILER-DAEMON@mx.example\nTo: bounce@ours.example\n"
          + "Subject: Undelivered Mail\nDate: Wed, 25 Nov 2026 08:00:00 +0000\n"
          + "Message-ID: <"
          + UUID.randomUUID()
          + "@mx.example>\nContent-Type: multipart/report; report-type=delivery-status;"
          + " boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n"
          + "Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; h1dden@example.com\n"
          + "Action: failed\nStatus: "
          + status
          + "\nDiagnostic-Code: smtp; 550 "
          + status
          + " h1dden is gone\n\n--b\nContent-Type: text/rfc822-headers\n\n"
          + enclosed
          + "\n--b--\n";
    }

    private static long events(String where) {
      return house.count("select count(*) from notice_event where " + where);
    }

    private static long forged() {
      return house.count("select coalesce(sum(count), 0) from came_back_day where what = 'forged'");
    }

    @Test
    @Order(1)
    void aBounceIsAddedOnceAndLeavesTheServersAnswerAsItWas() {
      assertThat(at.states(wave)).containsExactly(Map.entry("accepted", (long) PEOPLE));
      String before = Marks.proof(house.ledger(), NoticeHouse.id(wave));
      deliver(report(mark(0), "5.1.1", ""));
      deliver(report(mark(0), "5.1.1", ""));
      deliver(report(mark(5), "5.2.2", ""));
      read();
      read();
      assertThat(events("kind = 'bounced' and class = 'hard'")).isOne();
      assertThat(events("kind = 'bounced' and class = 'soft'")).isOne();
      assertThat(events("said like '%h1dden%'")).isZero();
      assertThat(at.states(wave)).containsEntry("bounced", 3L).containsEntry("accepted", 9L);
      assertThat(
              house.count(
                  "select count(*) from notice_recipient where state = 'bounced' and code = 250"
                      + " and answered_at is not null and lead is null"))
          .isEqualTo(2);
      assertThat(Marks.proof(house.ledger(), NoticeHouse.id(wave)))
          .as("the proof of the wave's end")
          .isEqualTo(before);
      assertThat(at.ada.browser().get(wave).body())
          .contains("taken, and came back later", "came back: the address is not good");
      assertThat(at.ada.browser().get(wave + "/residual.csv").body())
          .contains("\"550 5.1.1 ••• is gone\"")
          .doesNotContain("h1dden");
      assertThat(Marks.unreached(house.ledger(), UUID.fromString(at.room.substring(11))))
          .isEqualTo(3);
    }

    @Test
    @Order(2)
    void aForgedOneIsCountedAndAddsNothing() {
      String real = mark(1);
      long all = events("true");
      long before = forged();
      String altered =
          real.substring(0, 12) + (real.endsWith("00000000") ? "11111111" : "00000000");
      deliver(report(altered, "5.1.1", "Message-ID: " + id(1)));
      read();
      assertThat(events("true")).isEqualTo(all);
      assertThat(forged() - before).isOne();
      assertThat(at.ada.browser().get("/mail/came-back").body())
          .contains("forged: nothing was added");
    }

    @Test
    @Order(3)
    void whatBearsNoMarkWaitsUnlessItEnclosesTheWholeOfOne() {
      deliver(
          report(
              "",
              "5.1.1",
              "Return-Path: <bounce+" + mark(2) + "@ours.example>\nMessage-ID: " + id(2)));
      deliver(
          report(
              "",
              "5.1.1",
              "Return-Path: <bounce+" + mark(3) + "@ours.example>\nMessage-ID: " + id(4)));
      read();
      assertThat(house.count("select count(*) from bounce_mail where state = 'waiting'")).isOne();
      assertThat(at.states(wave)).containsEntry("bounced", 4L);

      String page = at.ada.browser().get("/mail/came-back").body();
      assertThat(page).contains("1 mail waits").doesNotContain("h1dden@", "MAILER-DAEMON@");
      assertThat(at.ada.browser().get("/").body()).contains("1 mail came back");
      String path = House.find(page, "action=\"(/mail/came-back/[0-9a-f-]{36})\"");
      assertThat(decide(path, "", "").statusCode()).isEqualTo(422);
      assertThat(decide(path, "bounced", "K7QF-9XM2-PD3R").body())
          .contains("No copy has this number");
      assertThat(decide(path, "bounced", code(1)).statusCode()).isEqualTo(303);
      assertThat(at.states(wave)).containsEntry("bounced", 5L);
      assertThat(events("source = 'person'")).isOne();
      assertThat(decide(path, "aside", "").statusCode()).isEqualTo(404);
    }

    private static HttpResponse<String> decide(String path, String means, String code) {
      return at.ada.browser().post("/mail/mailboxes", path, Map.of("means", means, "code", code));
    }

    @Test
    @Order(4)
    void whoIsAwayGotItAndAPersonsMailIsForAPerson() {
      String away =
          "X-Original-To: bounce+"
              + mark(7)
              + "@ours.example\nFrom: h1dden@example.com\nAuto-Submitted: auto-replied\n"
              + "Subject: Away\n\nBack on Monday.\n";
      deliver(away);
      deliver(away.replace("Auto-Submitted: auto-replied\n", "X-Mailer: 1\n"));
      read();
      assertThat(events("kind = 'replied' and class is null")).isOne();
      assertThat(house.count("select count(*) from bounce_mail where state = 'waiting'")).isOne();
      assertThat(at.ada.browser().get("/mail/came-back").body())
          .contains("It bears the mark of a copy, but does not say what became of it.");
      assertThat(at.states(wave)).containsEntry("accepted", 7L);
      String path =
          House.find(
              at.ada.browser().get("/mail/came-back").body(),
              "action=\"(/mail/came-back/[0-9a-f-]{36})\"");
      assertThat(decide(path, "aside", "").statusCode()).isEqualTo(303);
      assertThat(house.count("select count(*) from bounce_mail where content is not null"))
          .isZero();
    }

    private static HttpResponse<String> call(
        String path, String body, String time, String signature) {
      Browser street = new Browser(house.publicBase(), "provider");
      return street.send(
          street
              .request(path)
              .header("Content-Type", "application/json")
              .header("X-Twilio-Email-Event-Webhook-Timestamp", time)
              .header("X-Twilio-Email-Event-Webhook-Signature", signature)
              .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    @Test
    @Order(5)
    void aProvidersCallIsBelievedByItsSignatureAndTiedByTheMessageId() throws Exception {
      KeyPairGenerator curve = KeyPairGenerator.getInstance("EC");
      curve.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair keys = curve.generateKeyPair();
      HttpResponse<String> wrong =
          at.ada
              .browser()
              .post(
                  "/mail/event-webhooks",
                  "/mail/event-webhooks",
                  Map.of("name", "grid", "provider", "sendgrid", "key", "AAAA"));
      assertThat(wrong.statusCode()).isEqualTo(422);
      HttpResponse<String> made =
          at.ada
              .browser()
              .post(
                  "/mail/event-webhooks",
                  "/mail/event-webhooks",
                  Map.of(
                      "name",
                      "grid",
                      "provider",
                      "sendgrid",
                      "key",
                      Base64.getEncoder().encodeToString(keys.getPublic().getEncoded())));
      String path =
          House.find(made.body(), "<code class=\"wrap\">[^<]*(/events/[A-Za-z0-9_-]{43})<");
      assertThat(at.ada.browser().get("/mail/event-webhooks").body()).doesNotContain("/events/");

      String time = String.valueOf(house.now().getEpochSecond());
      String event =
          "{\"email\":\"h1dden@example.com\",\"timestamp\":1764000000,\"smtp-id\":\"%s\",\"event\":\"%s\",\"type\":\"bounce\",\"status\":\"5.1.1\",\"reason\":\"550"
              + " h1dden@example.com\",\"sg_event_id\":\"%s\"}";
      String body =
          "["
              + event.formatted(id(8), "bounce", "a")
              + ","
              + event.formatted(id(9), "delivered", "b")
              + ","
              + event.formatted(id(9), "open", "c")
              + ","
              + event.formatted("<another@system.example>", "bounce", "d")
              + ","
              + event.formatted(id(10).replace("@", "0@"), "bounce", "e")
              + "]";
      Signature signer = Signature.getInstance("SHA256withECDSA");
      signer.initSign(keys.getPrivate());
      signer.update((time + body).getBytes(UTF_8));
      String signature = Base64.getEncoder().encodeToString(signer.sign());
      long before = forged();
      long all = events("true");
      assertThat(call(path, body, time + "0", signature).statusCode()).isEqualTo(403);
      assertThat(call(path, body + " ", time, signature).statusCode()).isEqualTo(403);
      assertThat(forged() - before).isEqualTo(2);
      assertThat(call(path.replaceFirst(".$", "~"), body, time, signature).statusCode())
          .isEqualTo(404);
      assertThat(house.count("select count(*) from passing.hook_event")).isZero();
      assertThat(call(path, body, time, signature).statusCode()).isEqualTo(200);
      assertThat(call(path, body, time, signature).statusCode()).as("again").isEqualTo(200);
      house.server().part(HookLook.class).look();
      assertThat(house.count("select count(*) from passing.hook_event")).isZero();
      assertThat(events("true") - all).isEqualTo(2);
      assertThat(events("source = 'sendgrid' and kind = 'bounced'")).isOne();
      assertThat(events("source = 'sendgrid' and kind = 'delivered'")).isOne();
      assertThat(at.states(wave)).containsEntry("bounced", 6L);
      assertThat(house.acts("bounce.events-taken")).isPositive();
      assertThat(
              house.count(
                  "select count(*) from came_back_day where what = 'known' and source ="
                      + " 'sendgrid'"))
          .isOne();
    }

    @Test
    @Order(6)
    void aBounceThatIsFasterThanTheServersAnswerCountsOnceThatIsThere() {
      String row =
          " where message is not null and state = 'accepted' and code = 250 and lead is null";
      long person =
          house.count(
              "select min(person) from notice_recipient"
                  + row
                  + " and wave = '"
                  + NoticeHouse.id(wave)
                  + "' and not exists (select from notice_event e where e.person ="
                  // Of the one nothing ever comes back; the other's letter support looks at.
                  + " notice_recipient.person) and person not in ("
                  + Marks.person(house.ledger(), id(4))
                  + ", "
                  + Marks.person(house.ledger(), id(11))
                  + ")");
      at.sql("update notice_recipient set state = 'handed-over' where person = " + person);
      String id =
          IDS.values().stream()
              .filter(one -> Marks.person(house.ledger(), one) == person)
              .findFirst()
              .orElseThrow();
      deliver(report(Marks.of(house.ledger(), NoticeHouse.id(wave), id), "5.1.1", ""));
      read();
      assertThat(events("early and person = " + person)).isOne();
      house.server().part(HookLook.class).look();
      assertThat(at.states(wave)).containsEntry("handed-over", 1L);
      at.sql("update notice_recipient set state = 'accepted' where person = " + person);
      house.server().part(HookLook.class).look();
      assertThat(at.states(wave)).containsEntry("bounced", 7L).doesNotContainKey("handed-over");
    }

    @Test
    @Order(7)
    void aLaterWaveOfTheNoticeTellsThemAndNobodyElse() throws Exception {
      int before = smtp.messages().size();
      try (FakeMailServer other = new FakeMailServer()) {
        String later = at.send(notice, at.route(other, "sends"), false);
        assertThat(at.states(later)).containsExactly(Map.entry("accepted", 7L));
        assertThat(NoticeHouse.told(other)).hasSize(6).doesNotContainKey("person4@example.com");
      }
      assertThat(smtp.messages()).hasSize(before);
      assertThat(Marks.unreached(house.ledger(), UUID.fromString(at.room.substring(11)))).isZero();
      assertThat(house.log()).noneMatch(line -> line.contains("h1dden"));
      assertThat(house.count("select count(*) from audit_entry where detail like '%h1dden%'"))
          .isZero();
    }
  }

  /** What strangers ask at the public door, and support staff by the number of a letter. */
  @Nested
  @Order(2)
  @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
  class QuestionsOfThePublic {
    @BeforeAll
    static void addARoute() {
      route = at.route(answers, "sends");
    }

    private static String route;

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

    private static String page() {
      return at.room + "/inquiries";
    }

    @Test
    @Order(1)
    void nobodyCanAskBeforeTwoPeopleOpenedThePage() {
      assertThat(street.get("/was-i-affected").body()).contains("nothing to ask about");
      assertThat(street.get("/was-i-affected/analytics-2026").statusCode()).isEqualTo(404);
      assertThat(at.ada.browser().get(page()).body()).contains("Nobody can ask yet");
      Map<String, String> wrong = text(route);
      wrong.put("slug", "Not A Slug");
      wrong.put("none", "");
      HttpResponse<String> refused = at.ada.browser().post(page(), page(), wrong);
      assertThat(refused.statusCode()).isEqualTo(422);
      assertThat(refused.body()).contains("small letters", "Not A Slug", "You were TOLD before.");
      at.post(page(), page(), text(route));
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
          Browser.form(
              street.request("/was-i-affected/analytics-2026"), Map.of("address", address)));
    }

    private static String mailTo(String address) {
      List<String> found =
          answers.messages().stream().filter(one -> one.contains("<" + address + ">")).toList();
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
          .contains("&lt;script")
          .doesNotContain("<script>");
      look();
      look();
      assertThat(mailTo("person0@example.com")).contains("You were TOLD before", "Mapplanet");
      assertThat(mailTo("nobody@example.com")).contains("We find NOBODY by this address");
      assertThat(answers.messages())
          .hasSize(2)
          .allMatch(one -> one.contains("Your question to us"));

      // The same day nothing more goes there; a day later one more.
      ask("person0@example.com");
      look();
      assertThat(answers.messages()).hasSize(2);
      house.pass(Duration.ofHours(25));
      ask("person0@example.com");
      look();
      assertThat(answers.messages()).hasSize(3);
      assertThat(house.count("select count(*) from passing.inquiry where sealed is not null"))
          .isZero();
      assertThat(house.log())
          .noneMatch(line -> line.contains("person0") || line.contains("nobody@"));
      assertThat(
              house.count(
                  "select count(*) from audit_entry where detail like '%person0%'"
                      + " or detail like '%nobody@%'"))
          .isZero();
      assertThat(house.acts("inquiry.answers-handed")).isPositive();
    }

    private static String askLetter(String code, String address) {
      return at.askLetter(street, code, address);
    }

    @Test
    @Order(3)
    void aLetterIsOursByItsNumberAndItsAddressTogether() {
      String code = code(1);
      String ours =
          askLetter(
              code.toLowerCase(java.util.Locale.ROOT).replace("-", " "), "person1@example.com");
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
                  street.request("/is-this-from-you"),
                  Map.of("code", "", "address", "a@b.example")));
      assertThat(empty.statusCode()).isEqualTo(422);
      assertThat(empty.body()).contains("a@b.example");
    }

    @Test
    @Order(4)
    void aNumberThatIsAskedForOftenRaisesTheAlarmOnce() {
      signInAgain();
      assertThat(house.count("select count(*) from inquiry_alarm")).isZero();
      String code = code(1);
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
      List<Integer> statuses = new ArrayList<>();
      for (int i = 0; i < 45; i++) {
        statuses.add(ask("x" + i + "@example.com").statusCode());
      }
      assertThat(statuses).contains(429).startsWith(200);
      assertThat(house.count("select count(*) from passing.inquiry")).isLessThanOrEqualTo(60);
      signInAgain();
      Map<String, String> changed = text(route);
      changed.put("none", "Another text.");
      at.post(page(), page(), changed);
      assertThat(street.get("/was-i-affected/analytics-2026").statusCode()).isEqualTo(404);
      look();
      assertThat(answers.messages())
          .as("nothing that was not approved")
          .noneMatch(one -> one.contains("Another text"));
    }

    @Test
    @Order(6)
    void supportSeesByTheNumberWhatOneLetterSaid() {
      signInAgain();
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
          tel.browser().post(support, support + "/copy", Map.of("number", code(11)));
      assertThat(seen.body())
          .contains("taken by the mail server", "About your data at Mapplanet", "Hello there")
          .doesNotContain("Person 11", "person11@");
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
}
