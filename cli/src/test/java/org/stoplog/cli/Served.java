package org.stoplog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.Server;
import org.stoplog.server.platform.Origin;

/** A server on the data folder of a desk, with its first account and a token of it. */
final class Served implements AutoCloseable {
  private static final String PASSWORD = "several good words";

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-25T09:00:00Z"));
  private final Map<String, String> cookies = new LinkedHashMap<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Ledger ledger;
  private final Server server;
  private final String address;
  private final String token;

  Served(Desk desk) throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    address = "http://127.0.0.1:" + port;
    ledger =
        Ledger.open(new Ledger.Options(desk.path("data"), desk.path("keys"), null, 256, now::get));
    server =
        Server.start(
            new Server.Options(ledger, Origin.of("127.0.0.1", port, null), now::get, line -> {}));
    token = makeToken();
    Path file = Path.of(desk.file("token", token));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  String address() {
    return address;
  }

  String token() {
    return token;
  }

  /** Fills in the forms as the first administrator does. */
  private String makeToken() throws IOException {
    String link = server.firstLink().orElseThrow();
    String welcome = link.substring(link.indexOf("/welcome/"));
    post(
        welcome,
        Map.of("form-token", formToken(get(welcome)), "name", "ada", "password", PASSWORD));
    String form = get("/account/second-factor");
    String secret = find(form, "<code class=\"wrap\">([A-Z2-7]+)</code>");
    post(
        "/account/second-factor",
        Map.of(
            "form-token", formToken(form),
            "sealed", find(form, "name=\"sealed\" value=\"([^\"]+)\""),
            "code", code(secret)));
    now.updateAndGet(before -> before.plus(Duration.ofMinutes(1)));
    String made =
        post(
            "/account/tokens",
            Map.of(
                "form-token",
                formToken(get("/account/tokens")),
                "purpose",
                "a test",
                "days",
                "30",
                "may",
                "work,read-suppliers,edit-suppliers,see-small-counts,read-incidents,"
                    + "work-on-incidents,cut-suppliers",
                "password",
                PASSWORD,
                "code",
                code(secret)));
    return find(made, "(stoplog_[A-Za-z0-9_-]{43})");
  }

  private String code(String secret) {
    try {
      ByteBuffer key = ByteBuffer.allocate(secret.length() * 5 / 8);
      int bits = 0;
      int held = 0;
      for (char letter : secret.toCharArray()) {
        held = held << 5 | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter);
        bits += 5;
        if (bits >= 8) {
          bits -= 8;
          key.put((byte) (held >> bits));
        }
      }
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(key.array(), "HmacSHA1"));
      byte[] hash =
          mac.doFinal(ByteBuffer.allocate(8).putLong(now.get().getEpochSecond() / 30).array());
      int number = ByteBuffer.wrap(hash).getInt(hash[hash.length - 1] & 0xf) & 0x7fffffff;
      return "%06d".formatted(number % 1_000_000);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String formToken(String page) {
    return find(page, "name=\"form-token\" value=\"([^\"]+)\"");
  }

  private static String find(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(pattern + " in " + text).isTrue();
    return matcher.group(1);
  }

  private String get(String path) throws IOException {
    return send(request(path).GET());
  }

  private String post(String path, Map<String, String> fields) throws IOException {
    StringBuilder body = new StringBuilder();
    fields.forEach(
        (name, value) ->
            body.append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8))
                .append('&'));
    return send(
        request(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + path))
            .header("Accept", "text/html")
            .header("User-Agent", "a test");
    cookies.forEach((name, value) -> request.header("Cookie", name + "=" + value));
    return request;
  }

  private String send(HttpRequest.Builder request) throws IOException {
    try {
      HttpResponse<String> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isLessThan(400);
      for (String line : answer.headers().allValues("Set-Cookie")) {
        String pair = line.split(";", 2)[0];
        String name = pair.substring(0, pair.indexOf('='));
        cookies.remove(name);
        if (!line.contains("Max-Age=0")) {
          cookies.put(name, pair.substring(pair.indexOf('=') + 1));
        }
      }
      return answer.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.close();
    ledger.close();
    client.close();
  }
}
