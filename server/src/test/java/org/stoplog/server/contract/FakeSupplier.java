package org.stoplog.server.contract;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** All suppliers in one, each below a path of its own; it keeps what it gets. */
final class FakeSupplier implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, List<Got>> got = new ConcurrentHashMap<>();

  FakeSupplier() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public String toString() {
    return address();
  }

  /** What came below a first part of paths. */
  List<Got> got(String first) {
    return got.getOrDefault(first, List.of());
  }

  int total() {
    return got.values().stream().mapToInt(List::size).sum();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String whole = exchange.getRequestURI().getRawPath();
      int slash = whole.indexOf('/', 1);
      String first = whole.substring(1, slash < 0 ? whole.length() : slash);
      String path = slash < 0 ? "/" : whole.substring(slash);
      String query = exchange.getRequestURI().getRawQuery();
      Map<String, String> headers = new TreeMap<>();
      exchange
          .getRequestHeaders()
          .forEach((name, all) -> headers.put(name.toLowerCase(Locale.ROOT), all.getFirst()));
      got.computeIfAbsent(first, none -> new CopyOnWriteArrayList<>())
          .add(
              new Got(
                  exchange.getRequestMethod(), path, query == null ? "" : query, headers, body));
      byte[] reply = reply(first, path, body.length).getBytes(StandardCharsets.UTF_8);
      exchange
          .getResponseHeaders()
          .add("Content-Type", reply.length > 1 ? "application/json" : "text/plain");
      exchange.sendResponseHeaders(first.startsWith("sendgrid") ? 202 : 200, reply.length);
      exchange.getResponseBody().write(reply);
    }
  }

  /** As each supplier says that all is well. */
  private static String reply(String first, String path, int length) {
    String sdk = first.substring(0, first.indexOf('-'));
    return switch (sdk) {
      case "mixpanel" ->
          path.startsWith("/import")
              ? "{\"code\":200,\"num_records_imported\":1,\"status\":\"OK\"}"
              : "1";
      case "amplitude" ->
          "{\"code\":200,\"events_ingested\":1,\"payload_size_bytes\":"
              + length
              + ",\"server_upload_time\":1764000000000}";
      case "posthog", "posthogserver" -> "{\"status\":\"Ok\"}";
      case "sentry" -> "{\"id\":\"fc6d8c0c43fc4630ad850ee518f1b9d0\"}";
      case "stripe" -> "{\"id\":\"cus_made\",\"object\":\"customer\"}";
      case "sendgrid" -> "";
      default -> "{\"success\":true}";
    };
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
