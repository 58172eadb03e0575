package org.stoplog.gateway.policy;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Hosts of a supplier, and what becomes of what senders that use the gateway as a proxy send there.
 *
 * @param hosts names in lower case without a dot at the end, {@code *.} and a name for all below
 *     it, addresses, or {@code *} alone for all that no other rule names; 1 to 200
 * @param connection number in the ledger of the connection that it is recorded for
 * @param ports that may be reached; 1 to 20
 * @param allowsPrivate whether the hosts may be in private networks
 */
public record ForwardRule(
    List<String> hosts,
    long connection,
    ConnectionState state,
    Set<Integer> ports,
    boolean allowsPrivate) {
  public static final String ALL = "*";
  public static final Set<Integer> USUAL_PORTS = Set.of(80, 443);
  static final int MOST_HOSTS = 200;
  static final int MOST_PORTS = 20;
  private static final int LONGEST_HOST = 253;
  private static final Pattern NAME =
      Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,62})(\\.[a-z0-9_]([a-z0-9_-]{0,62}))*");
  private static final Pattern ADDRESS = Pattern.compile("[0-9a-f:.]{2,45}");

  public ForwardRule {
    hosts = List.copyOf(hosts);
    ports = Set.copyOf(ports);
    require(!hosts.isEmpty() && hosts.size() <= MOST_HOSTS, "a rule has 1 to 200 hosts");
    for (String host : hosts) {
      String name = host.startsWith("*.") ? host.substring(2) : host;
      require(
          host.equals(ALL)
              || (name.length() <= LONGEST_HOST
                  && (NAME.matcher(name).matches()
                      || (name.contains(":") && ADDRESS.matcher(host).matches()))),
          "a host is a name in lower case, \"*.\" and a name, an address, or \"*\"");
    }
    require(connection > 0, "a connection's number is above 0");
    require(!ports.isEmpty() && ports.size() <= MOST_PORTS, "a rule has 1 to 20 ports");
    for (int port : ports) {
      require(port > 0 && port <= 0xFFFF, "a port is 1 to 65535");
    }
  }

  Set<Integer> sortedPorts() {
    return new TreeSet<>(ports);
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException(what);
    }
  }
}
