package org.stoplog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The first administrator of a server, with a browser and an app that makes codes. */
final class Visitor implements AutoCloseable {
  static final String PASSWORD = "several good words";

  private static final String NAME = "ada";
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final String address;
  private final InstantSource clock;
  private final Map<String, String> cookies = new LinkedHashMap<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private String secret = "";

  Visitor(String address, InstantSource clock) {
    this.address = address;
    this.clock = clock;
  }

  /** Fills in the forms of the link of a first start. */
  void makeAccount(String link) throws IOException {
    String welcome = link.substring(link.indexOf("/welcome/"));
    submit(welcome, welcome, Map.of("name", NAME, "password", PASSWORD));
    String form = page("/account/second-factor");
    secret = find(form, "<code class=\"wrap\">([A-Z2-7]+)</code>");
    done(
        post(
            "/account/second-factor",
            Map.of(
                "form-token", formToken(form),
                "sealed", find(form, "name=\"sealed\" value=\"([^\"]+)\""),
                "code", code())));
  }

  /** The code of this half minute; each is taken once. */
  String code() {
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
          mac.doFinal(
              ByteBuffer.allocate(8).putLong(clock.instant().getEpochSecond() / 30).array());
      int number = ByteBuffer.wrap(hash).getInt(hash[hash.length - 1] & 0xf) & 0x7fffffff;
      return "%06d".formatted(number % 1_000_000);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Signs in again; the code of this half minute must be a fresh one. */
  HttpResponse<String> signIn() throws IOException {
    HttpResponse<String> form = get("/sign-in");
    return form.statusCode() == 200
        ? post(
            "/sign-in",
            Map.of(
                "form-token",
                formToken(form.body()),
                "name",
                NAME,
                "password",
                PASSWORD,
                "code",
                code()))
        : form;
  }

  static String formToken(String page) {
    return find(page, "name=\"form-token\" value=\"([^\"]+)\"");
  }

  static String find(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(pattern + " in " + text).isTrue();
    return matcher.group(1);
  }

  /** A page that is there. */
  String page(String path) throws IOException {
    return done(get(path)).body();
  }

  /** Sends the form that a page shows; it must be taken. */
  HttpResponse<String> submit(String from, String path, Map<String, String> fields)
      throws IOException {
    Map<String, String> all = new LinkedHashMap<>(fields);
    all.put("form-token", formToken(page(from)));
    return done(post(path, all));
  }

  private static HttpResponse<String> done(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isLessThan(400);
    return answer;
  }

  HttpResponse<String> get(String path) throws IOException {
    return send(request(path).GET());
  }

  HttpResponse<String> post(String path, Map<String, String> fields) throws IOException {
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
            .timeout(LIMIT)
            .header("Accept", "text/html")
            .header("User-Agent", "a test");
    cookies.forEach((name, value) -> request.header("Cookie", name + "=" + value));
    return request;
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
    try {
      HttpResponse<String> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      for (String line : answer.headers().allValues("Set-Cookie")) {
        String pair = line.split(";", 2)[0];
        String name = pair.substring(0, pair.indexOf('='));
        cookies.remove(name);
        if (!line.contains("Max-Age=0")) {
          cookies.put(name, pair.substring(pair.indexOf('=') + 1));
        }
      }
      return answer;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
