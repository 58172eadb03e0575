package org.stoplog.gateway.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that a gateway does, as the server says it.
 *
 * @param version rises with each change and never falls
 * @param forward null when nobody uses the gateway as a proxy
 */
public record Policy(
    long version, List<ConnectionPolicy> connections, @Nullable ForwardPolicy forward) {
  public static final int MOST_CONNECTIONS = 1000;

  /** One without senders that use the gateway as a proxy. */
  public Policy(long version, List<ConnectionPolicy> connections) {
    this(version, connections, null);
  }

  public Policy {
    connections = List.copyOf(connections);
    if (version < 1) {
      throw new IllegalArgumentException("versions begin at 1");
    }
    if (connections.size() > MOST_CONNECTIONS) {
      throw new IllegalArgumentException("more than " + MOST_CONNECTIONS + " connections");
    }
    Set<String> ids = new HashSet<>();
    Set<String> hosts = new HashSet<>();
    for (ConnectionPolicy connection : connections) {
      if (!ids.add(connection.id())) {
        throw new IllegalArgumentException("connection " + connection.id() + " is given twice");
      }
      if (connection.host() != null && !hosts.add(connection.host())) {
        throw new IllegalArgumentException("host " + connection.host() + " is given twice");
      }
    }
  }

  public Optional<ConnectionPolicy> find(String id) {
    return connections.stream().filter(connection -> connection.id().equals(id)).findFirst();
  }
}
