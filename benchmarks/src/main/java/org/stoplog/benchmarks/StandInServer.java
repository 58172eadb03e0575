package org.stoplog.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.stoplog.gateway.policy.Policy;
import org.stoplog.gateway.policy.PolicyFile;

/** Hands out policies to a gateway as a server does, as soon as there is a new one. */
final class StandInServer implements AutoCloseable {
  private static final long WAIT_SECONDS = 25;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final HttpServer server;
  private Policy policy;
  private long handedOut;

  StandInServer(Policy first) throws IOException {
    policy = first;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/gateway/v1/policy", this::policy);
    server.createContext("/gateway/v1/segments/", StandInServer::segment);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /**
   * Hands out the next policy.
   *
   * @return {@link System#nanoTime()} of just before its first byte was written
   */
  long handOut(Policy next) throws InterruptedException {
    lock.lock();
    try {
      policy = next;
      handedOut = 0;
      changed.signalAll();
      while (handedOut == 0) {
        changed.await();
      }
      return handedOut;
    } finally {
      lock.unlock();
    }
  }

  private void policy(HttpExchange exchange) throws IOException {
    try (exchange) {
      long after =
          Long.parseLong(exchange.getRequestURI().getQuery().replaceFirst("^.*after=", ""));
      byte[] content;
      long version;
      lock.lock();
      try {
        long left = TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
        while (policy.version() <= after && left > 0) {
          left = changed.awaitNanos(left);
        }
        version = policy.version();
        content = PolicyFile.write(policy);
        if (version > after) {
          handedOut = System.nanoTime();
          changed.signalAll();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } finally {
        lock.unlock();
      }
      if (version <= after) {
        exchange.sendResponseHeaders(304, -1);
        return;
      }
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.getResponseHeaders().add("Stoplog-Policy-Version", String.valueOf(version));
      exchange.sendResponseHeaders(200, content.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(content);
      }
    }
  }

  private static void segment(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
      String digest = exchange.getRequestHeaders().getFirst("Content-Digest");
      exchange.getResponseHeaders().add("Stoplog-Kept", digest);
      exchange.sendResponseHeaders(204, -1);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
