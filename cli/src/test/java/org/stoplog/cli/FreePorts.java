package org.stoplog.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports of the loopback address that nobody listened at a moment ago. */
final class FreePorts {
  /**
   * Of the demo: pages, mail, the gateways' door, the gateway, its metrics, the supplier, the
   * world.
   */
  static final int OF_THE_DEMO = 7;

  private FreePorts() {}

  /** The first of so many, one after the other. */
  static int inARow(int count) throws IOException {
    while (true) {
      try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        if (areFree(first.getLocalPort() + 1, count - 1)) {
          return first.getLocalPort();
        }
      }
    }
  }

  /** Whether so many are free just now. */
  static boolean areFree(int from, int count) {
    for (int port = from; port < from + count; port++) {
      try (ServerSocket one = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        if (one.getLocalPort() != port) {
          return false;
        }
      } catch (IOException taken) {
        return false;
      }
    }
    return true;
  }
}
