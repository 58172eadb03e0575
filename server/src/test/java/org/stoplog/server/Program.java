package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A program that calls the server with a token. */
final class Program {
  private static final int LOOKS = 3_000;
  private static final JsonMapper JSON = new JsonMapper();

  private final Browser browser;
  private final String token;

  Program(House house, String token) {
    this.browser = house.browser("program");
    this.token = token;
  }

  HttpRequest.Builder request(String path) {
    return browser
        .request("/api/v1" + path)
        .setHeader("Accept", "application/json")
        .header("Authorization", "Bearer " + token);
  }

  HttpResponse<String> get(String path) {
    return browser.send(request(path).GET());
  }

  HttpResponse<String> send(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        request(path)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return browser.send(request);
  }

  /** As a form of another site could send it. */
  HttpResponse<String> form(String path, String body) {
    return browser.send(
        request(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  HttpResponse<String> post(String path, String body, String... headers) {
    return send("POST", path, body, headers);
  }

  /** Sends a file as a form with it. */
  HttpResponse<String> upload(
      String path, String name, byte[] content, Map<String, String> fields, String... headers) {
    HttpRequest.Builder request =
        request(path)
            .header("Content-Type", "multipart/form-data; boundary=xx")
            .POST(
                HttpRequest.BodyPublishers.ofByteArray(RecordPagesIT.form(name, content, fields)));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return browser.send(request);
  }

  JsonNode read(String path) {
    return done(get(path), 200);
  }

  static JsonNode done(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/json");
    return JSON.readTree(answer.body());
  }

  /** A problem of that slug. */
  static JsonNode refused(HttpResponse<String> answer, String slug) {
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .as(answer.body())
        .startsWith("application/problem+json");
    JsonNode problem = JSON.readTree(answer.body());
    assertThat(problem.get("type").asString()).isEqualTo("urn:stoplog:problem:" + slug);
    assertThat(problem.get("status").asInt()).isEqualTo(answer.statusCode());
    return problem;
  }

  static String tag(HttpResponse<String> answer) {
    return answer.headers().firstValue("ETag").orElseThrow();
  }

  /** Looks until long work has ended well. */
  void await(String work) {
    JsonNode end = end(work);
    assertThat(end.get("state").asString()).as(end.toString()).isEqualTo("done");
  }

  /** Looks until long work has ended. */
  JsonNode end(String work) {
    JsonNode now = read("/running/" + work);
    for (int i = 0; i < LOOKS && now.get("endedAt").isNull(); i++) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      now = read("/running/" + work);
    }
    return now;
  }
}
