package org.stoplog.server.gateways;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.stoplog.gateway.policy.ConnectionState;
import org.stoplog.gateway.policy.ForwardRule;

/**
 * The hosts of a connection, for applications that use gateways as their proxy.
 *
 * @param names as a rule of the policy has them, sorted; {@code *} for all that no other names
 * @param ports that may be reached, sorted
 * @param privateReason why they may be in a private network; null when they may not
 * @param revision rises with each change; 0 before the first
 */
record Hosts(
    List<String> names, List<Integer> ports, @Nullable String privateReason, long revision) {
  Hosts {
    names = List.copyOf(names);
    ports = List.copyOf(ports);
  }

  /** What a form begins with. */
  static Hosts first() {
    return new Hosts(List.of(), ForwardRule.USUAL_PORTS.stream().sorted().toList(), null, 0);
  }

  boolean areAll() {
    return names.contains(ForwardRule.ALL);
  }

  ForwardRule rule(int connection, ConnectionState state) {
    return new ForwardRule(
        names, connection, state, java.util.Set.copyOf(ports), privateReason != null);
  }

  /** For what two people approve. */
  Map<String, Object> content() {
    Map<String, Object> all = new TreeMap<>();
    all.put("hosts", names);
    all.put("ports", ports);
    all.put("private", privateReason != null);
    all.put("revision", revision);
    return all;
  }
}
