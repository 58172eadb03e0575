package org.stoplog.gateway.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A supplier that keeps the bytes that it gets, and answers as badly as its path says. */
final class RawSupplier implements AutoCloseable {
  /**
   * A request.
   *
   * @param head as it came, with its empty line
   */
  record Got(String head, String body) {
    /** Whether it said how long its body is in one way, or that there is none. */
    boolean isFramedOnce() {
      String lower = head.toLowerCase(java.util.Locale.ROOT);
      return (lower.split("\r\ncontent-length:", -1).length - 1)
              + (lower.split("\r\ntransfer-encoding:", -1).length - 1)
          <= 1;
    }

    String line() {
      return head.substring(0, head.indexOf("\r\n"));
    }
  }

  static final String GOOD =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n"
          + "{\"status\":1}";

  final List<Got> got = new CopyOnWriteArrayList<>();
  final AtomicLong sent = new AtomicLong();
  final AtomicInteger connections = new AtomicInteger();
  final CountDownLatch hung = new CountDownLatch(1);
  private final ServerSocket server;
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  RawSupplier() throws IOException {
    this(0);
  }

  RawSupplier(int port) throws IOException {
    server = new ServerSocket(port, 200, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + port());
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        connections.incrementAndGet();
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      String head = head(in);
      while (!head.isEmpty()) {
        boolean isKnown = head.contains("/early");
        if (isKnown) {
          got.add(new Got(head, ""));
        }
        String body = body(head, in);
        if (!isKnown) {
          got.add(new Got(head, body));
        }
        if (!answer(head, socket)) {
          return;
        }
        head = head(in);
      }
    } catch (IOException e) {
      // The gateway went away, as some tests want it to.
      return;
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      text.append((char) next);
    }
    return text.toString();
  }

  private static String body(String head, InputStream in) throws IOException {
    String lower = head.toLowerCase(java.util.Locale.ROOT);
    int length = lower.indexOf("\r\ncontent-length:");
    if (length >= 0) {
      int from = length + "\r\ncontent-length:".length();
      long bytes = Long.parseLong(lower.substring(from, lower.indexOf("\r\n", from)).strip());
      return new String(in.readNBytes((int) Math.min(bytes, Integer.MAX_VALUE)), ISO_8859_1);
    }
    StringBuilder body = new StringBuilder();
    if (lower.contains("\r\ntransfer-encoding:")) {
      for (int size = chunk(in); size > 0; size = chunk(in)) {
        body.append(new String(in.readNBytes(size), ISO_8859_1));
        line(in);
      }
      line(in);
    }
    return body.toString();
  }

  private static int chunk(InputStream in) throws IOException {
    String line = line(in);
    return line.isEmpty() ? 0 : Integer.parseInt(line, 16);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      if (next != '\r') {
        text.append((char) next);
      }
    }
    return text.toString();
  }

  /** Whether the connection goes on. */
  private boolean answer(String head, Socket socket) throws IOException {
    OutputStream out = socket.getOutputStream();
    String path = head.split(" ", 3)[1];
    switch (path.split("\\?", 2)[0]) {
      case "/garbage" -> write(out, "I am not a server of the web\r\n\r\n");
      case "/reset" -> socket.setSoLinger(true, 0);
      case "/close" -> {}
      case "/two-lengths" ->
          write(out, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 5\r\n\r\nabcde");
      case "/length-and-chunks" ->
          write(
              out,
              "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"
                  + "3\r\nabc\r\n0\r\n\r\n");
      case "/switches" ->
          write(
              out, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n");
      case "/coded" ->
          write(
              out,
              "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
      case "/headers" -> {
        write(out, "HTTP/1.1 200 OK\r\n");
        for (int i = 0; i < 100_000; i++) {
          write(out, "X-" + i + ": " + "y".repeat(100) + "\r\n");
        }
      }
      case "/short" -> write(out, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc");
      case "/endless" -> {
        write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        byte[] chunk = ("10000\r\n" + "z".repeat(1 << 16) + "\r\n").getBytes(ISO_8859_1);
        while (true) {
          out.write(chunk);
          sent.addAndGet(chunk.length);
        }
      }
      case "/never" -> {
        hung.countDown();
        return socket.getInputStream().read() >= 0;
      }
      default -> {
        write(out, GOOD);
        return true;
      }
    }
    return false;
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(ISO_8859_1));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      try {
        socket.close();
      } catch (SocketException e) {
        // It was closed by the other side.
        continue;
      }
    }
  }
}
