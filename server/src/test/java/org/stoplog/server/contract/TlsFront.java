package org.stoplog.server.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocketFactory;
import org.stoplog.testing.LocalHttps;

/**
 * What ends TLS before a gateway, as a load balancer does: it passes bytes on and understands none.
 * While it is open, this program believes its certificate.
 */
final class TlsFront implements AutoCloseable {

  private final SSLServerSocket listener;
  private final SSLSocketFactory before = HttpsURLConnection.getDefaultSSLSocketFactory();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final int behind;

  /**
   * @param context of {@link LocalHttps#context}
   * @param behind the port that bytes are passed on to
   */
  TlsFront(SSLContext context, int behind) throws IOException {
    this.behind = behind;
    listener =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    HttpsURLConnection.setDefaultSSLSocketFactory(context.getSocketFactory());
    Thread.ofVirtual().start(this::accept);
  }

  @Override
  public String toString() {
    return "https://127.0.0.1:" + listener.getLocalPort();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket from = listener.accept();
        Socket to = new Socket(InetAddress.getLoopbackAddress(), behind);
        open.add(from);
        open.add(to);
        Thread.ofVirtual().start(() -> pass(from, to));
        Thread.ofVirtual().start(() -> pass(to, from));
      } catch (IOException e) {
        // Closed, or one who went away.
      }
    }
  }

  private static void pass(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] bytes = new byte[16 << 10];
      for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
        out.write(bytes, 0, n);
        out.flush();
      }
    } catch (IOException e) {
      // One of both went away: so does the other.
    }
  }

  @Override
  public void close() throws IOException {
    HttpsURLConnection.setDefaultSSLSocketFactory(before);
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
