package org.stoplog.gateway.proxy;

import io.vertx.core.Vertx;
import io.vertx.core.net.TrustOptions;
import java.net.URI;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.stoplog.gateway.policy.ConnectionMode;
import org.stoplog.gateway.policy.ConnectionPolicy;
import org.stoplog.gateway.policy.ForwardPolicy;
import org.stoplog.gateway.policy.Policy;
import org.stoplog.gateway.policy.SenderRule;

/** The connections of a policy as one event loop has them. */
final class RouteTable {
  private static final String PREFIX = "/c/";

  private final Vertx vertx;
  private final Meters meters;
  private final @Nullable TrustOptions trust;
  private Map<String, Route> routes = Map.of();
  private Map<String, Route> hosts = Map.of();
  private boolean hasPolicy;

  RouteTable(Vertx vertx, Meters meters, @Nullable TrustOptions trust) {
    this.vertx = vertx;
    this.meters = meters;
    this.trust = trust;
  }

  /**
   * Where a request goes.
   *
   * @param rest path below the connection and its secret, with a slash before it
   * @param secret empty when the path has none
   */
  record Match(Route route, String rest, String secret) {}

  boolean hasPolicy() {
    return hasPolicy;
  }

  /** The connection with this number in the ledger; null when the policy has none. */
  @Nullable Route numbered(long number) {
    for (Route route : routes.values()) {
      if (route.policy().number() == number) {
        return route;
      }
    }
    return null;
  }

  Collection<Route> all() {
    return routes.values();
  }

  /** Obeys another policy. Connections that it cuts or does not have are cut now. */
  void apply(Policy policy) {
    Map<String, Route> next = new HashMap<>();
    for (ConnectionPolicy connection : policy.connections()) {
      Route before = routes.get(connection.id());
      next.put(
          connection.id(),
          before != null && before.policy().equals(connection) ? before : made(connection, before));
    }
    Map<String, Route> gone = new HashMap<>(routes);
    routes = next;
    hosts = new HashMap<>();
    for (Route route : next.values()) {
      if (route.policy().host() != null) {
        hosts.put(route.policy().host(), route);
      }
    }
    hasPolicy = true;
    for (Route route : next.values()) {
      Route before = gone.remove(route.policy().id());
      if (before != null && before != route && before.upstream() != route.upstream()) {
        retire(before);
      }
      if (route.policy().state().isCut()) {
        route.cut();
      }
    }
    for (Route route : gone.values()) {
      route.cut();
      retire(route);
    }
  }

  private Route made(ConnectionPolicy connection, @Nullable Route before) {
    boolean isSameSupplier =
        before != null
            && Objects.equals(before.policy().upstream(), connection.upstream())
            && before.policy().allowsPrivate() == connection.allowsPrivate();
    URI address = connection.mode() == ConnectionMode.REVERSE ? connection.upstream() : null;
    Upstream upstream =
        address == null
            ? null
            : before != null && isSameSupplier && before.upstream() != null
                ? before.upstream()
                : new Upstream(vertx, address, connection.allowsPrivate(), trust, System::nanoTime);
    return new Route(
        connection,
        upstream,
        meters.of(connection.id()),
        before == null ? new HashSet<>() : before.live());
  }

  private static void retire(Route route) {
    Upstream upstream = route.upstream();
    if (upstream != null) {
      upstream.close();
    }
  }

  /**
   * @param host that the request asks for, null for none; a connection that has it gets all paths
   * @param path of the request, without its query
   * @return null when no connection has it
   */
  @Nullable Match find(@Nullable String host, String path) {
    Route named = host == null ? null : hosts.get(ForwardPolicy.canonical(host));
    if (named != null) {
      return match(named, path);
    }
    if (!path.startsWith(PREFIX)) {
      return null;
    }
    int end = path.indexOf('/', PREFIX.length());
    String id = path.substring(PREFIX.length(), end < 0 ? path.length() : end);
    Route route = routes.get(id);
    if (route == null) {
      return null;
    }
    return match(route, end < 0 ? "" : path.substring(end));
  }

  private static Match match(Route route, String rest) {
    if (!(route.policy().sender() instanceof SenderRule.SecretPath)) {
      return new Match(route, rest.isEmpty() ? "/" : rest, "");
    }
    int next = rest.indexOf('/', 1);
    String secret = rest.isEmpty() ? "" : rest.substring(1, next < 0 ? rest.length() : next);
    return new Match(route, next < 0 ? "/" : rest.substring(next), secret);
  }

  void close() {
    routes.values().forEach(RouteTable::retire);
    routes = Map.of();
    hosts = Map.of();
  }
}
