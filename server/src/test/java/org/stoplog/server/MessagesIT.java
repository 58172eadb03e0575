package org.stoplog.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.server.mail.FakeMailServer;
import org.stoplog.server.notices.WaveLook;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whom no mail reached gets an SMS, by signed calls of a program that may do anything. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MessagesIT {
  private static final int PEOPLE = 10;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Has no answer for a call. */
  private static final int DROP = 0;

  @TempDir static Path home;
  @TempDir static Path files;
  private static House house;
  private static NoticeHouse at;
  private static FakeMailServer mails;
  private static HttpServer service;
  private static final List<Call> CALLS = new ArrayList<>();
  private static volatile Function<String, Integer> answers = _ -> 202;
  private static String sms;
  private static String secret;
  private static String mail;

  /** A call as it came. */
  private record Call(String id, String time, String signature, byte[] body) {
    JsonNode data() {
      return JSON.readTree(body).get("data");
    }

    String to() {
      return data().get("to").asString();
    }
  }

  @BeforeAll
  static void people() throws IOException {
    house = new House(home);
    mails = new FakeMailServer();
    Map<Integer, String> others = new HashMap<>();
    for (int i = 1; i < PEOPLE; i++) {
      others.put(i, "p%d,,DE,Person %d,%s".formatted(i, i, i == 2 ? "de" : "en"));
    }
    at = new NoticeHouse(house, files, others, PEOPLE);
    service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    service.createContext("/messages", MessagesIT::take);
    service.start();
    mail = at.route(mails, "sends");
  }

  @AfterAll
  static void end() throws IOException {
    service.stop(0);
    mails.close();
    house.close();
  }

  private static void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      Call call =
          new Call(
              exchange.getRequestHeaders().getFirst("webhook-id"),
              exchange.getRequestHeaders().getFirst("webhook-timestamp"),
              exchange.getRequestHeaders().getFirst("webhook-signature"),
              exchange.getRequestBody().readAllBytes());
      synchronized (CALLS) {
        CALLS.add(call);
      }
      int status = answers.apply(call.to());
      if (status != DROP) {
        byte[] said = ("about " + call.to() + "\r\nX: y").getBytes(UTF_8);
        exchange.getResponseHeaders().add("Location", "/elsewhere");
        exchange.sendResponseHeaders(status, said.length);
        exchange.getResponseBody().write(said);
      }
    }
  }

  private static List<Call> calls() {
    synchronized (CALLS) {
      return List.copyOf(CALLS);
    }
  }

  private static Map<String, String> fields(String name, String kind, String use, String url) {
    return Map.of(
        "name", name,
        "kind", kind,
        "use", use,
        "url", url,
        "network", "yes",
        "longest", "600");
  }

  private static String url() {
    return "http://localhost:" + service.getAddress().getPort() + "/messages";
  }

  /**
   * @return its word in the form of a wave
   */
  private static String add(String name, String kind, String use) {
    HttpResponse<String> made =
        at.ada
            .browser()
            .post("/mail/services/new", "/mail/services/new", fields(name, kind, use, url()));
    assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
    secret = House.find(made.body(), "(whsec_[A-Za-z0-9+/=]+)");
    return "service-" + House.find(made.body(), "href=\"/mail/services/([0-9]+)\"");
  }

  @Test
  @Order(1)
  void aServiceIsTriedBeforeItIsUsed() {
    Map<String, String> wrong = new TreeMap<>();
    wrong.put("http://messages.example.org/", "Write it as https");
    wrong.put("https://user:pass@messages.example.org/", "Write it as https");
    wrong.put("ftp://localhost/", "Write it as https");
    wrong.put("https:///x", "Write it as https");
    wrong.forEach(
        (url, says) -> {
          HttpResponse<String> answer =
              at.ada
                  .browser()
                  .post(
                      "/mail/services/new",
                      "/mail/services/new",
                      fields("wrong", "sms", "sends", url));
          assertThat(answer.statusCode()).as(url).isEqualTo(422);
          assertThat(answer.body()).contains(says);
        });
    sms = add("Bridge", "sms", "sends");
    String page = "/mail/services/" + sms.replace("service-", "");
    assertThat(at.ada.browser().get("/mail/services").body()).contains("Bridge", "SMS");
    assertThat(at.ada.browser().get(page).body()).doesNotContain(secret);
    assertThat(at.ada.browser().post(page, page + "/test", Map.of("to", "0171 23")).body())
        .contains("Nothing was sent", "Write the number with its country");
    assertThat(at.ada.browser().post(page, page + "/test", Map.of("to", "+49 171 23-45678")).body())
        .contains("The service took the test message", "202")
        .doesNotContain("about +4917123");
    assertThat(calls()).singleElement().satisfies(MessagesIT::isSigned);
    // In the internet nobody calls an address of a private network.
    Map<String, String> elsewhere = new HashMap<>(fields("Bridge", "sms", "sends", url()));
    elsewhere.put("network", "no");
    elsewhere.put("revision", "1");
    at.post(page, page, elsewhere);
    assertThat(at.ada.browser().post(page, page + "/test", Map.of("to", "+4917123")).body())
        .contains("was not sent");
    assertThat(at.ada.browser().post(page, page + "/test", Map.of("to", "+491712345678")).body())
        .contains("an address of a private network");
    elsewhere.put("network", "yes");
    elsewhere.put("revision", "2");
    at.post(page, page, elsewhere);
    elsewhere.put("revision", "2");
    assertThat(at.ada.browser().post(page, page, elsewhere).statusCode()).isEqualTo(409);
  }

  private static void isSigned(Call call) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(
          new SecretKeySpec(
              Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
      mac.update((call.id() + "." + call.time() + ".").getBytes(UTF_8));
      assertThat(call.signature())
          .isEqualTo("v1," + Base64.getEncoder().encodeToString(mac.doFinal(call.body())));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
    assertThat(Math.abs(Long.parseLong(call.time()) - house.now().getEpochSecond()))
        .isLessThan(600);
  }

  @Test
  @Order(2)
  void aTextThatItWouldCutIsNotApproved() {
    PaperIT.join(
        at,
        """
        id,phone
        p1,+49 171 0000001
        p2,+49 (171) 000-0002
        p3,+491710000003
        p4,+491710000004
        p5,+491710000001
        p6,
        p8,+491710000008
        p9,+491710000009
        """);
    String notice =
        at.post(
            at.room + "/notices/new",
            at.room + "/notices",
            NoticeHouse.text("Long", "Hello {{name}}, " + "long ".repeat(140)));
    String wave = at.prepare(notice, sms, "all");
    assertThat(at.ada.browser().post(wave, wave + "/ask", Map.of()).body())
        .contains("and the service takes 600");
    at.post(wave, wave + "/discard", Map.of());
  }

  @Test
  @Order(3)
  void whateverTheServiceAnswersEveryRowSaysWhatCameOfIt() {
    CALLS.clear();
    String notice = at.write("Short");
    assertThat(at.states(at.send(notice, mail, false)))
        .containsEntry("accepted", 1L)
        .containsEntry("no-address", 9L);
    Map<String, Integer> first =
        Map.of(
            "+491710000001",
            202,
            "+491710000002",
            422,
            "+491710000003",
            503,
            "+491710000004",
            DROP);
    answers = to -> first.getOrDefault(to, 202);
    String wave =
        at.prepare(notice, sms, "unreached", "per-minute=60000&error-limit=90&price=0.07%20EUR");
    // Two accounts with one number are one message; two have none.
    assertThat(at.states(wave)).containsEntry("planned", 7L).containsEntry("no-address", 2L);
    String approval = at.ask(wave);
    assertThat(at.cay.browser().get(approval).body())
        .contains("0.07 EUR each, 0.42 EUR for 6 copies", "SMS by Bridge: " + url());
    assertThat(house.approve(at.cay, approval).statusCode()).isEqualTo(303);
    at.until(wave, "put off, tried again later");
    waitFor(wave, Map.of("accepted", 4L, "refused", 1L, "deferred", 2L, "no-address", 2L));
    assertThat(
            house.count(
                "select count(*) from notice_recipient where in_doubt and state = 'deferred'"))
        .as("the one without an answer")
        .isOne();
    assertThat(at.ada.browser().get(wave).body())
        .contains("taken by the message service", "refused by the message service")
        .doesNotContain("0000002");
    assertThat(
            house.count(
                "select count(*) from notice_recipient where code = 422 and reply like 'about •••%'"))
        .isOne();
    answers = _ -> 200;
    at.sql(
        "update notice_recipient set next_at = next_at - interval '1 day' where state = 'deferred'");
    house.server().part(WaveLook.class).look();
    at.until(wave, "Ended.");
    assertThat(at.states(wave)).containsEntry("accepted", 6L).containsEntry("refused", 1L);
    sayTheSameBytes(wave);
    isOursByItsNumberAndTheTelephone();
  }

  private static void isOursByItsNumberAndTheTelephone() {
    Browser street = new Browser(house.publicBase(), "stranger");
    Call one =
        calls().stream()
            .filter(call -> call.to().equals("+491710000003"))
            .findFirst()
            .orElseThrow();
    String code = one.data().get("code").asString();
    assertThat(at.askLetter(street, code, "+49 (171) 000-0003"))
        .contains("We sent a letter with this number", "About your data at Mapplanet");
    assertThat(at.askLetter(street, code, "+491710000004")).contains("We sent no such letter");
    HttpResponse<String> national =
        street.send(
            Browser.form(
                street.request("/is-this-from-you"),
                Map.of("code", code, "address", "0171 0000003")));
    assertThat(national.statusCode()).isEqualTo(422);
    assertThat(national.body()).contains("no telephone number with its country");
  }

  private static void waitFor(String wave, Map<String, Long> states) {
    for (int i = 0; i < 1_500 && !at.states(wave).equals(states); i++) {
      java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
    }
    assertThat(at.states(wave)).isEqualTo(states);
  }

  /** What is tried again is the same message, and its hash is the row's. */
  private static void sayTheSameBytes(String wave) {
    Map<String, List<Call>> byId = new TreeMap<>();
    calls().forEach(call -> byId.computeIfAbsent(call.id(), _ -> new ArrayList<>()).add(call));
    assertThat(byId).hasSize(6);
    assertThat(calls()).hasSize(8).allSatisfy(MessagesIT::isSigned);
    byId.values()
        .forEach(
            same ->
                assertThat(same.stream().map(call -> HexFormat.of().formatHex(call.body())))
                    .containsOnly(HexFormat.of().formatHex(same.getFirst().body())));
    for (Call call : calls()) {
      JsonNode data = call.data();
      assertThat(data.get("kind").asString()).isEqualTo("sms");
      assertThat(data.get("drill").asBoolean()).isFalse();
      assertThat(data.get("text").asString())
          .startsWith("Hello ")
          .contains("Write to privacy@example.org");
      assertThat(data.has("html")).isFalse();
    }
    long hashed =
        house.count(
            "select count(distinct message) from notice_recipient where wave = '"
                + NoticeHouse.id(wave)
                + "' and message in ("
                + byId.values().stream()
                    .map(
                        same ->
                            "sha256('\\x" + HexFormat.of().formatHex(same.getFirst().body()) + "')")
                    .collect(java.util.stream.Collectors.joining(","))
                + ")");
    assertThat(hashed).isEqualTo(6);
  }

  @Test
  @Order(4)
  void aServiceThatTakesNoCallOfOursStandsTheWaveStill() {
    for (int status : new int[] {401, 302}) {
      CALLS.clear();
      answers = _ -> status;
      String notice = at.write("Turned away " + status);
      String wave = at.prepare(notice, sms, "all");
      at.approve(wave);
      at.until(wave, "Stands still");
      assertThat(at.states(wave)).doesNotContainKeys("refused", "accepted", "doubtful");
      at.post(wave, wave + "/end", Map.of());
    }
  }

  @Test
  @Order(5)
  void aDrillGoesToACatcherAndTheAppGetsHtml() {
    CALLS.clear();
    answers = _ -> 200;
    String app = add("Catcher", "in-app", "catcher");
    String notice = at.write("In the app");
    String wave = at.prepare(notice, app, "all");
    assertThat(at.states(wave)).containsEntry("planned", 8L).containsEntry("no-address", 2L);
    at.approve(wave);
    at.until(wave, "Ended.");
    assertThat(calls()).hasSize(8).extracting(Call::to).contains("p1", "p6").doesNotContain("p0");
    assertThat(calls())
        .allSatisfy(
            call -> {
              assertThat(call.data().get("drill").asBoolean()).isTrue();
              assertThat(call.data().get("html").asString()).contains("<html", "Hello there");
            });
    // Another secret is another way than the one that was approved.
    String again = at.prepare(notice, app, "all");
    String approval = at.ask(again);
    String page = "/mail/services/" + app.replace("service-", "");
    assertThat(at.ada.browser().post(page, page + "/secret", Map.of()).body()).contains("whsec_");
    assertThat(house.approve(at.cay, approval).statusCode()).isNotEqualTo(303);
    at.post(page, page + "/remove", Map.of());
    assertThat(at.ada.browser().get(page).statusCode()).isEqualTo(404);
    assertThat(house.count("select count(*) from message_service where sealed_secret is null"))
        .isOne();
  }
}
