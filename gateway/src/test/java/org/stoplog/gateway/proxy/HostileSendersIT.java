package org.stoplog.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoplog.gateway.policy.ConnectionState;

/** Requests that no client sends, and what the supplier and the journal got of them. */
class HostileSendersIT {
  private static final String BODY = "[{\"event\":\"a\",\"properties\":{\"token\":\"t\"}}]";

  @TempDir static Path home;
  private static RawSupplier supplier;
  private static ProxyHouse house;

  @BeforeAll
  static void start() throws IOException {
    supplier = new RawSupplier();
    house = new ProxyHouse(home, ProxyHouse.SHORT, new Held(4 << 20), null);
    house.policy(null, ProxyHouse.connection("x", 12, supplier.address(), ConnectionState.OPEN));
  }

  /** Whatever came, the next one is answered. */
  @AfterEach
  void lives() throws IOException {
    assertThat(house.good("/c/x/good")).startsWith("HTTP/1.1 200 OK").contains("{\"status\":1}");
  }

  @AfterAll
  static void nothingLeftUnrecorded() throws IOException {
    ProxyHouse.Told told = house.told();
    assertThat(told.left()).isGreaterThanOrEqualTo(supplier.got.size());
    assertThat(told.outcomes).doesNotContainNull();
    assertThat(supplier.got)
        .allSatisfy(
            got -> {
              assertThat(got.isFramedOnce()).as(got.head()).isTrue();
              assertThat(got.line()).matches("(GET|POST|PUT) /[!-~]* HTTP/1\\.1");
            });
    house.close();
    supplier.close();
  }

  private static String head(String... lines) {
    return String.join("\r\n", lines) + "\r\n\r\n";
  }

  /** The supplier gets nothing of it, and the sender hears why or is left. */
  private static void isRefused(String request) throws IOException {
    int before = supplier.got.size();
    String answer = house.ask(house.port, request);
    assertThat(answer)
        .satisfiesAnyOf(
            a -> assertThat(a).isEmpty(),
            a -> assertThat(a).matches("(?s)HTTP/\\d\\.\\d (4|501).*"));
    assertThat(supplier.got).hasSize(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 4\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 4",
        "Content-Length: 4\r\nContent-Length: 44",
        "Content-Length: 4\r\nContent-Length: 4",
        "Content-Length: 4, 4",
        "Content-Length: +4",
        "Content-Length: -4",
        "Content-Length: 0x4",
        "Content-Length: 99999999999999999999",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding: identity",
        "Transfer-Encoding: identity, chunked",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding:\u000bchunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
        "Transfer-Encoding\r\n : chunked",
        "Transfer-Encoding : chunked",
        "Content-Length : 4",
        "Transfer-Encoding: chunked\n identity",
        "Host: another",
        "Content-Type: text/plain\r\nContent-Type: application/json",
        "X: a\nContent-Length: 4",
        "X: a\rContent-Length: 4",
        "X: a\u0000b",
        "X\u0000: a",
        ": a",
        "X Y: a",
        "no colon"
      })
  void aHeadThatCanBeReadInTwoWays(String lines) throws IOException {
    isRefused(
        head("POST /c/x/track HTTP/1.1", "Host: gateway", lines)
            + "4\r\nabcd\r\n0\r\n\r\nGET /c/x/smuggled HTTP/1.1\r\nHost: g\r\n\r\n");
    assertThat(supplier.got).noneMatch(got -> got.line().contains("smuggled"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /c/x/track\r\n\r\n",
        "GET /c/x/track HTTP/1.1\nHost: gateway\n\n",
        "GET /c/x/track HTTP/3.7\r\nHost: gateway\r\nConnection: close\r\n\r\n",
        "GET  /c/x/track HTTP/1.1 HTTP/1.1\r\nHost: gateway\r\n\r\n",
        "G(T /c/x/track HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n\r\n",
        "\u0000\u0001\u0002\r\n\r\n",
        "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n"
      })
  void whatIsNoHttp(String request) throws IOException {
    isRefused(request);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/c/x/../../y",
        "/c/x/..",
        "/c/x/./y",
        "/c/x/%2e%2e/y",
        "/c/x/a%2f..%2fb",
        "/c/x/a%2F%2E%2E",
        "/c/x/..%5cb",
        "/c/x/..;/b",
        "/c/x/a\u0000b",
        "/c/x/a%00b",
        "/c/x/a\u0001b",
        "/c/x/a\u007fb",
        "/c%2fx/track",
        "/c/../c/x/track",
        "//c/x/track",
        "/c/",
        "*",
        "http://gateway/c/y/track",
        "gateway:80"
      })
  void pathsThatLeadElsewhere(String path) throws IOException {
    isRefused(
        head(
                "POST " + path + " HTTP/1.1",
                "Host: gateway",
                "Connection: close",
                "Content-Length: 2")
            + "{}");
  }

  @Test
  void pathsThatOnlyLookSo() throws IOException {
    for (String path :
        new String[] {"/c/x/a%2Fb", "/c/x/...", "/c/x/a..b/.well-known", "/c/x//a"}) {
      assertThat(house.good(path)).startsWith("HTTP/1.1 200");
      assertThat(supplier.got.getLast().line())
          .isEqualTo("POST " + path.substring(4) + " HTTP/1.1");
    }
    // An address in full means the same, and other bytes arrive as they may.
    assertThat(house.good("http://evil.example/c/x/full")).startsWith("HTTP/1.1 200");
    assertThat(supplier.got.getLast().head())
        .startsWith("POST /full HTTP/1.1")
        .contains("127.0.0.1");
    assertThat(house.good("/c/x/caf\u00c3\u00a9?q=\u00c3\u00a9")).startsWith("HTTP/1.1 200");
    assertThat(supplier.got.getLast().line()).isEqualTo("POST /caf%C3%A9?q=%C3%A9 HTTP/1.1");
  }

  @Test
  void floodsOfHeaders() throws IOException {
    StringBuilder many = new StringBuilder("GET /c/x/track HTTP/1.1\r\nHost: gateway\r\n");
    for (int i = 0; i < Framing.MOST_HEADERS; i++) {
      many.append('h').append(i).append(": 1\r\n");
    }
    assertThat(house.ask(house.port, many + "\r\n")).startsWith("HTTP/1.1 431");
    isRefused(head("GET /c/x/track HTTP/1.1", "Host: gateway", "X: " + "y".repeat(1 << 20)));
    isRefused(head("GET /c/x/" + "y".repeat(1 << 20) + " HTTP/1.1", "Host: gateway"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ffffffffffffffff\r\n",
        "80000000\r\nabc",
        "-1\r\n",
        "0x4\r\nabcd\r\n0\r\n\r\n",
        "zz\r\n",
        "4;ext=\"a\nb\"\r\nabcd\r\n0\r\n\r\n",
        "4\nabcd\n0\n\n",
        "4\r\nabcdX\r\n0\r\n\r\n",
        "\r\n",
      })
  void chunksThatAreNone(String chunks) throws IOException {
    isRefused(
        head("POST /c/x/track HTTP/1.1", "Host: gateway", "Transfer-Encoding: chunked") + chunks);
    isRefused(
        head("POST /c/x/track HTTP/1.1", "Host: gateway", "Transfer-Encoding: chunked")
            + "4;"
            + "e".repeat(1 << 20));
  }

  @Test
  void goodChunksWithAnExtensionAndATrailer() throws IOException {
    String answer =
        house.ask(
            house.port,
            head(
                    "POST /c/x/chunks HTTP/1.1",
                    "Host: gateway",
                    "Connection: close",
                    "Transfer-Encoding: Chunked")
                + Integer.toHexString(BODY.length())
                + ";name=value\r\n"
                + BODY
                + "\r\n0\r\nContent-Length: 7\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 200");
    assertThat(supplier.got.getLast().body()).isEqualTo(BODY);
    assertThat(supplier.got.getLast().head()).contains("ontent-", ": " + BODY.length());
  }

  @Test
  void slowSenders() throws IOException {
    try (Socket silent = house.open(house.port);
        Socket head = house.open(house.port);
        Socket second = house.open(house.port);
        Socket body = house.open(house.port);
        Socket longBody = house.open(house.port)) {
      ProxyHouse.write(silent, "P");
      ProxyHouse.write(head, "GET /c/x/track HTTP/1.1\r\nX: ");
      ProxyHouse.write(second, "GET /c/x/first HTTP/1.1\r\nHost: gateway\r\n\r\n");
      assertThat(ProxyHouse.head(second)).startsWith("HTTP/1.1 200");
      second.getInputStream().readNBytes(12);
      ProxyHouse.write(second, "GET /c/x");
      ProxyHouse.write(
          body, head("POST /c/x/slow HTTP/1.1", "Host: gateway", "Content-Length: 9000") + "[");
      ProxyHouse.write(
          longBody,
          head("POST /c/x/early HTTP/1.1", "Host: gateway", "Content-Length: 10737418240") + "[");
      Thread dribbling =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      while (true) {
                        for (Socket socket : new Socket[] {silent, head, second, body, longBody}) {
                          dribble(socket);
                        }
                        Thread.sleep(20);
                      }
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  });
      assertThat(ProxyHouse.rest(silent)).isEmpty();
      assertThat(ProxyHouse.rest(head)).isEmpty();
      assertThat(ProxyHouse.rest(second)).isEmpty();
      assertThat(ProxyHouse.rest(body)).startsWith("HTTP/1.1 408");
      assertThat(ProxyHouse.rest(longBody)).startsWith("HTTP/1.1 408");
      dribbling.interrupt();
    }
    assertThat(supplier.got).noneMatch(got -> got.line().contains("slow"));
  }

  private static void dribble(Socket socket) {
    try {
      ProxyHouse.write(socket, "x");
    } catch (IOException e) {
      // The gateway ended it, as it should.
      return;
    }
  }

  @Test
  void aBodyThatEndsEarly() throws IOException {
    int before = supplier.got.size();
    try (Socket socket = house.open(house.port)) {
      ProxyHouse.write(
          socket, head("POST /c/x/cut-off HTTP/1.1", "Host: g", "Content-Length: 900") + "[{");
      socket.shutdownOutput();
      assertThat(ProxyHouse.rest(socket)).isEmpty();
    }
    assertThat(supplier.got).hasSize(before);
  }

  @Test
  void moreBodiesThanMemoryHolds() throws IOException {
    int most = 60 << 10;
    Socket[] sockets = new Socket[100];
    try {
      String part = "x".repeat(most);
      for (int i = 0; i < sockets.length; i++) {
        sockets[i] = house.open(house.port);
        ProxyHouse.write(
            sockets[i],
            head("POST /c/x/many HTTP/1.1", "Host: g", "Content-Length: " + (most + 1)) + part);
      }
      assertThat(ProxyHouse.head(sockets[99]))
          .satisfiesAnyOf(
              a -> assertThat(a).startsWith("HTTP/1.1 503"),
              a -> assertThat(a).startsWith("HTTP/1.1 408"));
    } finally {
      for (Socket socket : sockets) {
        if (socket != null) {
          socket.close();
        }
      }
    }
  }

  @Test
  void pipelinedOnesAreAnsweredInTheirOrder() throws IOException {
    int before = supplier.got.size();
    String one = ProxyHouse.post("/c/x/p").replace("Connection: close\r\n", "");
    String answers =
        house.ask(house.port, one + one.replace("/p", "/q") + ProxyHouse.post("/c/nobody/r"));
    assertThat(answers.split("HTTP/1\\.1 ", -1)).hasSize(4);
    assertThat(answers.indexOf("200 OK")).isLessThan(answers.indexOf("404"));
    assertThat(supplier.got.subList(before, before + 2))
        .extracting(RawSupplier.Got::line)
        .containsExactly("POST /p HTTP/1.1", "POST /q HTTP/1.1");
  }

  @Test
  void whatIsAskedForBesideARequest() throws IOException {
    assertThat(
            house.ask(
                house.port,
                head(
                    "GET /c/x/socket HTTP/1.1",
                    "Host: gateway",
                    "Connection: Upgrade, close",
                    "Upgrade: websocket",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                    "Sec-WebSocket-Version: 13")))
        .startsWith("HTTP/1.1 501");
    assertThat(
            house.ask(
                house.port,
                head(
                        "POST /c/x/expects HTTP/1.1",
                        "Host: gateway",
                        "Connection: close",
                        "Expect: 100-continue",
                        "Content-Length: " + BODY.length())
                    + BODY))
        .startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200");
    assertThat(supplier.got.getLast().head()).doesNotContainIgnoringCase("expect:");
    assertThat(house.ask(house.port, head("CONNECT example.org:443 HTTP/1.1", "Host: x")))
        .startsWith("HTTP/1.1 4");
    String named =
        head(
            "GET /c/x/hop HTTP/1.1",
            "Host: gateway",
            "Connection: close",
            "Connection: X-Secret",
            "X-Secret: 1",
            "Proxy-Authorization: Basic eDp5",
            "TE: trailers");
    assertThat(house.ask(house.port, named)).startsWith("HTTP/1.1 200");
    assertThat(supplier.got.getLast().head())
        .doesNotContainIgnoringCase("x-secret")
        .doesNotContainIgnoringCase("proxy-auth")
        .doesNotContainIgnoringCase("te:");
  }

  @Test
  void http2WithAndWithoutAsking() throws Exception {
    try (Socket socket = house.open(house.port)) {
      ProxyHouse.write(socket, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
      socket.getOutputStream().write(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});
      byte[] frame = socket.getInputStream().readNBytes(9);
      assertThat(frame[3]).as("SETTINGS").isEqualTo((byte) 4);
      // Nothing is asked for on it, and so it ends, however much else comes.
      while (socket.getInputStream().read() >= 0) {
        socket.getOutputStream().flush();
      }
    }
    overHttp2FromTheFirstByte();
    // Whoever offers to change in between goes on as before.
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
      for (String path : new String[] {"/c/x/h2", "/c/x/h2-again"}) {
        HttpResponse<String> answer =
            client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + house.port + path))
                    .POST(HttpRequest.BodyPublishers.ofString(BODY))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(supplier.got.getLast().body()).isEqualTo(BODY);
      }
    }
  }

  private void overHttp2FromTheFirstByte() throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      HttpClientAgent client =
          vertx.createHttpClient(
              new HttpClientOptions()
                  .setProtocolVersion(HttpVersion.HTTP_2)
                  .setHttp2ClearTextUpgrade(false));
      assertThat(statusOverHttp2(client, HttpMethod.POST, "/c/x/h2-first")).isEqualTo(200);
      assertThat(supplier.got.getLast().body()).isEqualTo(BODY);
      assertThat(statusOverHttp2(client, HttpMethod.POST, "/c/x/%2e%2e/a")).isEqualTo(400);
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
  }

  private int statusOverHttp2(HttpClientAgent client, HttpMethod method, String path)
      throws Exception {
    return client
        .request(method, house.port, "127.0.0.1", path)
        .compose(
            request -> {
              assertThat(request.version()).isEqualTo(HttpVersion.HTTP_2);
              return request.send(BODY);
            })
        .compose(answer -> answer.body().map(answer.statusCode()))
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }
}
