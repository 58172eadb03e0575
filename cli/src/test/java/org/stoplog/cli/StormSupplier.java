package org.stoplog.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands for suppliers on this machine: remembers each event that it was sent, and answers as
 * suppliers do, well, with errors, slowly, or not at all. What it does is told by the event alone.
 */
final class StormSupplier implements AutoCloseable {
  /** Whoever is answered by it sees that. */
  static final String MARK = "x-supplier";

  private static final Pattern EVENT = Pattern.compile("\"e(\\d+)[@\"]");
  private static final byte[] BODY = "{\"status\":1}".getBytes(UTF_8);
  private static final int HUNDRED = 100;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<Integer, Integer> received = new ConcurrentHashMap<>();
  private final Map<Integer, Long> answered = new ConcurrentHashMap<>();

  StormSupplier() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private static int choice(int event) {
    return Math.floorMod(event * 0x9E3779B1, HUNDRED);
  }

  /** Whether it ends the connection instead of answering a request that begins with this event. */
  static boolean keepsSilent(int event) {
    return choice(event) < 5;
  }

  private static int status(int event) {
    int choice = choice(event);
    return choice >= 90 ? 503 : choice >= 82 ? 400 : 200;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      List<Integer> events = events(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
      events.forEach(event -> received.merge(event, 1, Integer::sum));
      int first = events.isEmpty() ? 0 : events.getFirst();
      if (choice(first) >= 5 && choice(first) < 15) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200 + 80L * choice(first)));
      }
      if (keepsSilent(first)) {
        return;
      }
      answered.put(first, System.nanoTime());
      exchange.getResponseHeaders().add(MARK, "yes");
      exchange.sendResponseHeaders(status(first), BODY.length);
      exchange.getResponseBody().write(BODY);
    }
  }

  private static List<Integer> events(String body) {
    List<Integer> events = new ArrayList<>();
    Matcher found = EVENT.matcher(body);
    while (found.find()) {
      events.add(Integer.valueOf(found.group(1)));
    }
    return events;
  }

  /** How often each event came. */
  Map<Integer, Integer> received() {
    return received;
  }

  /**
   * When it began to answer the request that begins with this event, by {@link System#nanoTime};
   * {@link Long#MAX_VALUE} for never.
   */
  long answeredAt(int event) {
    return answered.getOrDefault(event, Long.MAX_VALUE);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
