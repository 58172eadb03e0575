package org.stoplog.server.gateways;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.stoplog.gateway.policy.PrivateAddresses;

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
      return PrivateAddresses.contain(literal(host.substring(1, host.length() - 1)));
    }
    if (bare.matches("[0-9.]+") || bare.matches("0x[0-9a-f.x]+")) {
      return PrivateAddresses.contain(posix(bare));
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
}
