package org.stoplog.server.sightings;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A server that shows a certificate, which a test exchanges, and says nothing more. */
public final class TlsShow implements AutoCloseable {
  private final ServerSocket listener;
  private volatile SSLContext shown;

  public TlsShow(SSLContext first) throws IOException {
    shown = first;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  public String host() {
    return "localhost:" + listener.getLocalPort();
  }

  public void show(SSLContext other) {
    shown = other;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket from = listener.accept();
        Thread.ofVirtual().start(() -> shake(from));
      } catch (IOException e) {
        // Closed.
      }
    }
  }

  private void shake(Socket from) {
    try (from;
        SSLSocket tls =
            (SSLSocket) shown.getSocketFactory().createSocket(from, null, from.getPort(), true)) {
      tls.setUseClientMode(false);
      tls.startHandshake();
      tls.getInputStream().readAllBytes();
    } catch (IOException e) {
      // Whoever looks goes away when it has seen enough.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
