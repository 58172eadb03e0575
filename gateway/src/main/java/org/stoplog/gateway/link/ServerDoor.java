package org.stoplog.gateway.link;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.stoplog.gateway.policy.PolicyFile;
import org.stoplog.ledger.journal.ClosedSegment;
import org.stoplog.ledger.journal.Released;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The requests that a server takes from its gateways, one by one. Thread-safe. */
final class ServerDoor implements AutoCloseable {
  static final String VERSION_HEADER = "Stoplog-Policy-Version";
  static final String KEPT_HEADER = "Stoplog-Kept";

  private static final Duration TO_CONNECT = Duration.ofSeconds(10);

  /** The server answers after 25 seconds, and a proxy before it may be slow. */
  private static final Duration TO_HEAR_OF_A_POLICY = Duration.ofSeconds(60);

  private static final Duration TO_KEEP_A_SEGMENT = Duration.ofSeconds(60);

  /** Of a line that is worth using. */
  private static final long SLOWEST_BYTES_PER_SECOND = 64 << 10;

  private static final int MOST_OF_A_PROBLEM = 64 << 10;
  private static final int LONGEST_DETAIL = 300;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final URI server;
  private final String token;
  private final HttpClient client;

  /**
   * @param trust null for the machine's authorities
   */
  ServerDoor(Pairing pairing, @Nullable SSLContext trust) {
    server = pairing.server();
    token = pairing.token();
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            // The token is for this server alone.
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(TO_CONNECT);
    client = (trust == null ? builder : builder.sslContext(trust)).build();
  }

  URI server() {
    return server;
  }

  /** What the server said. */
  record Answer(int status, HttpHeaders headers, byte[] body) {
    boolean is(String type) {
      return header("Content-Type").startsWith(type);
    }

    /** Empty when there is none. */
    String header(String name) {
      return headers.firstValue(name).orElse("");
    }

    /** Whether a Stoplog server says this, and not something on the way. */
    boolean isProblem(String slug) {
      return ("urn:stoplog:problem:" + slug).equals(problem().path("type").asString(""));
    }

    String detail() {
      String text = problem().path("detail").asString("").replaceAll("\\p{C}", " ");
      return text.length() > LONGEST_DETAIL ? text.substring(0, LONGEST_DETAIL) + "…" : text;
    }

    private JsonNode problem() {
      try {
        return is("application/problem+json")
            ? JSON.readTree(body)
            : JSON.getNodeFactory().missingNode();
      } catch (JacksonException e) {
        return JSON.getNodeFactory().missingNode();
      }
    }
  }

  /** Asks for a policy after this one; waits until there is one, or for about half a minute. */
  Answer policy(OptionalLong obeyed, String health) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        request("/gateway/v1/policy?after=" + obeyed.orElse(0))
            .header("Accept", "application/json")
            .header(Health.HEADER, health)
            .timeout(TO_HEAR_OF_A_POLICY)
            .GET();
    obeyed.ifPresent(version -> request.header(VERSION_HEADER, String.valueOf(version)));
    return send(request.build(), PolicyFile.MOST_BYTES, TO_HEAR_OF_A_POLICY);
  }

  /** Sends a segment from its file; little of it is in memory at a time. */
  Answer segment(ClosedSegment segment) throws IOException, InterruptedException {
    Duration longest = TO_KEEP_A_SEGMENT.plusSeconds(segment.bytes() / SLOWEST_BYTES_PER_SECOND);
    HttpRequest request =
        request("/gateway/v1/segments/" + segment.number())
            .header("Content-Type", "application/octet-stream")
            .header("Content-Digest", digest(segment))
            .timeout(longest)
            .PUT(HttpRequest.BodyPublishers.ofFile(segment.file()))
            .build();
    return send(request, MOST_OF_A_PROBLEM, longest);
  }

  /**
   * Asks for a request that was kept, that two people released, and that this gateway is to send.
   */
  Answer held() throws IOException, InterruptedException {
    HttpRequest request =
        request("/gateway/v1/held")
            .timeout(TO_KEEP_A_SEGMENT)
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    return send(request, Released.MOST_BYTES, TO_KEEP_A_SEGMENT);
  }

  /** Says what became of it. */
  Answer became(UUID held, String result, int status) throws IOException, InterruptedException {
    HttpRequest request =
        request("/gateway/v1/held/" + held + "?result=" + result + "&status=" + status)
            .timeout(TO_KEEP_A_SEGMENT)
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    return send(request, MOST_OF_A_PROBLEM, TO_KEEP_A_SEGMENT);
  }

  /** As RFC 9530 writes it, and as the server says which content it has kept. */
  static String digest(ClosedSegment segment) {
    byte[] hash = HexFormat.of().parseHex(segment.sha256());
    return "sha-256=:" + Base64.getEncoder().encodeToString(hash) + ":";
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server + path))
        .header("Authorization", "Bearer " + token);
  }

  /**
   * @param most bytes of the answer's body
   * @param longest from the first byte of the request to the last of the answer
   */
  private Answer send(HttpRequest request, int most, Duration longest)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(
            request,
            HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), most));
    try {
      HttpResponse<byte[]> got = answer.get(longest.toMillis(), TimeUnit.MILLISECONDS);
      return new Answer(got.statusCode(), got.headers(), got.body());
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    } catch (TimeoutException e) {
      throw new HttpTimeoutException("too slow");
    } finally {
      answer.cancel(true);
    }
  }

  /** In words of ours: what a library says of a request may quote it. */
  static String why(IOException e) {
    if (e instanceof SSLException) {
      return "its certificate is not trusted, or no TLS is spoken there";
    }
    if (e instanceof HttpTimeoutException) {
      return "it is too slow";
    }
    return e instanceof ConnectException ? "nobody answers there" : "the connection broke";
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }
}
