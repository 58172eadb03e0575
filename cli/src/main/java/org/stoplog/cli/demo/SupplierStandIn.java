package org.stoplog.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Answers in the supplier's place, on this machine, and counts what reaches it: nothing leaves this
 * machine.
 */
final class SupplierStandIn implements AutoCloseable {
  private static final byte[] GOOD = "{\"error\":null,\"status\":1}".getBytes(UTF_8);

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicLong reached = new AtomicLong();

  /**
   * @param port on the loopback address
   */
  SupplierStandIn(int port) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      reached.incrementAndGet();
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, GOOD.length);
      exchange.getResponseBody().write(GOOD);
    }
  }

  /** Requests since the start. */
  long reached() {
    return reached.get();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
