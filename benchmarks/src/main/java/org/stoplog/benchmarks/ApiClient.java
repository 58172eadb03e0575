package org.stoplog.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A program with a token. */
final class ApiClient {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpClient client = HttpClient.newHttpClient();
  private final String base;
  private final String token;

  ApiClient(String base, String token) {
    this.base = base;
    this.token = token;
  }

  JsonNode post(String path, Map<String, ?> body) {
    return JSON.readTree(send(request(path, "POST", body)).body());
  }

  /** Puts what goes in the place of what is read before. */
  void put(String path, Map<String, ?> body) {
    HttpResponse<String> before = send(builder(path).GET());
    send(
        request(path, "PUT", body)
            .header("If-Match", before.headers().firstValue("ETag").orElseThrow()));
  }

  void await(String work) {
    JsonNode now = JSON.readTree(send(builder("/running/" + work).GET()).body());
    while (now.get("endedAt").isNull()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      now = JSON.readTree(send(builder("/running/" + work).GET()).body());
    }
    if (!now.get("state").asString().equals("done")) {
      throw new IllegalStateException(now.toString());
    }
  }

  private HttpRequest.Builder builder(String path) {
    return HttpRequest.newBuilder(URI.create(base + "/api/v1" + path))
        .header("Authorization", "Bearer " + token)
        .header("Accept", "application/json");
  }

  private HttpRequest.Builder request(String path, String method, Map<String, ?> body) {
    return builder(path)
        .header("Content-Type", "application/json")
        .method(method, HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() >= 300) {
        throw new IllegalStateException(answer.statusCode() + " " + answer.body());
      }
      return answer;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
