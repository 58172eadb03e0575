package org.stoplog.server.sightings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoplog.testing.LocalHttps;

/** What is got from strangers, and where nobody is sent to. */
class FetchTest {
  @TempDir static Path folder;
  private static SSLContext context;
  private static LocalHttps web;

  @BeforeAll
  static void open() throws Exception {
    context = LocalHttps.context(folder, "front");
    web = new LocalHttps(context);
    web.set("/page", "text/html; charset=UTF-8", "<p>Hello</p>");
  }

  @AfterAll
  static void close() {
    web.close();
  }

  private static Fetch fetch(Dial.Names names, Duration patience) {
    return new Fetch(new Dial(names), () -> context, patience);
  }

  private static Fetch fetch() {
    return fetch(InetAddress::getAllByName, Duration.ofSeconds(10));
  }

  private static void refused(String path, String why) {
    assertThatThrownBy(() -> fetch().get(Targets.https(web.at(path)), true, 4 << 20))
        .isInstanceOf(LookFailed.class)
        .hasMessageContaining(why);
  }

  @Test
  void nothingOfOursGoesAlong() {
    Fetch.Got got = fetch().get(Targets.https(web.at("/page?q=1#part")), true, 100);
    assertThat(new String(got.body(), UTF_8)).isEqualTo("<p>Hello</p>");
    assertThat(got.type()).isEqualTo("text/html; charset=utf-8");
    String asked = web.asked().getLast();
    assertThat(asked).startsWith("/page?q=1\n").contains("Stoplog", web.host());
    assertThat(asked.lines().skip(1).map(line -> line.substring(0, line.indexOf(':'))))
        .containsExactlyInAnyOrder("Host", "User-agent", "Accept", "Accept-encoding", "Connection");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "::1",
        "fe80::1",
        "fd00:ec2::254",
        "::ffff:127.0.0.1",
        "::127.0.0.1",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::"
      })
  void noNameLeadsInside(String address) throws UnknownHostException {
    InetAddress[] inside = {InetAddress.getByName("192.0.2.1"), InetAddress.getByName(address)};
    assertThatThrownBy(
            () ->
                fetch(host -> inside, Duration.ofSeconds(10))
                    .get(Targets.https("https://rebound.example/"), false, 100))
        .isInstanceOf(LookFailed.class)
        .hasMessageContaining("private network");
  }

  @ParameterizedTest
  @ValueSource(strings = {"169.254.169.254", "0.0.0.0", "224.0.0.1"})
  void noAdministratorLetsItGoThere(String address) throws UnknownHostException {
    InetAddress[] nowhere = {InetAddress.getByName(address)};
    assertThatThrownBy(
            () ->
                fetch(host -> nowhere, Duration.ofSeconds(10))
                    .get(Targets.https("https://rebound.example/"), true, 100))
        .isInstanceOf(LookFailed.class)
        .hasMessageContaining("no server is asked");
  }

  /** The second answer of whoever knows the names is never asked for. */
  @Test
  void theAddressThatWasCheckedIsTheOneThatIsCalled() {
    List<String> asked = new ArrayList<>();
    Fetch.Got got =
        fetch(
                host -> {
                  asked.add(host);
                  return new InetAddress[] {InetAddress.getLoopbackAddress()};
                },
                Duration.ofSeconds(10))
            .get(Targets.https(web.at("/page")), true, 100);
    assertThat(got.body()).isNotEmpty();
    assertThat(asked).containsExactly("localhost");
  }

  @Test
  void whereItLeadsIsLookedAtAgain() {
    web.lead("/metadata", "https://169.254.169.254/latest/meta-data/");
    refused("/metadata", "no server is asked");
    web.lead("/plain", "http://localhost:" + web.port() + "/page");
    refused("/plain", "no https address");
    web.lead("/file", "file:///etc/passwd");
    refused("/file", "no https address");
    web.lead("/port", "https://localhost:22/");
    refused("/port", "a port that nobody named");
    web.lead("/user", "https://a:b@localhost:" + web.port() + "/page");
    refused("/user", "no https address");
    web.lead("/round", "/round");
    refused("/round", "more than 3 times");
    web.lead("/near", "page");
    assertThat(fetch().get(Targets.https(web.at("/near")), true, 100).body()).isNotEmpty();
  }

  @Test
  void whatIsTooLargeIsNotRead() {
    web.set(
        "/large",
        exchange -> {
          // Without a length, as somebody sends who does not want it to be known.
          exchange.sendResponseHeaders(200, 0);
          byte[] piece = new byte[1 << 20];
          try (OutputStream out = exchange.getResponseBody()) {
            for (int i = 0; i < 50; i++) {
              out.write(piece);
            }
          } catch (IOException e) {
            // Nobody reads on.
          }
        });
    refused("/large", "larger than 4 MB");
    web.set("/length", exchange -> exchange.sendResponseHeaders(200, 50L << 20));
    refused("/length", "larger than 4 MB");
    web.set(
        "/packed",
        exchange -> {
          exchange.getResponseHeaders().add("Content-Encoding", "gzip");
          exchange.sendResponseHeaders(200, 10);
          exchange.getResponseBody().write(new byte[10]);
        });
    refused("/packed", "It packs what it sends");
    web.set("/error", exchange -> exchange.sendResponseHeaders(503, -1));
    refused("/error", "It answered 503.");
  }

  @Test
  void whatIsTooSlowIsLeft() {
    CountDownLatch left = new CountDownLatch(1);
    web.set(
        "/slow",
        exchange -> {
          exchange.sendResponseHeaders(200, 1_000);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write('x');
            out.flush();
            left.await(30, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    long begun = System.nanoTime();
    assertThatThrownBy(
            () ->
                fetch(InetAddress::getAllByName, Duration.ofMillis(700))
                    .get(Targets.https(web.at("/slow")), true, 100_000))
        .isInstanceOf(LookFailed.class)
        .hasMessage("It took too long.");
    left.countDown();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void whoeverIsNotTrustedIsNotRead() throws Exception {
    SSLContext other = LocalHttps.context(folder, "other");
    assertThatThrownBy(
            () ->
                new Fetch(new Dial(InetAddress::getAllByName), () -> other, Duration.ofSeconds(10))
                    .get(Targets.https(web.at("/page")), true, 100))
        .isInstanceOf(LookFailed.class)
        .hasMessageContaining("not trusted");
    // Its certificate is for localhost.
    assertThatThrownBy(
            () ->
                fetch(
                        host -> new InetAddress[] {InetAddress.getLoopbackAddress()},
                        Duration.ofSeconds(10))
                    .get(Targets.https("https://other.example:" + web.port() + "/page"), true, 100))
        .isInstanceOf(LookFailed.class)
        .hasMessageContaining("not trusted");
  }
}
