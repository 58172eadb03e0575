package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.gateway.program.GatewayProgram;
import org.stoplog.gateway.program.GatewaySettings;
import org.stoplog.ledger.journal.Released;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.RegisterCsv;
import org.stoplog.server.gateways.HeldWatch;
import org.stoplog.testing.FreePorts;

/** A cut connection keeps what is sent, and two people release it once, or destroy it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HeldIT {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final String IN_STATE = "select count(*) from held_request where state = ";

  @TempDir static Path home;
  @TempDir static Path host;
  private static final List<String> SENT = new CopyOnWriteArrayList<>();
  private static House house;
  private static House.Person ada;
  private static House.Person cay;
  private static House.Paired paired;
  private static HttpServer supplier;
  private static GatewayProgram gateway;
  private static int port;
  private static String page;
  private static String address;

  @BeforeAll
  static void open() throws IOException {
    house = new House(home);
    supplier = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    supplier.createContext(
        "/",
        exchange -> {
          try (exchange) {
            String body =
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String key = exchange.getRequestHeaders().getFirst("Authorization");
            SENT.add(exchange.getRequestURI() + " " + key + " " + body);
            exchange.getResponseHeaders().add("X-Supplier", "yes");
            exchange.sendResponseHeaders(200, -1);
          }
        });
    supplier.start();
    Path register =
        Files.writeString(
            home.resolve("suppliers.csv"),
            """
            supplier,engagement,connection,started,elements,population
            Mapplanet,analytics,sdk,2025-01-01,contact.email,*
            """);
    house.ledger().inTransaction(db -> new Register(db).importRows(RegisterCsv.read(register)));
    ada = house.administrator();
    cay = house.invite(ada, "approver", "cay");
    paired = house.pair(ada, "eu 1");
    page = "/gateways/connections/" + house.count("select id from connection where name = 'sdk'");
    Map<String, String> form =
        Map.ofEntries(
            Map.entry("language", "mixpanel"),
            Map.entry("mode", "reverse"),
            Map.entry("upstream", "http://127.0.0.1:" + supplier.getAddress().getPort()),
            Map.entry("private", "yes"),
            Map.entry("private-reason", "The supplier of a test."),
            Map.entry("sender", "open"),
            Map.entry("when-cut", "sink"),
            Map.entry("unreadable", "pass"),
            Map.entry("undeclared", "pass"),
            Map.entry("on-failure", "closed"),
            Map.entry("rule-contact.email", "mask"),
            Map.entry("revision", "0"));
    see(ada.browser().post(page + "/policy", page + "/policy", form));
    address = House.find(ada.browser().get(page).body(), "/c/([a-z0-9-]+)");
    port = FreePorts.next();
    Path pairing = Files.writeString(host.resolve("pairing.json"), paired.file());
    Files.setPosixFilePermissions(pairing, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(
        host.resolve("gateway.properties"),
        "data=state\npairing=pairing.json\nport=%d\nadmin-port=%d\nthreads=1\nsegment-age=1s\n"
            .formatted(port, FreePorts.next()));
    gateway =
        GatewayProgram.start(
            GatewaySettings.read(host.resolve("gateway.properties")),
            new GatewayProgram.Surroundings(
                null, house::now, OutputStream.nullOutputStream(), said -> {}));
  }

  @AfterAll
  static void close() {
    gateway.close();
    supplier.stop(0);
    house.close();
  }

  private static String see(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
    return answer.headers().firstValue("Location").orElseThrow().replace(ada.browser().base(), "");
  }

  private static HttpResponse<String> track(String who) throws Exception {
    String body =
        """
        [{"event":"Signed up","properties":{"token":"t0ken","distinct_id":"%s",\
        "$email":"%s@example.org"}}]"""
            .formatted(who, who);
    return CLIENT.send(
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:%d/c/%s/track?verbose=1".formatted(port, address)))
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", "application/json")
            .header("Authorization", "Basic c2VjcmV0")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static boolean reachesTheSupplier(String who) throws Exception {
    HttpResponse<String> answer = track(who);
    assertThat(answer.statusCode()).isIn(200, 403, 503);
    return answer.headers().firstValue("x-supplier").isPresent();
  }

  /** Asked again until it is so, for some seconds: other threads and the disk are on the way. */
  private static void until(String what, BooleanSupplier holds) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(end);
    }
  }

  private static void obeys() {
    long version = house.count("select version from gateway_policy");
    until("the policy", () -> gateway.obeys().orElse(0) >= version);
    until(
        "that it said so",
        () -> house.count("select coalesce(max(obeys), 0) from passing.gateway_seen") >= version);
  }

  private static void recorded(String state, long requests) {
    until(
        requests + " " + state,
        () -> {
          see(ada.browser().post("/gateways", "/gateways/record", Map.of()));
          return house.count(IN_STATE + "'" + state + "'") == requests;
        });
  }

  private static String text() {
    return ada.browser().get(page).body().replaceAll("\\s+", " ");
  }

  private static void cut() {
    see(
        ada.browser()
            .post(
                page + "/cut",
                page + "/cut",
                Map.of("state", "paused", "reply", "hold", "reason", "Breached.")));
    obeys();
  }

  private static void restore() {
    String approval =
        see(ada.browser().post(page, page + "/restore", Map.of("why", "All is well.")));
    see(house.approve(cay, approval));
    obeys();
  }

  private static HttpResponse<String> ask(String what) {
    return ada.browser().post(page, page + "/held/" + what, Map.of("held-why", "They said so."));
  }

  /** Nothing of it in the rows, and no file of a segment any more. */
  private static void isNowhere(String value) throws Exception {
    List<byte[]> contents = new ArrayList<>();
    house
        .ledger()
        .inTransaction(
            db -> {
              try (Statement find = db.createStatement();
                  ResultSet row = find.executeQuery("select content from held_request")) {
                while (row.next()) {
                  if (row.getBytes(1) != null) {
                    contents.add(row.getBytes(1));
                  }
                }
              }
              return true;
            });
    assertThat(contents)
        .noneMatch(one -> new String(one, StandardCharsets.ISO_8859_1).contains(value));
    until("the segments", () -> segments() == 0);
  }

  private static long segments() {
    try (Stream<Path> files = Files.walk(home.resolve("data/segments"))) {
      return files.filter(one -> one.toString().endsWith(".seg")).count();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** As the gateway asks. */
  private static HttpResponse<byte[]> door(String path) throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create(house.gatewayBase() + path))
            .header("Authorization", "Bearer " + paired.token())
            .POST(HttpRequest.BodyPublishers.noBody())
            .build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  @Test
  @Order(1)
  void aCutKeepsWhatIsSentAndShowsHowMuchAlone() throws Exception {
    obeys();
    for (String who : List.of("ann", "bob", "cyd")) {
      assertThat(reachesTheSupplier(who)).isTrue();
    }
    assertThat(SENT).hasSize(3).noneMatch(sent -> sent.contains("@example.org "));
    HttpResponse<String> wrong =
        ada.browser()
            .post(
                page + "/cut",
                page + "/cut",
                Map.of("state", "paused", "reply", "keep", "reason", "Breached."));
    assertThat(wrong.statusCode()).isEqualTo(422);
    assertThat(wrong.body()).contains("Choose what senders are told.", "kept until two people");
    cut();
    for (String who : List.of("ann", "bob", "cyd")) {
      HttpResponse<String> answer = track(who);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).contains("\"status\"");
    }
    recorded("held", 3);
    assertThat(SENT).as("the supplier got none").hasSize(3);
    assertThat(text())
        .contains("3 requests are held", "destroyed by itself", "Ask to destroy them")
        .doesNotContain("Ask to release", "t0ken", "bob");
    isNowhere("t0ken");
    assertThat(house.count("select sum(refused) from traffic_day")).as("attempts").isEqualTo(3);
    assertThat(house.count("select sum(delivered) from traffic_day")).isEqualTo(3);
    String severance = "/suppliers/" + house.count("select id from supplier") + "/severance";
    assertThat(ada.browser().get(severance).body()).contains("3 requests held", page + "#held");
    assertThat(ask("release").statusCode()).as("while it is cut").isEqualTo(400);
    assertThat(house.acts("approval.asked")).isZero();
  }

  @Test
  @Order(2)
  void twoPeopleReleaseThemOnceAsTheyWouldHaveBeenSent() throws Exception {
    restore();
    String approval = see(ask("release"));
    assertThat(text()).contains("Releasing waits for another person");
    HttpResponse<String> alone = house.approve(ada, approval);
    assertThat(alone.statusCode()).as(alone.body()).isGreaterThanOrEqualTo(400);
    assertThat(house.count(IN_STATE + "'held'")).isEqualTo(3);
    house.pass(Duration.ofMinutes(10));
    HttpResponse<String> shown = cay.browser().get(approval);
    assertThat(shown.body()).contains("Release 3 held requests").doesNotContain("t0ken");
    see(house.approve(cay, approval));
    until("sent", () -> house.count(IN_STATE + "'sent' and status = 200 and content is null") == 3);
    assertThat(SENT).hasSize(6);
    assertThat(SENT.subList(3, 6)).as("byte for byte").isEqualTo(SENT.subList(0, 3));
    assertThat(SENT.getLast()).startsWith("/track?verbose=1 Basic c2VjcmV0");
    until(
        "the record",
        () -> {
          see(ada.browser().post("/gateways", "/gateways/record", Map.of()));
          return house.count("select sum(delivered) from traffic_day") == 6;
        });
    assertThat(house.count("select sum(refused) from traffic_day")).isEqualTo(3);
    assertThat(house.count("select sum(rows) from batch where gateway is not null"))
        .as("those sent before, and those released, by their rows")
        .isEqualTo(6);
    assertThat(
            house.count(
                "select count(*) from traffic_day t, held_request h"
                    + " where t.passed_last > h.kept_at + interval '9 minutes'"))
        .as("sent when they were released")
        .isEqualTo(3);
    assertThat(text()).contains("3 requests were released and sent.");
    assertThat(house.acts("held.released")).isEqualTo(1);
  }

  @Test
  @Order(3)
  void twoPeopleDestroyThemAndNothingIsLeft() throws Exception {
    cut();
    assertThat(reachesTheSupplier("dan")).isFalse();
    recorded("held", 1);
    assertThat(
            ada.browser().post(page, page + "/held/destroy", Map.of("held-why", "")).statusCode())
        .isEqualTo(422);
    String approval = see(ask("destroy"));
    assertThat(reachesTheSupplier("eve")).as("kept later").isFalse();
    recorded("held", 2);
    see(house.approve(cay, approval));
    assertThat(house.count(IN_STATE + "'destroyed' and content is null")).isEqualTo(1);
    assertThat(house.count(IN_STATE + "'held'")).as("nobody decided on that").isEqualTo(1);
    assertThat(text()).contains("1 request was destroyed by two people.", "1 request is held");
    isNowhere("dan");
    assertThat(house.acts("held.destroyed")).isEqualTo(1);
  }

  @Test
  @Order(4)
  void whatAGatewayTookAndNeverSpokeOfIsNotSentAgain() throws Exception {
    restore();
    gateway.close();
    int sent = SENT.size();
    assertThat(door("/gateway/v1/held").statusCode()).isEqualTo(204);
    String approval = see(ask("release"));
    see(house.approve(cay, approval));
    HttpResponse<byte[]> handed = door("/gateway/v1/held");
    assertThat(handed.statusCode()).isEqualTo(200);
    UUID held = UUID.fromString(handed.headers().firstValue("Stoplog-Held").orElseThrow());
    assertThat(Released.of(handed.body()).request().path()).isEqualTo("/track");
    assertThat(door("/gateway/v1/held").statusCode()).as("once").isEqualTo(204);
    // It did not let it through: held again, for two people to decide anew.
    String became = "/gateway/v1/held/" + held;
    assertThat(door(became + "?result=refused&status=0").statusCode()).isEqualTo(204);
    assertThat(text()).contains("1 request is held", "did not let them through");
    see(house.approve(cay, see(ask("release"))));
    assertThat(door("/gateway/v1/held").statusCode()).isEqualTo(200);
    house.pass(Duration.ofMinutes(11));
    house.server().part(HeldWatch.class).follow();
    assertThat(house.count(IN_STATE + "'unknown' and content is null")).isEqualTo(1);
    assertThat(text()).contains("nobody knows whether the supplier received it");
    assertThat(door("/gateway/v1/held").statusCode()).isEqualTo(204);
    assertThat(SENT).hasSize(sent);
    assertThat(house.acts("held.unknown")).isEqualTo(1);
    // Late, but said.
    assertThat(door(became + "?result=delivered&status=202").statusCode()).isEqualTo(204);
    assertThat(house.count(IN_STATE + "'sent' and status = 202")).isEqualTo(1);
    assertThat(door(became + "?result=gone&status=1").statusCode()).isEqualTo(400);
    assertThat(
            door("/gateway/v1/held/" + UUID.randomUUID() + "?result=unknown&status=0").statusCode())
        .isEqualTo(404);
  }

  @Test
  @Order(5)
  void afterFourWeeksItIsDestroyedByItselfAndARestoreSendsNothingAgain() throws Exception {
    house.change(
        """
        insert into held_request (id, gateway, segment, request, connection, kept_at, recorded_at,
          bytes, content, state)
        select gen_random_uuid(), gateway, segment + 1000 + n, request, connection, '%s', '%s',
          bytes, 'sealed', case when n = 1 then 'held' else 'released' end
        from held_request, generate_series(1, 2) n where status = 202
        """
            .formatted(house.now(), house.now()));
    house.server().part(HeldWatch.class).follow();
    assertThat(house.count(IN_STATE + "'unknown'")).as("released in another life").isEqualTo(1);
    house.pass(Duration.ofDays(28).minusMinutes(9));
    house.server().part(HeldWatch.class).follow();
    assertThat(house.count(IN_STATE + "'held'")).isEqualTo(1);
    house.signIn(ada.browser(), ada);
    assertThat(ada.browser().get("/").body()).contains("Held requests are about to be destroyed");
    house.pass(Duration.ofMinutes(10));
    house.server().part(HeldWatch.class).follow();
    assertThat(house.count(IN_STATE + "'expired' and content is null")).isEqualTo(1);
    assertThat(house.acts("held.expired")).isEqualTo(1);
    house.signIn(ada.browser(), ada);
    assertThat(text()).contains("1 request was destroyed after 28 days.");
  }
}
