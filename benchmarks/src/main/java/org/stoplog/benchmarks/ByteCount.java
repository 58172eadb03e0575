package org.stoplog.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/** A mail server that counts how large messages are. */
final class ByteCount implements AutoCloseable {
  private final ServerSocket listener;
  private final AtomicLong messages = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  ByteCount() {
    try {
      listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  long messages() {
    return messages.get();
  }

  long average() {
    return bytes.get() / Math.max(1, messages.get());
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      return; // closed
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      say(socket, "220 count");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.equals("DATA")) {
          say(socket, "354 go on");
          for (line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            bytes.addAndGet(line.length() + 2);
          }
          messages.incrementAndGet();
        }
        say(socket, "250 ok");
      }
    } catch (IOException e) {
      return; // whoever sent has gone
    }
  }

  private static void say(Socket socket, String line) throws IOException {
    socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
