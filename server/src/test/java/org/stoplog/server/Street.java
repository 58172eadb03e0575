package org.stoplog.server;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Whoever has a link with a key, at the public listener. */
final class Street {
  private static final String BOUNDARY = "----between-the-parts";

  private final House house;
  private final Browser browser;
  final String key;
  String code = "";

  Street(House house, String key) {
    this.house = house;
    this.browser = new Browser(house.publicBase(), "a supplier");
    this.key = key;
  }

  /** With the key that stands in a mail. */
  static Street of(House house, String mail) {
    return new Street(house, House.find(mail, "/asked#([A-Za-z0-9_-]{43})"));
  }

  private Map<String, String> all(Map<String, String> fields) {
    Map<String, String> all = new HashMap<>(fields);
    all.putIfAbsent("key", key);
    all.putIfAbsent("code", code);
    return all;
  }

  HttpResponse<String> post(String path, Map<String, String> fields) {
    // So many forms a minute come from one place.
    house.pass(java.time.Duration.ofSeconds(2));
    return browser.postPlain("/asked" + path, all(fields));
  }

  HttpResponse<String> answer(int question, int version, String answer, String words) {
    return post(
        "/answer",
        Map.of(
            "question", "" + question, "version", "" + version, "answer", answer, "words", words));
  }

  byte[] bytes(String path) throws Exception {
    house.pass(java.time.Duration.ofSeconds(2));
    return java.net.http.HttpClient.newHttpClient()
        .send(
            Browser.form(browser.request("/asked" + path), all(Map.of())).build(),
            HttpResponse.BodyHandlers.ofByteArray())
        .body();
  }

  HttpResponse<String> file(String path, String name, byte[] content, Map<String, String> fields) {
    house.pass(java.time.Duration.ofSeconds(2));
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    all(fields)
        .forEach(
            (field, value) ->
                body.writeBytes(
                    ("--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                            .formatted(BOUNDARY, field, value))
                        .getBytes(StandardCharsets.UTF_8)));
    body.writeBytes(
        ("--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\n"
                    .formatted(BOUNDARY, name)
                + "Content-Type: application/octet-stream\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8));
    body.writeBytes(content);
    body.writeBytes(("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
    return browser.send(
        browser
            .request("/asked" + path)
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray())));
  }

  HttpResponse<String> arrive() {
    return browser.get("/asked");
  }
}
