package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.gateway.program.GatewayProgram;
import org.stoplog.gateway.program.GatewaySettings;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.RegisterCsv;
import org.stoplog.testing.FreePorts;
import tools.jackson.databind.JsonNode;

/** A real gateway obeys who may use it as a proxy, and where to, as the pages say it. */
class ForwardPagesIT {
  private static final String SCRIPT = "<script>alert(1)</script>";
  private static final String FORWARD = "/gateways/forward";
  private static final int PATIENCE_MILLIS = 20_000;

  @TempDir Path home;
  @TempDir Path host;
  private final List<String> said = new CopyOnWriteArrayList<>();
  private House house;
  private House.Person ada;
  private House.Person rae;
  private House.Paired paired;
  private ServerSocket supplier;
  private String password;
  private int forwardPort;
  private int adminPort;

  @Test
  void whoMayWhereToWhatIsCutAndWhoStillTries() throws Exception {
    try (ServerSocket echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        House opened = new House(home)) {
      supplier = echo;
      house = opened;
      Thread.ofVirtual().start(this::echo);
      register();
      aSenderGetsAPasswordOnce();
      hostsAreNamedWithCare();
      try (GatewayProgram gateway = gateway()) {
        assertThat(gateway.obeys()).isEmpty();
        theGatewayObeys();
      }
      whatWasTriedIsToldByHostAndApplication();
      whatStillGoesByAnotherWayIsTold();
      twoPeopleOpenItAgain();
    }
  }

  private void echo() {
    while (!supplier.isClosed()) {
      try {
        Socket socket = supplier.accept();
        Thread.ofVirtual()
            .start(
                () -> {
                  try (socket) {
                    socket.getInputStream().transferTo(socket.getOutputStream());
                  } catch (IOException e) {
                    return; // the gateway ended it
                  }
                });
      } catch (IOException e) {
        return;
      }
    }
  }

  private void register() throws IOException {
    Path register =
        Files.writeString(
            home.resolve("suppliers.csv"),
            """
            supplier,engagement,connection,started
            Mapplanet,analytics,sdk,2025-01-01
            Mapplanet,analytics,server,2025-01-01
            Helpdesk One,support,portal,2025-01-01
            """);
    house.ledger().inTransaction(db -> new Register(db).importRows(RegisterCsv.read(register)));
    ada = house.administrator();
    rae = house.invite(ada, "responder", "rae");
    paired = house.pair(ada, "eu 1");
  }

  private int connection(String name) {
    return (int) house.count("select id from connection where name = '" + name + "'");
  }

  private String path(String name) {
    return "/gateways/connections/" + connection(name);
  }

  private String page(String path) {
    HttpResponse<String> page = ada.browser().get(path);
    assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
    return page.body();
  }

  private void aSenderGetsAPasswordOnce() {
    assertThat(page("/gateways")).contains(FORWARD);
    assertThat(page(FORWARD)).contains("its port is closed");
    HttpResponse<String> wrong = sender("CRM", SCRIPT);
    assertThat(wrong.statusCode()).isEqualTo(422);
    assertThat(wrong.body()).contains("lower-case letters", "&lt;script").doesNotContain(SCRIPT);
    HttpResponse<String> added = sender("crm", "The desk " + SCRIPT);
    assertThat(added.statusCode()).as(added.body()).isEqualTo(200);
    assertThat(added.body()).doesNotContain(SCRIPT);
    password = House.find(added.body(), "HTTPS_PROXY=http://crm:([A-Za-z0-9_-]{32})@");
    assertThat(page(FORWARD)).contains("1 application may").doesNotContain(password, SCRIPT);
    assertThat(sender("crm", "another").body()).contains("was given before");
    assertThat(sender("mailer", "The mailer").statusCode()).isEqualTo(200);
    assertThat(rae.browser().post("/", FORWARD + "/senders/crm/revoke", Map.of()).statusCode())
        .isEqualTo(403);
    assertThat(house.acts("gateway.sender-added")).isEqualTo(2);
    assertThat(
            house.count(
                "select count(*) from audit_entry a where a::text like '%" + password + "%'"))
        .isZero();
    assertThat(house.log()).noneMatch(line -> line.contains(password));
  }

  private HttpResponse<String> sender(String name, String label) {
    return ada.browser().post(FORWARD, FORWARD + "/senders", Map.of("name", name, "label", label));
  }

  private HttpResponse<String> hosts(String name, String hosts, @Nullable String reason) {
    Map<String, String> form = new HashMap<>();
    form.put("hosts", hosts);
    form.put("ports", String.valueOf(supplier.getLocalPort()));
    form.put(
        "revision",
        String.valueOf(
            house.count(
                "select coalesce(max(revision), 0) from forward_rule where connection = "
                    + connection(name))));
    if (reason != null) {
      form.put("private", "yes");
      form.put("private-reason", reason);
    }
    return ada.browser().post(path(name) + "/hosts", path(name) + "/hosts", form);
  }

  private void hostsAreNamedWithCare() {
    HttpResponse<String> wrong =
        hosts("sdk", "https://api.mapplanet.example/x\n*.example\n*\n" + SCRIPT, null);
    assertThat(wrong.statusCode()).isEqualTo(422);
    assertThat(wrong.body())
        .contains("line 1", "without https://", "line 2", "hosts of many", "line 3", "line 4")
        .doesNotContain(SCRIPT);
    assertThat(hosts("sdk", "127.0.0.1", null).body()).contains("is in a private network");
    HttpResponse<String> saved = hosts("sdk", "127.0.0.1\n*.MAPPLANET.example.", "a test");
    assertThat(saved.statusCode()).as(saved.body()).isEqualTo(303);
    assertThat(hosts("portal", "127.0.0.1", "a test").body())
        .contains("127.0.0.1 belongs to Mapplanet, sdk already.");
    assertThat(hosts("server", "localhost", "a test").statusCode()).isEqualTo(303);
    assertThat(page(FORWARD))
        .contains("*.mapplanet.example, 127.0.0.1", "All other hosts are refused.");
    assertThat(page(path("sdk"))).contains("Applications that use a gateway as their proxy");
    assertThat(house.acts("gateway.hosts-added")).isEqualTo(2);
  }

  private GatewayProgram gateway() throws IOException {
    forwardPort = FreePorts.next();
    adminPort = FreePorts.next();
    Path pairing = Files.writeString(host.resolve("pairing.json"), paired.file());
    Files.setPosixFilePermissions(pairing, PosixFilePermissions.fromString("rw-------"));
    Path settings =
        Files.writeString(
            host.resolve("gateway.properties"),
            """
            data=state
            pairing=pairing.json
            port=%d
            admin-port=%d
            forward-port=%d
            threads=1
            """
                .formatted(FreePorts.next(), adminPort, forwardPort));
    return GatewayProgram.start(
        GatewaySettings.read(settings),
        new GatewayProgram.Surroundings(
            null, house::now, OutputStream.nullOutputStream(), said::add));
  }

  /** A way to a host through the gateway. */
  private record Way(Socket socket, String answer) implements AutoCloseable {
    boolean isOpen() {
      return answer.startsWith("HTTP/1.1 200");
    }

    String echo(String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readNBytes(text.length()), StandardCharsets.UTF_8);
    }

    boolean hasEnded() throws IOException {
      try {
        return socket.getInputStream().read() < 0;
      } catch (java.net.SocketException e) {
        return true;
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private Way connect(String to, String credentials) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), forwardPort);
    socket.setSoTimeout(PATIENCE_MILLIS);
    String basic = Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    socket
        .getOutputStream()
        .write(
            "CONNECT %s HTTP/1.1\r\nHost: %s\r\nProxy-Authorization: Basic %s\r\n\r\n"
                .formatted(to, to, basic)
                .getBytes(StandardCharsets.UTF_8));
    StringBuilder head = new StringBuilder();
    int one = 0;
    while (one >= 0 && head.indexOf("\r\n\r\n") < 0) {
      one = socket.getInputStream().read();
      if (one >= 0) {
        head.append((char) one);
      }
    }
    return new Way(socket, head.toString());
  }

  private Way connect(String host) throws IOException {
    return connect(host + ":" + supplier.getLocalPort(), "crm:" + password);
  }

  /** A policy comes by another thread: asked again until the port is open. */
  private Way connectUntilOpen(String host) throws IOException {
    long end = System.nanoTime() + Duration.ofMillis(PATIENCE_MILLIS).toNanos();
    while (System.nanoTime() < end) {
      try {
        Way way = connect(host);
        if (way.isOpen()) {
          return way;
        }
        way.close();
      } catch (java.net.ConnectException e) {
        Thread.onSpinWait(); // the port is opened by the policy
      }
    }
    throw new AssertionError("the policy was not obeyed: " + said);
  }

  private void theGatewayObeys() throws Exception {
    try (Way toSdk = connectUntilOpen("127.0.0.1");
        Way toServer = connect("localhost")) {
      assertThat(toSdk.echo("hello")).isEqualTo("hello");
      assertThat(toServer.echo("hello")).isEqualTo("hello");
      try (Way unknown = connect("shadow.example:443", "crm:" + password);
          Way again = connect("shadow.example:443", "crm:" + password);
          Way wrong = connect("127.0.0.1:443", "crm:wrong")) {
        assertThat(unknown.answer()).contains(" 403 ");
        assertThat(again.answer()).contains(" 403 ");
        assertThat(wrong.answer()).contains(" 407 ");
      }
      assertThat(metrics())
          .containsPattern("stoplog_gateway_server_answer_age_seconds [0-9.]+\n")
          .containsPattern("stoplog_gateway_policy_version [0-9]+\n")
          .contains(
              "stoplog_gateway_unknown_hosts_total 2\n",
              "stoplog_gateway_segments_waiting ",
              "stoplog_gateway_segments_aside 0\n");
      HttpResponse<String> cut =
          rae.browser()
              .post(
                  path("sdk") + "/cut",
                  path("sdk") + "/cut",
                  Map.of("state", "paused", "reason", "They were breached."));
      assertThat(cut.statusCode()).as(cut.body()).isEqualTo(303);
      assertThat(toSdk.hasEnded()).as("its tunnel").isTrue();
      house.pass(Duration.ofSeconds(30));
      try (Way refused = connect("127.0.0.1");
          Way below = connect("eu.mapplanet.example")) {
        assertThat(refused.answer()).contains(" 403 ");
        assertThat(below.answer()).contains(" 403 ");
      }
      noFormOpensIt();
      assertThat(toServer.echo("still")).as("no other").isEqualTo("still");
      HttpResponse<String> revoked =
          ada.browser().post(FORWARD, FORWARD + "/senders/crm/revoke", Map.of());
      assertThat(revoked.statusCode()).isEqualTo(303);
      assertThat(toServer.hasEnded()).as("its sender's").isTrue();
      try (Way late = connect("localhost")) {
        assertThat(late.answer()).contains(" 407 ");
      }
    }
    assertThat(said).noneMatch(line -> line.contains(password));
  }

  private String metrics() throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + "/metrics"))
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  private void noFormOpensIt() {
    assertThat(hosts("sdk", "127.0.0.1", "a test").body())
        .contains("*.mapplanet.example is cut, and would be open then.");
    assertThat(hosts("portal", "api.mapplanet.example", null).body())
        .contains("api.mapplanet.example is cut, and would be open then.");
    String removing = path("sdk") + "/hosts/remove";
    assertThat(ada.browser().post(path("sdk"), removing, Map.of()).statusCode()).isEqualTo(422);
    HttpResponse<String> more =
        hosts("sdk", "127.0.0.1\n*.mapplanet.example\nmapplanet.example", "a test");
    assertThat(more.statusCode()).as("more is cut").isEqualTo(303);
    assertThat(house.count("select count(*) from forward_host")).isEqualTo(4);
  }

  private void whatWasTriedIsToldByHostAndApplication() {
    house
        .ledger()
        .traffic()
        .recorder()
        .record(UUID.fromString(paired.id()), mapping -> null, Progress.NONE);
    String asked = page(FORWARD);
    assertThat(asked).containsPattern("shadow\\.example</th>(?s:.*?)>crm</td>(?s:.*?)>2</td>");
    assertThat(page(FORWARD + "/unknown-hosts.csv")).contains("\"shadow.example\",\"crm\",2,");
    String severance =
        "/suppliers/"
            + house.count("select id from supplier where name = 'Mapplanet'")
            + "/severance";
    assertThat(page(severance))
        .contains("Cut: connection sdk, paused", "Who still tries", "eu.mapplanet.example")
        .containsPattern("It still gets something by another way:</strong>\\s+server\\.");
    assertThat(page(severance + "/attempts.csv"))
        .contains(
            "\"sdk\",\"127.0.0.1\",\"crm\",1,", "\"sdk\",\"eu.mapplanet.example\",\"crm\",1,");
    Program program = new Program(house, house.token(ada, "work,read-suppliers"));
    String supplier =
        program.read("/suppliers?name=Mapplanet").get("items").get(0).get("id").asString();
    JsonNode attempts = program.read("/suppliers/" + supplier + "/cuts/attempts").get("items");
    assertThat(attempts.size()).isEqualTo(2);
    assertThat(attempts.get(0).get("app").asString()).isEqualTo("crm");
    String room =
        rae.browser()
            .post(
                "/incidents/new",
                "/incidents",
                Map.of("title", "Breach", "supplier", "Mapplanet", "signal", "notice"))
            .headers()
            .firstValue("Location")
            .orElseThrow();
    assertThat(rae.browser().get(room).body())
        .contains("Something still tries: crm at", "and 1 other.");
  }

  /** Whose domain a host is says to whom it goes, whatever connection it is recorded for. */
  private void whatStillGoesByAnotherWayIsTold() {
    house.change("update supplier set domain = 'mapplanet.test' where name = 'Mapplanet'");
    house.change(
        """
        insert into traffic_stream (gateway, segment, request, connection, host, opened_at)
        values ('%s', 900, 0, %d, 'in.mapplanet.test', '%s'),
          ('%s', 900, 1, %d, 'other.test', '%s')
        """
            .formatted(
                paired.id(),
                connection("portal"),
                house.now(),
                paired.id(),
                connection("portal"),
                house.now()));
    assertThat(
            page(
                "/suppliers/"
                    + house.count("select id from supplier where name = 'Mapplanet'")
                    + "/severance"))
        .contains("in.mapplanet.test (by Helpdesk One, portal)")
        .doesNotContain("other.test");
  }

  private void twoPeopleOpenItAgain() {
    House.Person cay = house.invite(ada, "approver", "cay");
    HttpResponse<String> asked =
        rae.browser().post(path("sdk"), path("sdk") + "/restore", Map.of("why", "It is over."));
    String approval = asked.headers().firstValue("Location").orElseThrow();
    assertThat(cay.browser().get(approval).body()).contains("127.0.0.1, mapplanet.example");
    assertThat(house.approve(cay, approval).statusCode()).isEqualTo(303);
    assertThat(page(path("sdk"))).contains("Open: applications reach its hosts");
    assertThat(house.count("select count(*) from severance where restored_at is null")).isZero();
    HttpResponse<String> removed =
        ada.browser().post(path("sdk") + "/hosts", path("sdk") + "/hosts/remove", Map.of());
    assertThat(removed.statusCode()).isEqualTo(303);
    assertThat(house.acts("gateway.hosts-removed")).isEqualTo(1);
  }
}
