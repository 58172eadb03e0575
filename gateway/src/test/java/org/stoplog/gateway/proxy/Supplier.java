package org.stoplog.gateway.proxy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** A supplier on this machine that remembers what it was sent. */
final class Supplier implements AutoCloseable {
  /** What came. */
  record Got(String method, String path, Map<String, List<String>> headers, String body) {}

  final List<Got> got = new CopyOnWriteArrayList<>();

  /** Streams end when this is counted down. */
  final CountDownLatch streams = new CountDownLatch(1);

  final CountDownLatch streaming = new CountDownLatch(1);
  private final HttpServer server;

  Supplier() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body =
        new String(
            exchange.getRequestBody().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    got.add(
        new Got(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            Map.copyOf(exchange.getRequestHeaders()),
            body));
    switch (exchange.getRequestURI().getPath()) {
      case "/stream" -> stream(exchange);
      case "/reset" -> exchange.close();
      default -> {
        byte[] text = "{\"status\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.getResponseHeaders().add("X-Supplier", "yes");
        exchange.sendResponseHeaders(200, text.length);
        exchange.getResponseBody().write(text);
        exchange.close();
      }
    }
  }

  private void stream(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write("data: 1\n\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      out.flush();
      streaming.countDown();
      streams.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    streams.countDown();
    server.stop(0);
  }
}
