package org.stoplog.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls a running server. What it refuses becomes the same problem here. */
final class ServerApi implements AutoCloseable {
  private static final Duration TO_CONNECT = Duration.ofSeconds(10);
  private static final Duration TO_ANSWER = Duration.ofSeconds(60);
  private static final int LARGEST = 64 << 20;
  private static final int LARGEST_PAGE = 500;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final URI base;
  private final String token;
  private final HttpClient client;

  ServerApi(URI base, String token, @Nullable Path ca) {
    refuseOpenWays(base);
    this.base = base;
    this.token = token;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(TO_CONNECT);
    this.client = (ca == null ? builder : builder.sslContext(Authorities.with(ca))).build();
  }

  /** Others on the network must not be able to read the token. */
  private static void refuseOpenWays(URI base) {
    if ("https".equals(base.getScheme())) {
      return;
    }
    try {
      if (InetAddress.getByName(base.getHost()).isLoopbackAddress()) {
        return;
      }
    } catch (UnknownHostException e) {
      throw new StoplogException(
          Problem.SERVER_UNREACHABLE, "no machine is called " + base.getHost(), e);
    }
    throw new StoplogException(
        Problem.SERVER_UNTRUSTED,
        "http: to another machine would show the token to others on the network; use https:");
  }

  /** What the server answered. @param tag of the version, null when there is none */
  record Answer(JsonNode body, @Nullable String tag) {}

  Answer get(String path) {
    return send(request(path).GET());
  }

  /** Sends it with a key, so that it is done once however often it arrives. */
  Answer post(String path, @Nullable Object body) {
    return send(
        json(request(path), "POST", body).header("Idempotency-Key", UUID.randomUUID().toString()));
  }

  /**
   * @param tag of the version that was read
   */
  Answer put(String path, Object body, @Nullable String tag) {
    HttpRequest.Builder request = json(request(path), "PUT", body);
    return send(tag == null ? request : request.header("If-Match", tag));
  }

  /**
   * All of a list, part by part.
   *
   * @param path with what the list is narrowed by, if anything
   * @param word how the list names where it goes on: after or before
   */
  List<JsonNode> all(String path, String word) {
    List<JsonNode> all = new ArrayList<>();
    String first = path + (path.contains("?") ? "&" : "?") + "limit=" + LARGEST_PAGE;
    JsonNode page = get(first).body();
    page.get("items").forEach(all::add);
    while (!page.get("next").isNull()) {
      page = get(first + "&" + word + "=" + encoded(page.get("next").asString(""))).body();
      page.get("items").forEach(all::add);
    }
    return all;
  }

  /**
   * Sends a file as a form with it. It has no key: the server knows a file by its content.
   *
   * @param fields names of ours, and values on one line
   */
  Answer upload(String path, Path file, Map<String, String> fields) {
    String boundary = "stoplog-" + UUID.randomUUID();
    StringBuilder head = new StringBuilder();
    fields.forEach(
        (name, value) ->
            head.append(
                "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                    .formatted(boundary, name, value.replaceAll("\\p{Cntrl}", " "))));
    head.append(
        ("--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\n"
                + "Content-Type: application/octet-stream\r\n\r\n")
            .formatted(
                boundary,
                String.valueOf(file.getFileName()).replaceAll("[\\p{Cntrl}\"\\\\]", "_")));
    try {
      return send(
          request(path)
              .header("Content-Type", "multipart/form-data; boundary=" + boundary)
              .POST(
                  HttpRequest.BodyPublishers.concat(
                      HttpRequest.BodyPublishers.ofString(head.toString()),
                      HttpRequest.BodyPublishers.ofFile(file),
                      HttpRequest.BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"))));
    } catch (FileNotFoundException e) {
      throw Files.exists(file)
          ? new StoplogException(Problem.FILE_UNREADABLE, file + " could not be read", e)
          : new StoplogException(Problem.FILE_NOT_FOUND, file + " does not exist", e);
    }
  }

  /**
   * What is no JSON: a table or a document, as it is.
   *
   * @param type that the server gives it
   */
  byte[] content(String path, String type) {
    return exchange(
        request(path).setHeader("Accept", type + ", application/json").GET(),
        (response, bytes) -> {
          boolean isIt =
              response.statusCode() == HttpURLConnection.HTTP_OK
                  && response.headers().firstValue("Content-Type").orElse("").startsWith(type)
                  && bytes.length < LARGEST;
          if (!isIt) {
            // A problem, or no server of ours.
            answer(response, bytes);
            throw strange(response.statusCode());
          }
          return bytes;
        });
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + "/api/v1" + path))
        .timeout(TO_ANSWER)
        .header("Authorization", "Bearer " + token)
        .header("Accept", "application/json");
  }

  private static HttpRequest.Builder json(
      HttpRequest.Builder request, String method, @Nullable Object body) {
    String text = body == null ? "" : JSON.writeValueAsString(body);
    return request
        .header("Content-Type", "application/json")
        .method(method, HttpRequest.BodyPublishers.ofString(text));
  }

  private Answer send(HttpRequest.Builder request) {
    return exchange(request, this::answer);
  }

  private <T> T exchange(
      HttpRequest.Builder request, BiFunction<HttpResponse<InputStream>, byte[], T> read) {
    try {
      HttpResponse<InputStream> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream in = response.body()) {
        return read.apply(response, in.readNBytes(LARGEST));
      }
    } catch (SSLException e) {
      throw new StoplogException(
          Problem.SERVER_UNTRUSTED,
          "the certificate of " + base.getHost() + " is not trusted, or no TLS is spoken there",
          e);
    } catch (IOException e) {
      throw new StoplogException(Problem.SERVER_UNREACHABLE, "no server answers at " + base, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoplogException(Problem.INTERRUPTED, "the command was ended", e);
    }
  }

  private Answer answer(HttpResponse<InputStream> response, byte[] bytes) {
    String type = response.headers().firstValue("Content-Type").orElse("");
    boolean isProblem = type.startsWith("application/problem+json");
    if (!isProblem && !type.startsWith("application/json")) {
      throw strange(response.statusCode());
    }
    JsonNode body;
    try {
      body = JSON.readTree(bytes);
    } catch (JacksonException e) {
      throw strange(response.statusCode());
    }
    if (isProblem) {
      throw problem(body);
    }
    return new Answer(body, response.headers().firstValue("ETag").orElse(null));
  }

  private StoplogException strange(int status) {
    return new StoplogException(
        Problem.SERVER_UNREACHABLE,
        "what answers at "
            + base
            + " is no Stoplog server of this version (status "
            + status
            + ")");
  }

  private static StoplogException problem(JsonNode body) {
    String slug = body.path("type").asString("").replaceFirst("^urn:stoplog:problem:", "");
    Optional<Problem> known =
        Arrays.stream(Problem.values()).filter(one -> one.slug().equals(slug)).findFirst();
    StringBuilder message = new StringBuilder(printable(body.path("detail").asString("")));
    for (JsonNode error : body.path("errors")) {
      message
          .append("\n  ")
          .append(printable(error.path("pointer").asString("")))
          .append(": ")
          .append(printable(error.path("detail").asString("")));
    }
    return new StoplogException(known.orElse(Problem.REQUEST_INVALID), message.toString());
  }

  private static String printable(String text) {
    return text.replaceAll("[\\p{Cntrl}\\p{Cf}]", "\ufffd");
  }

  @Override
  public void close() {
    client.close();
  }
}
