package org.stoplog.server.platform;

import jakarta.servlet.http.HttpServletRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/** From where a stranger calls: used to slow down, never kept. */
public final class PublicCaller {
  /** Whoever has one address of version 6 has at least as many as share these bytes. */
  private static final int NETWORK_BYTES = 8;

  private PublicCaller() {}

  /**
   * The address, or the network of an address of version 6. Where a proxy stands before the
   * listener it is what the proxy added last; what came before that anybody can write.
   */
  public static String address(PublicDoor door, HttpServletRequest request) {
    String peer = request.getRemoteAddr();
    Origin origin = door.origin();
    String forwarded = request.getHeader("X-Forwarded-For");
    if (origin != null && origin.isSecure() && forwarded != null) {
      String last = forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
      return network(last.matches("[0-9A-Fa-f:.]{2,45}") ? last : peer);
    }
    return network(peer);
  }

  private static String network(String text) {
    try {
      InetAddress address = InetAddress.ofLiteral(text);
      return address instanceof Inet6Address
          ? HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), NETWORK_BYTES))
          : address.getHostAddress();
    } catch (IllegalArgumentException e) {
      return "unknown";
    }
  }
}
