package org.stoplog.server.gateways;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Addresses that gateways send on to. A name is not looked up here, where it may mean something
 * else than on the gateway's host: the gateway refuses private addresses again when it connects.
 */
final class Upstreams {
  private static final int LONGEST = 1000;
  private static final List<String> PRIVATE_NAMES =
      List.of("localhost", "local", "localdomain", "internal", "intranet", "lan", "home.arpa");

  private Upstreams() {}

  /** What is wrong with an address, in words for whoever typed it; empty when nothing is. */
  static Optional<String> fault(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      return Optional.of("write it as https://NAME, perhaps with a path");
    }
    if (!"https".equals(uri.getScheme()) && !"http".equals(uri.getScheme())) {
      return Optional.of("it begins with https://");
    }
    if (uri.getRawUserInfo() != null) {
      return Optional.of("no user or password may stand in it");
    }
    if (uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > 65_535) {
      return Optional.of("it has no host that can be called");
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      return Optional.of("nothing may stand behind its path");
    }
    return text.length() > LONGEST ? Optional.of("it is too long") : Optional.empty();
  }

  /**
   * Whether an address is one of a private network, or of the gateway's own host.
   *
   * @param text without fault
   */
  static boolean isPrivate(String text) {
    String host = String.valueOf(URI.create(text).getHost()).toLowerCase(Locale.ROOT);
    String bare = host.replaceAll("\\.$", "");
    if (host.startsWith("[")) {
      return isPrivate(literal(host.substring(1, host.length() - 1)));
    }
    if (bare.matches("[0-9.]+") || bare.matches("0x[0-9a-f.x]+")) {
      return isPrivate(posix(bare));
    }
    return !bare.contains(".")
        || PRIVATE_NAMES.stream().anyMatch(name -> bare.endsWith("." + name) || bare.equals(name));
  }

  private static InetAddress literal(String text) {
    return InetAddress.ofLiteral(text.replaceFirst("%.*$", ""));
  }

  private static InetAddress posix(String text) {
    try {
      return Inet4Address.ofPosixLiteral(text);
    } catch (IllegalArgumentException e) {
      // No number that anybody reads as an address: better asked about than let through.
      return InetAddress.getLoopbackAddress();
    }
  }

  static boolean isPrivate(InetAddress address) {
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
      return isPrivate(InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + 4)));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }
}
