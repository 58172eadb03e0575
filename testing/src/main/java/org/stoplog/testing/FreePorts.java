package org.stoplog.testing;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of this machine for servers that tests start. None is given twice in a JVM: a gateway whose
 * two ports were the same by chance answered on one of them for the other. Thread-safe.
 */
public final class FreePorts {
  // Below those that Linux gives to connections of others (ip_local_port_range), so that one stays
  // free until its server takes it.
  private static final int LOWEST = 12_000;
  private static final int END = 32_000;
  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private FreePorts() {}

  /** A port that nobody listens on. */
  public static int next() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, END);
      try (ServerSocket socket = new ServerSocket(port)) {
        if (GIVEN.add(port)) {
          return socket.getLocalPort();
        }
      } catch (IOException e) {
        continue; // somebody has it
      }
    }
  }
}
