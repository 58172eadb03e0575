package org.stoplog.gateway.link;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.stoplog.gateway.policy.Policy;
import org.stoplog.gateway.policy.PolicyFile;

/** Answers requests of a gateway as a test says, one after the other. */
final class TestServer implements AutoCloseable {
  static final String TOKEN = "stoplog_gw_0123456789012345678901234567890123456789012";

  /** Answers one request. */
  interface Reply {
    void to(HttpExchange exchange, byte[] body) throws IOException;
  }

  /** What came. */
  record Got(String what, com.sun.net.httpserver.Headers headers, byte[] body) {
    String header(String name) {
      return String.valueOf(headers.getFirst(name));
    }
  }

  final List<Got> got = new CopyOnWriteArrayList<>();
  private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final int port;
  private HttpServer server;

  TestServer() {
    server = listening(0);
    port = server.getAddress().getPort();
  }

  private HttpServer listening(int at) {
    try {
      HttpServer made =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), at), 0);
      made.setExecutor(threads);
      made.createContext("/", this::answer);
      made.start();
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      got.add(
          new Got(
              exchange.getRequestMethod() + " " + exchange.getRequestURI(),
              exchange.getRequestHeaders(),
              body));
      Reply reply = replies.poll();
      if (reply != null) {
        reply.to(exchange, body);
      }
    }
  }

  Pairing pairing(byte[] sealingKey) {
    return new Pairing(
        URI.create("http://127.0.0.1:" + port), new UUID(1, 2), "eu 1", TOKEN, sealingKey);
  }

  void away() {
    server.stop(0);
  }

  void thereAgain() {
    server = listening(port);
  }

  void then(Reply reply) {
    replies.add(reply);
  }

  /** Answers with this status alone. */
  void then(int status) {
    then((exchange, body) -> exchange.sendResponseHeaders(status, -1));
  }

  void then(Policy policy) {
    then("application/json", String.valueOf(policy.version()), PolicyFile.write(policy));
  }

  void then(String type, String version, byte[] content) {
    then(
        (exchange, body) -> {
          exchange.getResponseHeaders().add("Content-Type", type);
          exchange.getResponseHeaders().add("Stoplog-Policy-Version", version);
          exchange.sendResponseHeaders(200, content.length);
          exchange.getResponseBody().write(content);
        });
  }

  /** As a Stoplog server says what is wrong. */
  void thenProblem(int status, String slug, String detail) {
    then(
        (exchange, body) -> {
          byte[] problem =
              "{\"type\":\"urn:stoplog:problem:%s\",\"detail\":\"%s\"}"
                  .formatted(slug, detail)
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/problem+json");
          exchange.sendResponseHeaders(status, problem.length);
          exchange.getResponseBody().write(problem);
        });
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
