package org.stoplog.gateway.policy;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Addresses that no supplier has: this host, its networks, and what stands for them. A gateway that
 * could be sent there would be a way into its owner's network.
 */
public final class PrivateAddresses {
  private PrivateAddresses() {}

  /** Whether it is one of them (RFC 6890, RFC 4193, RFC 6052, RFC 3056). */
  public static boolean contain(InetAddress address) {
    byte[] bytes = address.getAddress();
    return address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()
        || (address instanceof Inet4Address ? isPrivate4(bytes) : isPrivate6(address, bytes));
  }

  /** "This" network, carriers' NAT (RFC 6598), benchmarks, reserved: RFC 6890. */
  private static boolean isPrivate4(byte[] bytes) {
    int first = bytes[0] & 0xFF;
    int second = bytes[1] & 0xFF;
    return first == 0
        || first >= 240
        || (first == 100 && (second & 0xC0) == 64)
        || (first == 198 && (second & 0xFE) == 18)
        || (first == 192 && second == 0 && bytes[2] == 0);
  }

  /** Unique local addresses, and IPv4 in the clothes of IPv6: NAT64, 6to4, compatible ones. */
  private static boolean isPrivate6(InetAddress address, byte[] bytes) {
    if ((bytes[0] & 0xFE) == 0xFC) {
      return true;
    }
    boolean isNat64 = bytes[0] == 0 && (bytes[1] & 0xFF) == 0x64 && (bytes[2] & 0xFF) == 0xFF;
    boolean is6to4 = bytes[0] == 0x20 && bytes[1] == 0x02;
    boolean isCompatible = address instanceof Inet6Address inet6 && inet6.isIPv4CompatibleAddress();
    if (!isNat64 && !is6to4 && !isCompatible) {
      return false;
    }
    int from = is6to4 ? 2 : 12;
    try {
      return contain(InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + 4)));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }
}
