package org.stoplog.ledger.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Sits between the driver and the server, and cuts the line at the first COMMIT. */
final class CuttingProxy implements Closeable {
  /** When it cuts. */
  enum Cut {
    BEFORE_THE_SERVER_HEARS_OF_IT,
    AFTER_THE_SERVER_HAS_DONE_IT
  }

  private final ServerSocket listener;
  private final int target;
  private final Cut cut;
  private volatile boolean isArmed;
  private volatile boolean isCutting;

  CuttingProxy(int target, Cut cut) throws IOException {
    this.listener = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
    this.target = target;
    this.cut = cut;
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** From now on the next COMMIT is cut, once. */
  void arm() {
    isArmed = true;
  }

  boolean hasCut() {
    return isCutting;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Socket server = new Socket("127.0.0.1", target);
        Thread.ofVirtual().start(() -> forward(client, server, true));
        Thread.ofVirtual().start(() -> forward(server, client, false));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void forward(Socket from, Socket to, boolean isToServer) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[1 << 16];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        boolean isCommit =
            isToServer && isArmed && new String(buffer, 0, count, ISO_8859_1).contains("COMMIT");
        if (isCommit) {
          isArmed = false;
          isCutting = true;
          if (cut == Cut.BEFORE_THE_SERVER_HEARS_OF_IT) {
            return;
          }
        } else if (!isToServer && isCutting && cut == Cut.AFTER_THE_SERVER_HAS_DONE_IT) {
          return; // the answer, which never arrives
        }
        out.write(buffer, 0, count);
      }
    } catch (IOException e) {
      // the other direction has cut
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
