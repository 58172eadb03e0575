package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.gateway.link.Pairing;
import org.stoplog.gateway.program.GatewayProgram;
import org.stoplog.gateway.program.GatewaySettings;
import org.stoplog.ledger.identity.Keyset;
import org.stoplog.ledger.journal.Gap;
import org.stoplog.ledger.journal.Intent;
import org.stoplog.ledger.journal.Outcome;
import org.stoplog.ledger.journal.SegmentHandler;
import org.stoplog.ledger.journal.SegmentReader;
import org.stoplog.ledger.journal.StreamEnd;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.RegisterCsv;
import org.stoplog.testing.FreePorts;

/** A whole gateway and its server: paired, told what to do, cut, without each other, and again. */
class GatewayLinkIT {
  private static final String EVENT =
      """
      [{"event":"Signed up","properties":{"token":"t0ken","time":1763974800,"distinct_id":"u-1",\
      "$email":"ada@example.org","plan":"pro"}}]""";

  private static final SegmentHandler NOTHING_READ =
      new SegmentHandler() {
        @Override
        public void intent(
            int request,
            Intent intent,
            @Nullable Outcome outcome,
            byte[] bytes,
            int from,
            int length) {
          throw new AssertionError("it was opened");
        }

        @Override
        public void opened(int request, Intent stream) {
          throw new AssertionError("it was opened");
        }

        @Override
        public void ended(StreamEnd end) {}

        @Override
        public void gap(Gap gap) {}
      };

  @TempDir Path home;
  @TempDir Path host;

  /** Bodies that the supplier was sent. */
  private final List<String> sent = new CopyOnWriteArrayList<>();

  private final List<String> said = new CopyOnWriteArrayList<>();
  private House house;
  private House.Person ada;
  private House.Paired paired;
  private Path settings;
  private int port;

  private HttpServer supplier() throws IOException {
    HttpServer supplier =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    supplier.createContext(
        "/",
        exchange -> {
          try (exchange) {
            sent.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.getResponseHeaders().add("X-Supplier", "yes");
            exchange.sendResponseHeaders(200, -1);
          }
        });
    supplier.start();
    return supplier;
  }

  private void register() throws IOException {
    Path register =
        Files.writeString(
            home.resolve("suppliers.csv"),
            """
            supplier,engagement,connection,started,elements,population
            Mapplanet,analytics,sdk,2025-01-01,contact.email,*
            """);
    house.ledger().inTransaction(db -> new Register(db).importRows(RegisterCsv.read(register)));
  }

  private void settings() throws IOException {
    port = FreePorts.next();
    Path pairing = Files.writeString(host.resolve("pairing.json"), paired.file());
    Files.setPosixFilePermissions(pairing, PosixFilePermissions.fromString("rw-------"));
    settings =
        Files.writeString(
            host.resolve("gateway.properties"),
            """
            data=state
            pairing=pairing.json
            port=%d
            admin-port=%d
            threads=1
            """
                .formatted(port, FreePorts.next()));
  }

  private GatewayProgram gateway() {
    return GatewayProgram.start(
        GatewaySettings.read(settings),
        new GatewayProgram.Surroundings(
            null, house::now, OutputStream.nullOutputStream(), said::add));
  }

  private String page() {
    return "/gateways/connections/" + house.count("select id from connection where name = 'sdk'");
  }

  private HttpResponse<String> track(HttpClient application, String id) throws Exception {
    return application.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/c/%s/track".formatted(port, id)))
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(EVENT))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** A policy comes by another thread: asked again until it is obeyed, for some seconds. */
  private HttpResponse<String> trackUntil(HttpClient application, String id, boolean isSentOn)
      throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (System.nanoTime() < end) {
      HttpResponse<String> answer = track(application, id);
      if (answer.statusCode() == 200
          && answer.headers().firstValue("x-supplier").isPresent() == isSentOn) {
        return answer;
      }
    }
    throw new AssertionError("the policy was not obeyed: " + said);
  }

  private List<String> segments() throws IOException {
    try (Stream<Path> files = Files.list(host.resolve("state/journal"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".seg"))
          .toList();
    }
  }

  private long kept() {
    return house.count(
        "select count(*) from traffic_segment where gateway = '" + paired.id() + "'");
  }

  @Test
  void isPairedObeysRecordsAndHandsOver() throws Exception {
    house = new House(home);
    HttpServer supplier = supplier();
    try {
      register();
      ada = house.administrator();
      paired = house.pair(ada, "eu 1");
      settings();
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
      String page = page();
      String id;
      try (GatewayProgram gateway = gateway();
          HttpClient application = HttpClient.newHttpClient()) {
        HttpResponse<String> saved = ada.browser().post(page + "/policy", page + "/policy", form);
        assertThat(saved.statusCode()).as(saved.body()).isEqualTo(303);
        id = House.find(ada.browser().get(page).body(), "/c/([a-z0-9-]+)");
        trackUntil(application, id, true);
        assertThat(sent).last().asString().contains("t0ken").doesNotContain("ada@example.org");
        assertThat(gateway.obeys()).isPresent();
        HttpResponse<String> cut =
            ada.browser()
                .post(
                    page + "/cut",
                    page + "/cut",
                    Map.of("state", "paused", "reply", "hold", "reason", "Breached."));
        assertThat(cut.statusCode()).as(cut.body()).isEqualTo(303);
        trackUntil(application, id, false);
      }
      assertThat(segments()).as("all were sent at the end").isEmpty();
      assertThat(kept()).isPositive();
      int before = sent.size();
      house.stop();
      try (GatewayProgram gateway = gateway();
          HttpClient application = HttpClient.newHttpClient()) {
        assertThat(gateway.obeys()).as("without the server").isPresent();
        trackUntil(application, id, false);
      }
      assertThat(sent).as("still cut").hasSize(before);
      assertThat(segments()).as("it has to wait").hasSize(1);
      whoeverStealsTheHostReadsNobodysName();
      house.start();
      long keptBefore = kept();
      gateway().close();
      assertThat(segments()).isEmpty();
      assertThat(kept()).isGreaterThan(keptBefore);
      assertThat(said).noneMatch(line -> line.contains(paired.token()));
      theServersOwn(id);
    } finally {
      supplier.stop(0);
      house.close();
    }
  }

  /** Not even of what still waits there whole, and nothing that opens or names anything. */
  private void whoeverStealsTheHostReadsNobodysName() throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.walk(host)) {
      all = files.filter(Files::isRegularFile).toList();
    }
    assertThat(all).as("journal, policy, settings, pairing").hasSizeGreaterThan(3);
    for (Path file : all) {
      String content = Files.readString(file, StandardCharsets.ISO_8859_1);
      assertThat(content)
          .as(file.toString())
          .doesNotContain("ada@example.org", "YWRhQGV4YW1wbGUub3Jn", "Signed up", "t0ken");
      if (file.toString().endsWith(".seg")) {
        assertThatThrownBy(
                () -> {
                  try (Keyset another = Keyset.openOrCreate(home.resolve("another-keyset"), null)) {
                    SegmentReader.read(file, another, NOTHING_READ);
                  }
                })
            .isInstanceOf(StoplogException.class);
      }
    }
  }

  /** It runs in the server's process, and nobody carries a file. */
  private void theServersOwn(String id) throws Exception {
    Pairing first = Pairing.of(house.server().pairOwnGateway());
    Pairing pairing = Pairing.of(house.server().pairOwnGateway());
    assertThat(pairing.gateway()).isEqualTo(first.gateway());
    assertThat(pairing.token()).as("another at each start").isNotEqualTo(first.token());
    assertThat(house.acts("gateway.paired-own")).isEqualTo(2);
    String page = "/gateways/" + pairing.gateway();
    assertThat(ada.browser().get(page).body()).contains("inside the server");
    Path inside =
        Files.writeString(
            host.resolve("inside.properties"),
            "data=inside\nport=%d\nadmin-port=%d\n".formatted(port, FreePorts.next()));
    try (GatewayProgram gateway =
            GatewayProgram.start(
                GatewaySettings.readInside(inside),
                pairing,
                new GatewayProgram.Surroundings(
                    null, house::now, OutputStream.nullOutputStream(), said::add));
        HttpClient application = HttpClient.newHttpClient()) {
      trackUntil(application, id, false);
      assertThat(gateway.name()).isEqualTo("inside the server");
    }
    ada.browser().post(page, page + "/revoke", Map.of());
    assertThatThrownBy(() -> house.server().pairOwnGateway()).hasMessageContaining("was revoked");
  }
}
