package org.stoplog.gateway.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.gateway.policy.ConnectionPolicy;
import org.stoplog.gateway.policy.ConnectionState;
import org.stoplog.gateway.policy.ForwardPolicy;
import org.stoplog.gateway.policy.ForwardRule;
import org.stoplog.gateway.policy.ForwardSender;
import org.stoplog.ledger.journal.Intent;
import org.stoplog.ledger.journal.Mode;
import org.stoplog.ledger.journal.Outcome;
import org.stoplog.ledger.journal.Result;

/** Applications that use the gateway as their proxy. */
class ForwardIT {
  private static final String PASSWORD = "correct-horse-battery";
  private static final String SHOWN =
      "Proxy-Authorization: Basic "
          + Base64.getEncoder().encodeToString(("crm:" + PASSWORD).getBytes(UTF_8))
          + "\r\n";

  @TempDir Path home;
  private final Map<String, List<String>> names = new ConcurrentHashMap<>();
  private RawSupplier supplier;
  private ServerSocket echo;
  private ProxyHouse house;

  @BeforeEach
  void start() throws IOException {
    supplier = new RawSupplier();
    echo = new ServerSocket(0, 400, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::echo);
    names.put("api.mixpanel.example", List.of("127.0.0.1"));
    names.put("eu.segment.example", List.of("127.0.0.1"));
    names.put("inside.example", List.of("93.184.215.14", "10.0.0.7"));
    names.put("metadata.example", List.of("169.254.169.254"));
    names.put("unknown.example", List.of("127.0.0.1"));
    house = new ProxyHouse(home, ProxyHouse.SHORT, Held.usual(), this::resolve);
  }

  @AfterEach
  void stop() throws IOException {
    house.close();
    supplier.close();
    echo.close();
  }

  /** Addresses and the names above, each of which means what it does for one question alone. */
  private Future<List<InetAddress>> resolve(String host) {
    if (host.matches("[0-9.]+|.*:.*")) {
      return Future.succeededFuture(List.of(InetAddress.ofLiteral(host)));
    }
    List<String> its = names.get(host);
    return its == null
        ? Future.failedFuture(new java.net.UnknownHostException())
        : Future.succeededFuture(its.stream().map(InetAddress::ofLiteral).toList());
  }

  private void echo() {
    while (!echo.isClosed()) {
      try {
        Socket socket = echo.accept();
        Thread.ofVirtual().start(() -> echo(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private static void echo(Socket socket) {
    try (socket) {
      socket.getInputStream().transferTo(socket.getOutputStream());
    } catch (IOException e) {
      // The gateway went away, as tests want it to.
      return;
    }
  }

  private static ForwardSender sender() throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(ForwardSender.bytes("crm", PASSWORD));
    return new ForwardSender("crm", HexFormat.of().formatHex(hash));
  }

  private ForwardRule rule(
      long connection, ConnectionState state, boolean allowsPrivate, String... hosts) {
    return new ForwardRule(
        List.of(hosts),
        connection,
        state,
        Set.of(echo.getLocalPort(), supplier.port()),
        allowsPrivate);
  }

  private ConnectionPolicy mixpanel(ConnectionState state) {
    return ProxyHouse.connection("x", 12, supplier.address(), state);
  }

  private void policy(ConnectionState mixpanel) throws Exception {
    house.policy(
        new ForwardPolicy(
            List.of(sender()),
            List.of(
                rule(12, mixpanel, true, "*.mixpanel.example", "mixpanel.example"),
                rule(13, ConnectionState.OPEN, true, "eu.segment.example"),
                rule(14, ConnectionState.OPEN, false, "inside.example", "metadata.example"),
                rule(15, ConnectionState.OPEN, false, "127.0.0.1", "::1", "::ffff:7f00:1"),
                new ForwardRule(
                    List.of("usual.example"),
                    16,
                    ConnectionState.OPEN,
                    ForwardRule.USUAL_PORTS,
                    true))),
        mixpanel(ConnectionState.OPEN));
  }

  private Socket tunnel(String to) throws IOException {
    Socket socket = house.open(house.forwardPort);
    ProxyHouse.write(
        socket, "CONNECT " + to + " HTTP/1.1\r\nHost: " + to + "\r\n" + SHOWN + "\r\n");
    return socket;
  }

  private static boolean isOpen(Socket socket) throws IOException {
    ProxyHouse.write(socket, "ping");
    return new String(socket.getInputStream().readNBytes(4), UTF_8).equals("ping");
  }

  private static String refusal(Socket socket) {
    try (socket) {
      return ProxyHouse.rest(socket);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void aTunnelIsRecordedFromItsOpeningToItsEnd() throws Exception {
    policy(ConnectionState.OPEN);
    String to = "api.mixpanel.example:" + echo.getLocalPort();
    try (Socket socket = tunnel(to)) {
      assertThat(ProxyHouse.head(socket)).startsWith("HTTP/1.1 200");
      // What the name means from now on is nobody's business.
      names.put("api.mixpanel.example", List.of("169.254.169.254"));
      byte[] much = new byte[1 << 20];
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  socket.getOutputStream().write(much);
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      assertThat(socket.getInputStream().readNBytes(much.length)).isEqualTo(much);
    }
    ProxyHouse.Told told = house.told();
    Intent opened = told.opened.getFirst();
    assertThat(opened.connection()).isEqualTo(12);
    assertThat(opened.mode()).isEqualTo(Mode.FORWARD);
    assertThat(opened.host()).isEqualTo("api.mixpanel.example");
    assertThat(told.ended).hasSize(1);
    assertThat(told.ended.getFirst().bytes()).isEqualTo(1 << 20);
  }

  @Test
  void whoShowsNothingOrSomethingElseIsNotLetIn() throws Exception {
    policy(ConnectionState.OPEN);
    String to = "api.mixpanel.example:" + echo.getLocalPort();
    for (String shown :
        new String[] {
          "",
          "Proxy-Authorization: Basic !!\r\n",
          "Proxy-Authorization: Bearer abc\r\n",
          "Proxy-Authorization: Basic Y3JtOndyb25n\r\n",
          SHOWN.replace("Proxy-", "")
        }) {
      assertThat(
              house.ask(
                  house.forwardPort,
                  "CONNECT " + to + " HTTP/1.1\r\nHost: " + to + "\r\n" + shown + "\r\n"))
          .startsWith("HTTP/1.1 407")
          .contains("Proxy-Authenticate: Basic");
    }
    assertThat(house.told().opened).isEmpty();
  }

  @Test
  void withoutSendersThereIsNoPort() throws Exception {
    house.policy(null, mixpanel(ConnectionState.OPEN));
    assertThat(isListening()).isFalse();
    policy(ConnectionState.OPEN);
    assertThat(isListening()).isTrue();
    try (Socket socket = tunnel("api.mixpanel.example:" + echo.getLocalPort())) {
      assertThat(ProxyHouse.head(socket)).startsWith("HTTP/1.1 200");
      assertThat(isOpen(socket)).isTrue();
      house.policy(new ForwardPolicy(List.of(), List.of()), mixpanel(ConnectionState.OPEN));
      assertThat(isListening()).isFalse();
      assertThat(ProxyHouse.rest(socket)).isEmpty();
    }
  }

  private boolean isListening() throws IOException {
    try (Socket socket = house.open(house.forwardPort)) {
      return socket.isConnected();
    } catch (ConnectException e) {
      return false;
    }
  }

  @Test
  void nothingLeadsInside() throws Exception {
    policy(ConnectionState.OPEN);
    int port = echo.getLocalPort();
    for (String host :
        new String[] {
          "inside.example",
          "metadata.example",
          "METADATA.example.",
          "127.0.0.1",
          "[::1]",
          "[::ffff:7f00:1]"
        }) {
      assertThat(refusal(tunnel(host + ":" + port)))
          .as(host)
          .startsWith("HTTP/1.1 502")
          .contains("private-address");
    }
    for (String host :
        new String[] {
          "unknown.example",
          "10.0.0.1",
          "169.254.169.254",
          "localhost",
          "127.1",
          "2130706433",
          "0x7f000001",
          "[::]",
          "evil.example.mixpanel.example.attacker.example",
          "xmixpanel.example"
        }) {
      assertThat(refusal(tunnel(host + ":" + port)))
          .as(host)
          .startsWith("HTTP/1.1 403")
          .contains("unknown-host");
    }
    assertThat(refusal(tunnel("usual.example:" + port))).contains("wrong-port");
    assertThat(refusal(tunnel("nowhere.mixpanel.example:" + port))).contains("unreachable");
    for (String bad :
        new String[] {"api.mixpanel.example", "a b:1", "/c/x/track", "x:99999", "x:0"}) {
      assertThat(refusal(tunnel(bad))).as(bad).startsWith("HTTP/1.").contains(" 400 ");
    }
    ProxyHouse.Told told = house.told();
    assertThat(told.opened).isEmpty();
    assertThat(told.outcomes)
        .contains(new Outcome(Result.NOT_SENT, 0), new Outcome(Result.REFUSED, 0));
    assertThat(told.intents)
        .filteredOn(intent -> intent.connection() == 0)
        .as("what no rule names belongs to no connection")
        .hasSize(10)
        .allMatch(intent -> intent.mode() == Mode.FORWARD && "crm".equals(intent.app()))
        .extracting(Intent::host)
        .contains("unknown.example", "xmixpanel.example");
  }

  @Test
  void aCutEndsAllTunnelsOfOneSupplierAndNoOther() throws Exception {
    policy(ConnectionState.OPEN);
    List<Socket> cut = new ArrayList<>();
    List<Socket> others = new ArrayList<>();
    try {
      for (int i = 0; i < 200; i++) {
        cut.add(tunnel("api.mixpanel.example:" + echo.getLocalPort()));
      }
      for (int i = 0; i < 20; i++) {
        others.add(tunnel("eu.segment.example:" + echo.getLocalPort()));
      }
      for (Socket socket : cut) {
        assertThat(ProxyHouse.head(socket)).startsWith("HTTP/1.1 200");
        assertThat(isOpen(socket)).isTrue();
      }
      for (Socket socket : others) {
        assertThat(ProxyHouse.head(socket)).startsWith("HTTP/1.1 200");
      }
      policy(ConnectionState.PAUSED);
      for (Socket socket : cut) {
        // It has ended already: within this time nothing would be seen of one that had not.
        socket.setSoTimeout(1_000);
        assertThat(ProxyHouse.rest(socket)).isEmpty();
      }
      for (Socket socket : others) {
        assertThat(isOpen(socket)).isTrue();
      }
      assertThat(refusal(tunnel("api.mixpanel.example:" + echo.getLocalPort())))
          .startsWith("HTTP/1.1 403")
          .contains("connection-cut");
    } finally {
      for (Socket socket : cut) {
        socket.close();
      }
      for (Socket socket : others) {
        socket.close();
      }
    }
    ProxyHouse.Told told = house.told();
    assertThat(told.opened).hasSize(220);
    assertThat(told.ended).hasSize(220);
    assertThat(told.outcomes).containsExactly(new Outcome(Result.REFUSED, 0));
  }

  /** The connection's own cut is one of its hosts, too. */
  @Test
  void aCutOfTheConnectionIsOneOfItsTunnels() throws Exception {
    policy(ConnectionState.OPEN);
    try (Socket socket = tunnel("api.mixpanel.example:" + echo.getLocalPort())) {
      assertThat(ProxyHouse.head(socket)).startsWith("HTTP/1.1 200");
      assertThat(isOpen(socket)).isTrue();
      house.policy(
          new ForwardPolicy(List.of(sender()), List.of(rule(12, ConnectionState.OPEN, true, "*"))),
          mixpanel(ConnectionState.TERMINATED));
      assertThat(ProxyHouse.rest(socket)).isEmpty();
    }
  }

  @Test
  void plainRequestsAreReadAndRewritten() throws Exception {
    policy(ConnectionState.OPEN);
    String address = "http://api.mixpanel.example:" + supplier.port();
    String request =
        ProxyHouse.post(address + "/track?verbose=1")
            .replace("Host: gateway\r\n", "Host: a\r\n" + SHOWN);
    assertThat(house.ask(house.forwardPort, request)).startsWith("HTTP/1.1 200");
    RawSupplier.Got got = supplier.got.getFirst();
    assertThat(got.line()).isEqualTo("POST /track?verbose=1 HTTP/1.1");
    assertThat(got.head())
        .containsIgnoringCase("host: api.mixpanel.example:" + supplier.port())
        .doesNotContainIgnoringCase("proxy-");
    assertThat(got.body()).contains("u-1").doesNotContain("ada@example.org");
    assertThat(house.ask(house.forwardPort, request.replace("/track", "/../track")))
        .startsWith("HTTP/1.1 400");
    assertThat(house.ask(house.forwardPort, request.replace("api.mixpanel", "unknown")))
        .contains("unknown-host");
    assertThat(house.ask(house.forwardPort, request.replace("http://api", "https://api")))
        .startsWith("HTTP/1.1 501");
    assertThat(
            house.ask(
                house.forwardPort, request.replace("api.mixpanel.example", "eu.segment.example")))
        .startsWith("HTTP/1.1 501");
    assertThat(house.ask(house.forwardPort, request.replace(address, "")))
        .startsWith("HTTP/1.1 501");
    policy(ConnectionState.PAUSED);
    assertThat(house.ask(house.forwardPort, request)).contains("connection-cut");
    assertThat(supplier.got).hasSize(1);
    ProxyHouse.Told told = house.told();
    assertThat(told.intents.getFirst().mode()).isEqualTo(Mode.FORWARD);
    assertThat(told.intents.getFirst().host()).isEqualTo("api.mixpanel.example");
    assertThat(told.outcomes.getFirst()).isEqualTo(new Outcome(Result.DELIVERED, 200));
    assertThat(told.left()).isEqualTo(1);
  }
}
