package org.stoplog.ledger.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;

/** Sits between the driver and the server, and cuts the line at the commit. */
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
  private volatile boolean hasCut;

  CuttingProxy(int target, Cut cut) throws IOException {
    this.listener = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
    this.target = target;
    this.cut = cut;
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** From now on the next commit is cut, once. */
  void arm() {
    isArmed = true;
  }

  boolean hasCut() {
    return hasCut;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Socket server = new Socket("127.0.0.1", target);
        AtomicBoolean isCutting = new AtomicBoolean();
        Thread.ofVirtual().start(() -> forward(client, server, true, isCutting));
        Thread.ofVirtual().start(() -> forward(server, client, false, isCutting));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void forward(Socket from, Socket to, boolean isToServer, AtomicBoolean isCutting) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[1 << 16];
      boolean isNext = false;
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        boolean isCommit = isToServer && isArmed && isNext;
        isNext = isNumberAsked(buffer, count);
        if (isCommit) {
          isArmed = false;
          isCutting.set(true);
          hasCut = true;
          if (cut == Cut.BEFORE_THE_SERVER_HEARS_OF_IT) {
            return;
          }
        } else if (!isToServer && isCutting.get() && cut == Cut.AFTER_THE_SERVER_HAS_DONE_IT) {
          return; // the answer, which never arrives
        }
        out.write(buffer, 0, count);
      }
    } catch (IOException e) {
      // the other direction has cut
    }
  }

  /** The commit itself may be a prepared statement's name; what comes before it has a text. */
  private static boolean isNumberAsked(byte[] buffer, int count) {
    return new String(buffer, 0, count, ISO_8859_1).contains("pg_current_xact_id_if_assigned");
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
