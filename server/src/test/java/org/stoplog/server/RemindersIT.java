package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.server.clocks.ClockLook;
import org.stoplog.server.mail.FakeMailServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Deadlines are reminded of once each, whatever restarts; what changed is kept; a hold stops them.
 */
class RemindersIT {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int LOOKS = 3_000;

  @TempDir static Path home;
  @TempDir static Path files;
  private static House house;
  private static NoticeHouse at;
  private static HttpServer chat;
  private static final List<JsonNode> CALLS = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void open() throws IOException {
    house = new House(home);
    at = new NoticeHouse(house, files, Map.of(), 12);
    chat = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    chat.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    chat.createContext(
        "/",
        exchange -> {
          try (exchange) {
            CALLS.add(JSON.readTree(exchange.getRequestBody().readAllBytes()));
            exchange.sendResponseHeaders(204, -1);
          }
        });
    chat.start();
  }

  @AfterAll
  static void close() {
    chat.stop(0);
    house.close();
  }

  private static String page(String path) {
    HttpResponse<String> answer = at.ada.browser().get(path);
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    return answer.body().replaceAll("\\s+", " ");
  }

  private static void until(BooleanSupplier done) {
    for (int i = 0; i < LOOKS && !done.getAsBoolean(); i++) {
      LockSupport.parkNanos(20_000_000);
    }
    assertThat(done.getAsBoolean()).isTrue();
  }

  private static void look() {
    house.server().part(ClockLook.class).look();
  }

  private static long reminders(String duty) {
    return house.count("select count(*) from clock_reminder where duty = '" + duty + "'");
  }

  @Test
  void eachDeadlineIsToldOnceAtEachStage() throws IOException {
    String authority = "eu-gdpr-authority";
    String clocks = at.room + "/clocks";
    try (FakeMailServer mails = new FakeMailServer()) {
      at.route(mails, "sends");
      at.post("/account/mail", "/account/mail", Map.of("address", "ada@example.org"));
      Map<String, String> service = new HashMap<>();
      service.put("name", "Chat");
      service.put("kind", "team");
      service.put("use", "sends");
      service.put("url", "http://localhost:" + chat.getAddress().getPort() + "/");
      service.put("network", "yes");
      service.put("longest", "600");
      HttpResponse<String> made =
          at.ada.browser().post("/mail/services/new", "/mail/services/new", service);
      assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
      String kept = "/mail/services/" + House.find(made.body(), "/mail/services/([0-9]+)\"");
      assertThat(at.ada.browser().post(kept, kept + "/test", Map.of()).body())
          .contains("The service took the test message");
      CALLS.clear();
      at.post(
          "/duties/company",
          "/duties/company",
          Map.of("establishments", "ie", "zone", "Europe/Dublin", "role", "controller"));

      look();
      assertThat(house.count("select count(*) from clock_reminder")).isZero();

      // Aware fifty hours ago: 22 hours of the 72 are left.
      Instant aware = house.now().minus(Duration.ofHours(50)).truncatedTo(ChronoUnit.MINUTES);
      at.post(
          at.room + "/times/aware",
          at.room + "/times/aware",
          Map.of("said", aware.toString(), "source", "us", "reason", "Counsel read their mail."));
      look();
      assertThat(reminders(authority)).isOne();
      until(() -> mails.messages().size() == 1 && CALLS.size() == 1);
      String mail = mails.messages().getFirst().replaceAll("=\\r?\\n", "");
      assertThat(mail)
          .contains("To: <ada@example.org>", "INC-1", "within a day", "/clocks")
          .contains("competent / lead supervisory authority (EU)")
          .doesNotContain("Analytics breach", "person1@");
      JsonNode call = CALLS.getFirst();
      assertThat(call.get("type").asString()).isEqualTo("clock.reminded");
      assertThat(call.get("data").get("link").asString()).endsWith(clocks);
      look();
      assertThat(reminders(authority)).as("told once").isOne();

      // Slept through until three hours are left, with a restart: only the nearest stage is told.
      house.stop();
      house.pass(Duration.ofHours(19));
      house.start();
      look();
      look();
      assertThat(reminders(authority)).isEqualTo(2);
      until(() -> mails.messages().size() >= 2);
      assertThat(mails.messages().get(1)).contains("within four hours");
      house.pass(Duration.ofHours(4));
      look();
      assertThat(reminders(authority)).isEqualTo(3);
      until(() -> mails.messages().size() >= 3);
      assertThat(mails.messages().getLast()).contains("missed");
      assertThat(house.signIn(at.ada.browser(), at.ada).statusCode()).isEqualTo(303);
      assertThat(house.signIn(at.cay.browser(), at.cay).statusCode()).isEqualTo(303);
      assertThat(page(at.room)).contains("reminded of deadlines");

      // What is met is reminded of no more, and what it came to before is kept.
      String duty = clocks + "/of/" + authority;
      at.post(
          duty, duty, Map.of("kind", "not", "words", "It was no breach of personal data at all."));
      look();
      assertThat(reminders(authority)).isEqualTo(3);
      at.post(
          clocks,
          clocks,
          Map.of("question", "harm", "answer", "unlikely", "reason", "Nobody has looked at it."));
      assertThat(page(clocks + "/history"))
          .contains("worked out for the first time", "a time of the incident", "an answer")
          .contains(authority + ": required by ", "→ not required");
      aHoldStopsWhatALawLetsItStop(clocks);
    }
    assertThat(house.count("select count(*) from team_message where state <> 'accepted'"))
        .as("cay has no address")
        .isEqualTo(house.count("select count(*) from team_message where state = 'no-address'"));
  }

  /** The GDPR knows no delay for an authority's sake; whom it tells is told, or counsel decides. */
  private static void aHoldStopsWhatALawLetsItStop(String clocks) {
    String hold = at.room + "/notices/hold";
    Map<String, String> fields = new HashMap<>();
    fields.put("authority", "Police of Example");
    fields.put("reference", "12/2026");
    fields.put("reason", "An arrest is planned.");
    fields.put("until", house.now().plus(Duration.ofDays(3)).toString().substring(0, 10));
    fields.put("notices", "true");
    String approval = at.post(hold, hold, fields);
    assertThat(page(clocks + "/of/eu-gdpr-individuals")).doesNotContain("Held back.");
    assertThat(house.approve(at.cay, approval).statusCode()).isEqualTo(303);
    assertThat(page(clocks + "/of/eu-gdpr-individuals"))
        .contains("Held back.", "Nothing in this entry lets its clock wait");
    assertThat(page(clocks + "/of/eu-gdpr-authority")).doesNotContain("Held back.");
  }
}
