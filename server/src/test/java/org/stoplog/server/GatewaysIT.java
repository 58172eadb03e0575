package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.Elements;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.gateway.policy.Action;
import org.stoplog.gateway.policy.ConnectionPolicy;
import org.stoplog.gateway.policy.ConnectionState;
import org.stoplog.gateway.policy.Policy;
import org.stoplog.gateway.policy.PolicyFile;
import org.stoplog.gateway.policy.SenderRule;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.journal.Intent;
import org.stoplog.ledger.journal.JournalOptions;
import org.stoplog.ledger.journal.JournalWriter;
import org.stoplog.ledger.journal.Mode;
import org.stoplog.ledger.journal.Sender;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.RegisterCsv;
import org.stoplog.ledger.store.Backup;
import org.stoplog.server.accounts.SignInBy;
import org.stoplog.server.platform.GatewayDoor;
import org.stoplog.server.platform.Origin;
import org.stoplog.server.platform.OwnerFolders;
import org.stoplog.server.platform.Tokens;
import org.stoplog.server.platform.UploadLimit;
import org.stoplog.testing.FreePorts;

/** Gateways are paired, told what to do, and cut. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GatewaysIT {
  private static final String SCRIPT = "<script>alert(1)</script>";
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir static Path home;
  @TempDir static Path second;
  private static House house;
  private static House.Person ada;
  private static House.Person cay;
  private static House.Person rae;
  private static House.Paired gateway;

  @BeforeAll
  static void open() throws IOException {
    house = new House(home);
    Path register =
        Files.writeString(
            home.resolve("suppliers.csv"),
            """
            supplier,engagement,connection,started,elements,population
            Mapplanet,analytics,sdk,2025-01-01,contact.email,*
            Mapplanet,analytics,server,2025-01-01,,
            Helpdesk One,support,portal,2025-01-01,,
            """);
    house.ledger().inTransaction(db -> new Register(db).importRows(RegisterCsv.read(register)));
    ada = house.administrator();
    rae = house.invite(ada, "responder", "rae");
    cay = house.invite(ada, "approver", "cay");
    gateway = house.pair(ada, "eu 1");
  }

  @AfterAll
  static void close() {
    house.close();
  }

  private static int connection(String name) {
    return (int) house.count("select id from connection where name = '" + name + "'");
  }

  private static String path(String name) {
    return "/gateways/connections/" + connection(name);
  }

  /** The form as it is filled in for an SDK in reverse mode. */
  private static Map<String, String> form(String name) {
    return new HashMap<>(
        Map.ofEntries(
            Map.entry("language", "mixpanel"),
            Map.entry("mode", "reverse"),
            Map.entry("upstream", "https://api.mapplanet.example"),
            Map.entry("sender", "open"),
            Map.entry("when-cut", "sink"),
            Map.entry("unreadable", "pass"),
            Map.entry("undeclared", "pass"),
            Map.entry("on-failure", "open"),
            Map.entry("rule-contact.email", "mask"),
            Map.entry("revision", revision(name))));
  }

  private static String revision(String name) {
    return String.valueOf(
        house.count(
            "select coalesce(max(revision), 0) from gateway_connection where connection = "
                + connection(name)));
  }

  private static HttpResponse<String> save(String name, Map<String, String> form) {
    return ada.browser().post(path(name) + "/policy", path(name) + "/policy", form);
  }

  private static HttpResponse<String> cut(House.Person by, String name, String state) {
    return by.browser()
        .post(
            path(name) + "/cut",
            path(name) + "/cut",
            Map.of("state", state, "reason", "The supplier says that it was breached."));
  }

  private static HttpRequest.Builder ask(String token, String path) {
    return HttpRequest.newBuilder(URI.create(house.gatewayBase() + path))
        .header("Authorization", "Bearer " + token)
        .header("Stoplog-Health", "state=ok, waiting=2, gaps=0, lost=0");
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    return CLIENT
        .sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
        .orTimeout(20, TimeUnit.SECONDS)
        .join();
  }

  private static CompletableFuture<HttpResponse<String>> waiting(String token, long after) {
    return CLIENT.sendAsync(
        ask(token, "/gateway/v1/policy?after=" + after)
            .header("Stoplog-Policy-Version", String.valueOf(after))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static Policy policy() {
    return policy(send(ask(gateway.token(), "/gateway/v1/policy?after=0")));
  }

  private static Policy policy(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    Policy policy = PolicyFile.parse(answer.body().getBytes(StandardCharsets.UTF_8));
    assertThat(answer.headers().firstValue("Stoplog-Policy-Version"))
        .hasValue(String.valueOf(policy.version()));
    return policy;
  }

  private static ConnectionPolicy of(Policy policy, String name) {
    return policy.connections().stream()
        .filter(one -> one.id().endsWith("-" + connection(name)))
        .findFirst()
        .orElseThrow();
  }

  /**
   * Neither the log of the program nor that of acts has it, nor any page that is looked at again.
   */
  private static void isNowhere(String secret) {
    assertThat(house.log()).noneMatch(line -> line.contains(secret));
    assertThat(
            house.count("select count(*) from audit_entry a where a::text like '%" + secret + "%'"))
        .isZero();
    for (String page :
        List.of("/gateways", "/gateways/" + gateway.id(), path("sdk"), path("portal"), "/audit")) {
      assertThat(ada.browser().get(page).body()).as(page).doesNotContain(secret);
    }
  }

  @Test
  @Order(1)
  void aGatewayIsPairedByAFileThatIsGivenOnce() {
    assertThat(gateway.file()).contains("\"server\":\"" + house.gatewayBase() + "\"", gateway.id());
    assertThat(
            Base64.getDecoder().decode(House.find(gateway.file(), "\"sealing-key\":\"([^\"]+)\"")))
        .isEqualTo(house.ledger().stores().keys().sealingPublicKey());
    isNowhere(gateway.token());
    assertThat(policy().connections()).isEmpty();
    House.Paired before = gateway;
    gateway = house.pairAgain(ada, "/gateways/" + gateway.id());
    assertThat(send(ask(before.token(), "/gateway/v1/policy?after=0")).statusCode()).isEqualTo(401);
    assertThat(policy().version()).isPositive();
    assertThat(house.acts("gateway.paired")).isEqualTo(2);
    assertThat(ada.browser().get("/gateways").body()).contains("eu 1", "well");
    assertThat(
            ada.browser()
                .post("/gateways", "/gateways", Map.of("name", "EU 1", "address", ""))
                .body())
        .contains("Another gateway has this name.");
  }

  @Test
  @Order(2)
  void aRevokedGatewayIsRefusedAlsoWhileItWaits() throws Exception {
    House.Paired other = house.pair(ada, "us 1");
    long version = policy().version();
    CompletableFuture<HttpResponse<String>> waits = waiting(other.token(), version);
    String page = "/gateways/" + other.id();
    assertThat(ada.browser().post(page, page + "/revoke", Map.of()).statusCode()).isEqualTo(303);
    // It would wait for 25 seconds if nobody told it.
    assertThat(waits.get(15, TimeUnit.SECONDS).statusCode()).isEqualTo(401);
    assertThat(send(ask(other.token(), "/gateway/v1/policy?after=0")).statusCode()).isEqualTo(401);
    assertThat(ada.browser().get(page).body()).contains("goes on with the last policy");
    HttpResponse<String> again =
        ada.browser().post("/gateways/" + gateway.id(), page + "/pair", Map.of());
    assertThat(again.statusCode()).isEqualTo(400);
  }

  @Test
  @Order(3)
  void theDoorTakesWhatGatewaysSendAndNothingElse() {
    String token = gateway.token();
    for (String after : List.of("", "x", "-1", "9999999999999999", SCRIPT.replaceAll("[<>]", ""))) {
      assertThat(send(ask(token, "/gateway/v1/policy?after=" + after)).statusCode())
          .as(after)
          .isEqualTo(400);
    }
    assertThat(
            send(ask(token, "/gateway/v1/policy?after=0").setHeader("Stoplog-Health", "fine"))
                .statusCode())
        .isEqualTo(400);
    assertThat(
            send(ask(token, "/gateway/v1/policy?after=0").header("X-Long", "x".repeat(5000)))
                .statusCode())
        .isEqualTo(400);
    HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofString("segment");
    for (String type :
        List.of("multipart/form-data; boundary=x", "text/html", "application/json")) {
      assertThat(
              send(ask(token, "/gateway/v1/segments/1").header("Content-Type", type).PUT(body))
                  .statusCode())
          .as(type)
          .isEqualTo(400);
    }
    for (String digest : List.of("md5=:abc:", "sha-256=:AAAA:", "sha-256=abc")) {
      assertThat(
              send(ask(token, "/gateway/v1/segments/1").header("Content-Digest", digest).PUT(body))
                  .statusCode())
          .as(digest)
          .isEqualTo(400);
    }
    assertThat(send(ask(token, "/gateway/v1/segments/0").PUT(body)).statusCode()).isEqualTo(400);
  }

  @Test
  @Order(3)
  void aSegmentIsKeptOnceAndNeverReplaced() throws IOException {
    byte[] first = segment(gateway, "first", 1);
    assertThat(put(gateway, 1, first, first).statusCode()).isEqualTo(204);
    HttpResponse<String> again = put(gateway, 1, first, first);
    assertThat(again.statusCode()).as("again").isEqualTo(204);
    assertThat(again.headers().firstValue("Stoplog-Kept"))
        .isEqualTo(again.request().headers().firstValue("Content-Digest"));
    byte[] other = segment(gateway, "other", 2);
    HttpResponse<String> differs = put(gateway, 1, other, other);
    assertThat(differs.statusCode()).isEqualTo(409);
    assertThat(differs.body()).contains("urn:stoplog:problem:segment-differs");
    assertThat(put(gateway, 2, first, other).statusCode()).as("another hash").isEqualTo(422);
    assertThat(put(gateway, 2, first, first).statusCode()).as("another number").isEqualTo(422);
    byte[] nothing = "no segment".getBytes(StandardCharsets.UTF_8);
    assertThat(put(gateway, 2, nothing, nothing).statusCode()).isEqualTo(422);
    assertThat(house.count("select count(*) from traffic_segment")).isEqualTo(1);
    assertThat(ada.browser().get("/gateways/" + gateway.id()).body())
        .contains("<dt>Segments received</dt><dd>1</dd>", "segment 1 came again");
    house.change("update passing.gateway_seen set differs = null");
  }

  @Test
  @Order(3)
  void aDoorThatCannotOpenStopsTheStart() throws IOException {
    int free = FreePorts.next();
    int taken = URI.create(house.gatewayBase()).getPort();
    assertThatThrownBy(() -> start(free, taken))
        .isInstanceOfSatisfying(
            StoplogException.class, e -> assertThat(e.problem()).isEqualTo(Problem.PORT_IN_USE))
        .hasMessageContaining(String.valueOf(taken));
    assertThatThrownBy(() -> start(free, free)).hasMessageContaining("--gateway-port");
    assertThatThrownBy(() -> GatewayDoor.of("0.0.0.0", free, null))
        .hasMessageContaining("others on the network could read the tokens")
        .hasMessageContaining("--gateway-origin");
    assertThat(GatewayDoor.of("0.0.0.0", free, "https://gateways.example.org").origin().base())
        .isEqualTo("https://gateways.example.org");
  }

  private static void start(int port, int gatewayPort) {
    Server.start(
            new Server.Options(
                house.ledger(),
                Origin.of("127.0.0.1", port, null),
                house::now,
                line -> {},
                UploadLimit.DEFAULT.bytes(),
                OwnerFolders.NONE,
                new SignInBy(null),
                GatewayDoor.of("127.0.0.1", gatewayPort, null)))
        .close();
  }

  /** What a gateway with this pairing writes. */
  private static byte[] segment(House.Paired of, String folder, int streams) throws IOException {
    byte[] key = Base64.getDecoder().decode(House.find(of.file(), "\"sealing-key\":\"([^\"]+)\""));
    JournalWriter journal =
        JournalWriter.open(
            home.resolve(folder),
            UUID.fromString(of.id()),
            key,
            JournalOptions.DEFAULT,
            house::now,
            closed -> {});
    for (int i = 0; i < streams; i++) {
      journal
          .open(
              new Intent(
                  house.now().toEpochMilli(),
                  connection("sdk"),
                  Mode.REVERSE,
                  Sender.OPEN,
                  0,
                  100,
                  "api.mapplanet.example",
                  "/track",
                  null,
                  null))
          .join();
    }
    journal.close();
    return Files.readAllBytes(journal.closed().getFirst().file());
  }

  private static HttpResponse<String> put(
      House.Paired by, long number, byte[] content, byte[] hashed) {
    String digest = Base64.getEncoder().encodeToString(Tokens.sha256(hashed));
    return send(
        ask(by.token(), "/gateway/v1/segments/" + number)
            .header("Content-Digest", "sha-256=:" + digest + ":")
            .PUT(HttpRequest.BodyPublishers.ofByteArray(content)));
  }

  @Test
  @Order(4)
  void theFormBecomesThePolicyAndItsVersionRises() {
    long before = policy().version();
    HttpResponse<String> saved = save("sdk", form("sdk"));
    assertThat(saved.statusCode()).as(saved.body()).isEqualTo(303);
    Policy policy = policy();
    assertThat(policy.version()).isEqualTo(before + 1);
    ConnectionPolicy sdk = of(policy, "sdk");
    assertThat(sdk.sender()).isEqualTo(new SenderRule.Open());
    assertThat(sdk.rules()).isEqualTo(Map.of("contact.email", Action.MASK));
    assertThat(Elements.catalogue().idsOf(sdk.declared())).containsExactly("contact.email");
    assertThat(ada.browser().get(path("sdk")).body())
        .contains("https://GATEWAY/c/mapplanet-sdk-" + connection("sdk"), "Masked: contact.email");
    assertThat(save("sdk", form("sdk")).statusCode()).isEqualTo(303);
    assertThat(policy().version()).as("nothing changed").isEqualTo(before + 1);
    Map<String, String> stale = form("sdk");
    stale.put("revision", "1");
    stale.put("upstream", "https://typed.example");
    assertThat(save("sdk", stale).body())
        .contains("Somebody else changed", "https://typed.example");
  }

  @Test
  @Order(5)
  void anAddressOfAPrivateNetworkHasToBeMeant() {
    Map<String, String> form = form("sdk");
    form.put("upstream", "http://169.254.169.254/latest");
    long before = policy().version();
    HttpResponse<String> refused = save("sdk", form);
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body())
        .contains("is an address of a private network", "http://169.254.169.254/latest");
    form.put("private", "yes");
    assertThat(save("sdk", form).body()).contains("say why");
    form.put("upstream", "https://user:word@api.example.com");
    assertThat(save("sdk", form).body()).contains("no user or password may stand in it");
    form.put("upstream", "");
    assertThat(save("sdk", form).statusCode()).isEqualTo(422);
    assertThat(policy().version()).isEqualTo(before);
    form.put("upstream", "http://10.0.0.7:8080");
    form.put("private-reason", "A collector of ours " + SCRIPT);
    assertThat(save("sdk", form).statusCode()).isEqualTo(303);
    assertThat(of(policy(), "sdk").upstream()).isEqualTo(URI.create("http://10.0.0.7:8080"));
    assertThat(ada.browser().get(path("sdk")).body()).contains("&lt;script").doesNotContain(SCRIPT);
  }

  @Test
  @Order(6)
  void aSecretIsShownOnceAndKeysOfHashesNever() {
    Map<String, String> form = form("server");
    form.put("sender", "secret");
    form.put("rule-contact.email", "hash");
    HttpResponse<String> shown = save("server", form);
    assertThat(shown.statusCode()).as(shown.body()).isEqualTo(200);
    String secret =
        House.find(
            shown.body(), "/c/mapplanet-server-" + connection("server") + "/([A-Za-z0-9_-]{32})<");
    ConnectionPolicy server = of(policy(), "server");
    assertThat(server.sender().allows(secret, Set::of)).isTrue();
    assertThat(server.sender().allows(secret + "x", Set::of)).isFalse();
    assertThat(server.hashKey().bytes()).hasSize(32);
    isNowhere(secret);
    isNowhere(Base64.getEncoder().encodeToString(server.hashKey().bytes()));
    HttpResponse<String> renewed =
        ada.browser().post(path("server"), path("server") + "/secret", Map.of());
    assertThat(renewed.statusCode()).isEqualTo(200);
    ConnectionPolicy next = of(policy(), "server");
    assertThat(next.sender().allows(secret, Set::of)).isFalse();
    assertThat(next.hashKey()).as("hashes stay the same").isEqualTo(server.hashKey());
  }

  @Test
  @Order(6)
  void sendersMayBeKnownByCertificatesAndConnectionsByNames() {
    Map<String, String> form = form("sdk");
    form.put("sender", "certificate");
    form.put("host", "Events.Gateway.example.");
    HttpResponse<String> wrong = save("sdk", form);
    assertThat(wrong.statusCode()).isEqualTo(422);
    assertThat(wrong.body()).contains("the DNS name or URI that stands in the sender");
    form.put("certificate", "spiffe://mesh.example/shop");
    assertThat(save("sdk", form).statusCode()).isEqualTo(303);
    ConnectionPolicy sdk = of(policy(), "sdk");
    assertThat(sdk.sender()).isEqualTo(new SenderRule.Certificate("spiffe://mesh.example/shop"));
    assertThat(sdk.host()).isEqualTo("events.gateway.example");
    assertThat(ada.browser().get(path("sdk")).body())
        .contains("client certificate for spiffe://mesh.example/shop", "//events.gateway.example");
    Map<String, String> other = form("server");
    other.put("sender", "secret");
    other.put("host", "events.gateway.example");
    HttpResponse<String> taken = save("server", other);
    assertThat(taken.statusCode()).isEqualTo(422);
    assertThat(taken.body()).contains("is that of another connection");
    for (String bad : List.of("gateway", "https://events.example", "a b.example", "x..example")) {
      other.put("host", bad);
      assertThat(save("server", other).statusCode()).as(bad).isEqualTo(422);
    }
    form = form("sdk");
    form.put("sender", "open");
    form.put("host", "");
    assertThat(save("sdk", form).statusCode()).isEqualTo(303);
    assertThat(of(policy(), "sdk").sender()).isEqualTo(new SenderRule.Open());
  }

  @Test
  @Order(7)
  void oneCutsAtOnceAndAnotherLooksAtIt() throws Exception {
    long before = policy().version();
    CompletableFuture<HttpResponse<String>> waits = waiting(gateway.token(), before);
    assertThat(cut(rae, "sdk", "paused").statusCode()).isEqualTo(303);
    // It would wait for 25 seconds if nobody told it.
    Policy woken = policy(waits.get(15, TimeUnit.SECONDS));
    assertThat(woken.version()).isEqualTo(before + 1);
    assertThat(of(woken, "sdk").state()).isEqualTo(ConnectionState.PAUSED);
    assertThat(of(woken, "server").state()).isEqualTo(ConnectionState.OPEN);
    assertThat(house.acts("supplier.cut")).as("watched as any other").isEqualTo(1);
    String lookedAt = House.find(cay.browser().get("/").body(), "(/severances/[0-9a-f-]{36})");
    assertThat(rae.browser().get(path("sdk")).body()).contains(lookedAt, "nobody else yet");
    String review = lookedAt + "/review";
    assertThat(rae.browser().post(lookedAt, review, Map.of()).statusCode()).isEqualTo(403);
    assertThat(cay.browser().post(lookedAt, review, Map.of()).statusCode()).isEqualTo(303);
    assertThat(cay.browser().get("/").body()).doesNotContain("cut a supplier alone");
    assertThat(rae.browser().get(path("sdk")).body()).doesNotContain("nobody else yet");
    assertThat(cut(rae, "sdk", "paused").statusCode()).as("it is so already").isEqualTo(422);
    assertThat(cut(ada, "sdk", "terminated").statusCode()).isEqualTo(303);
    String own = House.find(ada.browser().get(path("sdk")).body(), "name=\"(form-token)\"");
    assertThat(own).isNotEmpty();
    assertThat(cut(ada, "sdk", "removed").statusCode()).as("a cut goes further").isEqualTo(422);
    assertThat(cut(rae, "portal", "paused").statusCode()).as("no gateway has it").isEqualTo(422);
    assertThat(save("sdk", form("sdk")).statusCode()).isEqualTo(303);
    assertThat(of(policy(), "sdk").state()).isEqualTo(ConnectionState.TERMINATED);
  }

  private static String askToRestore(House.Person by) {
    HttpResponse<String> asked =
        by.browser()
            .post(path("sdk"), path("sdk") + "/restore", Map.of("why", "Rotated. " + SCRIPT));
    assertThat(asked.statusCode()).as(asked.body()).isEqualTo(303);
    return House.find(asked.headers().firstValue("Location").orElseThrow(), "(/approvals/.+)");
  }

  @Test
  @Order(8)
  void openingAgainTakesTwoPeopleAndWhatTheyLookedAt() {
    long before = policy().version();
    String stale = askToRestore(ada);
    assertThat(ada.browser().get(stale).body()).contains("&lt;script").doesNotContain(SCRIPT);
    assertThat(house.approve(ada, stale).statusCode()).as("alone").isEqualTo(403);
    assertThat(of(policy(), "sdk").state()).isEqualTo(ConnectionState.TERMINATED);
    Map<String, String> other = form("sdk");
    other.put("upstream", "https://other.example");
    assertThat(save("sdk", other).statusCode()).isEqualTo(303);
    assertThat(ada.browser().get(stale).body()).contains("The content was changed.");
    assertThat(house.acts("gateway.connection-restored")).isZero();
    String asked = askToRestore(rae);
    assertThat(house.approve(cay, asked).statusCode()).isEqualTo(303);
    Policy after = policy();
    assertThat(of(after, "sdk").state()).isEqualTo(ConnectionState.OPEN);
    assertThat(after.version()).isGreaterThan(before);
    assertThat(house.acts("gateway.connection-restored")).isEqualTo(1);
    assertThat(house.count("select count(*) from severance where restored_at is null"))
        .as("nothing of it is to be cut any more")
        .isZero();
  }

  @Test
  @Order(9)
  void theVersionRisesWhenTheRegisterSaysSomethingElse() {
    long before = policy().version();
    assertThat(house.server().followRegister()).isEqualTo(before);
    house.change("update data_grant set elements = array['contact.email', 'contact.phone']");
    assertThat(house.server().followRegister()).isEqualTo(before + 1);
    assertThat(Elements.catalogue().idsOf(of(policy(), "sdk").declared()))
        .containsExactlyInAnyOrder("contact.email", "contact.phone");
  }

  @Test
  @Order(10)
  void scriptInNamesAndReasonsComesOutEscaped() {
    HttpResponse<String> added =
        ada.browser()
            .post("/gateways", "/gateways", Map.of("name", SCRIPT, "address", "https://a.example"));
    assertThat(added.statusCode()).isEqualTo(303);
    HttpResponse<String> wrong =
        ada.browser()
            .post("/gateways", "/gateways", Map.of("name", "x", "address", "\"><b>" + SCRIPT));
    assertThat(wrong.statusCode()).isEqualTo(422);
    assertThat(wrong.body()).doesNotContain(SCRIPT);
    Map<String, String> form = form("portal");
    form.replaceAll((field, value) -> field.equals("revision") ? value : "\"><b>" + SCRIPT);
    assertThat(save("portal", form).statusCode()).isEqualTo(422);
    assertThat(save("portal", form).body()).doesNotContain(SCRIPT);
    rae.browser()
        .post(
            path("server") + "/cut",
            path("server") + "/cut",
            Map.of("state", "paused", "reason", SCRIPT));
    for (String page :
        List.of(
            "/gateways", path("server"), added.headers().firstValue("Location").orElseThrow())) {
      assertThat(ada.browser().get(page).body())
          .as(page)
          .contains("&lt;script")
          .doesNotContain(SCRIPT);
    }
  }

  @Test
  @Order(11)
  void whoeverWatchesOverTheServerSeesItsGateways() {
    assertThat(
            send(HttpRequest.newBuilder(
                        URI.create(house.gatewayBase() + "/gateway/v1/policy?after=0"))
                    .header("Authorization", "Bearer " + gateway.token())
                    .header("Stoplog-Health", "state=failing, waiting=3, gaps=0, lost=0, aside=2"))
                .statusCode())
        .isEqualTo(200);
    assertThat(ada.browser().get("/gateways").body())
        .contains("2 segments were set aside on its host, and not in the record");
    String token = house.token(ada, "work,see-health");
    String metrics =
        house
            .browser("prometheus")
            .send(
                house
                    .browser("prometheus")
                    .request("/metrics")
                    .header("Authorization", "Bearer " + token))
            .body();
    assertThat(metrics)
        .contains(
            "stoplog_gateway_seen_age_seconds{gateway=\"" + gateway.id() + "\"}",
            "stoplog_gateway_segments_waiting{gateway=\"" + gateway.id() + "\"} 3",
            "stoplog_gateway_segments_aside{gateway=\"" + gateway.id() + "\"} 2",
            "stoplog_policy_version ");
  }

  @Test
  @Order(12)
  void aRestoreOpensNothingAndItsVersionIsHigherThanAnyBefore() throws IOException {
    var stores = house.ledger().stores();
    Path archive = home.resolve("backup");
    Backup.write(stores.folder(), stores.database(), archive, Progress.NONE);
    assertThat(cut(rae, "sdk", "paused").statusCode()).isEqualTo(303);
    long last = policy().version();
    Files.setPosixFilePermissions(second, PosixFilePermissions.fromString("rwx--x--x"));
    Path keys = Files.createDirectories(second.resolve("keys"));
    Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rwx------"));
    Files.copy(
        home.resolve("keys").resolve("stoplog.keyset"),
        keys.resolve("stoplog.keyset"),
        StandardCopyOption.COPY_ATTRIBUTES);
    Backup.restore(archive, second.resolve("data"), stores.keys().databasePassword());
    try (House restored = new House(second)) {
      restored.pass(Duration.between(restored.now(), house.now()).plusHours(1));
      House.Person there =
          new House.Person("ada", restored.browser("ada"), ada.app(), ada.recoveryCodes());
      House.Person other =
          new House.Person("cay", restored.browser("cay"), cay.app(), cay.recoveryCodes());
      assertThat(restored.signIn(there.browser(), there).statusCode()).isEqualTo(303);
      assertThat(restored.signIn(other.browser(), other).statusCode()).isEqualTo(303);
      URI policy = URI.create(restored.gatewayBase() + "/gateway/v1/policy?after=" + last);
      HttpRequest.Builder old =
          HttpRequest.newBuilder(policy).header("Authorization", "Bearer " + gateway.token());
      assertThat(send(old).statusCode()).as("it goes on with its last policy").isEqualTo(401);
      assertThat(there.browser().get("/gateways").body()).contains("The policy stands still");
      House.Paired again = restored.pairAgain(there, "/gateways/" + gateway.id());
      CompletableFuture<HttpResponse<String>> waits =
          CLIENT.sendAsync(
              HttpRequest.newBuilder(policy)
                  .header("Authorization", "Bearer " + again.token())
                  .header("Stoplog-Policy-Version", String.valueOf(last))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      HttpResponse<String> asked =
          there.browser().post("/gateways", "/gateways/policy/hand-out", Map.of());
      String approval =
          House.find(asked.headers().firstValue("Location").orElseThrow(), "(/approvals/.+)");
      assertThat(waits).as("nothing is handed out before two looked").isNotDone();
      assertThat(restored.approve(there, approval).statusCode()).isEqualTo(403);
      assertThat(restored.approve(other, approval).statusCode()).isEqualTo(303);
      assertThat(policy(waits.join()).version()).isGreaterThan(last);
    }
  }
}
