package org.stoplog.gateway.decode;

import java.net.Inet6Address;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** IP addresses as text, without asking anybody for a name. */
final class IpAddress {
  private static final int LONGEST = 45;
  private static final int KEPT_OF_IPV6 = 6;

  private IpAddress() {}

  /** The address with its end set to zero: /24 of IPv4, /48 of IPv6; null when it is none. */
  static @Nullable String shortened(String text) {
    if (text.length() > LONGEST || text.length() < 2) {
      return null;
    }
    if (text.indexOf(':') < 0) {
      int last = lastDot(text);
      return last < 0 ? null : text.substring(0, last) + ".0";
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != ':' && c != '.' && Character.digit(c, 16) < 0) {
        return null;
      }
    }
    InetAddress address;
    try {
      address = InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
    if (!(address instanceof Inet6Address)) {
      // An IPv4 address in the clothes of IPv6.
      return shortened(address.getHostAddress());
    }
    byte[] bytes = address.getAddress();
    StringBuilder kept = new StringBuilder();
    for (int i = 0; i < KEPT_OF_IPV6; i += 2) {
      kept.append(Integer.toHexString((bytes[i] & 0xff) << 8 | (bytes[i + 1] & 0xff))).append(':');
    }
    return kept.append(':').toString();
  }

  /** Where the last dot is of four numbers up to 255, or -1. */
  private static int lastDot(String text) {
    int dots = 0;
    int last = -1;
    int number = -1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.') {
        if (number < 0) {
          return -1;
        }
        dots++;
        last = i;
        number = -1;
      } else if (c >= '0' && c <= '9') {
        number = Math.max(0, number) * 10 + c - '0';
        if (number > 255) {
          return -1;
        }
      } else {
        return -1;
      }
    }
    return dots == 3 && number >= 0 ? last : -1;
  }
}
