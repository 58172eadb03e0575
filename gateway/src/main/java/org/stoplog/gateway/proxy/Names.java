package org.stoplog.gateway.proxy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.stoplog.gateway.policy.PrivateAddresses;

/** What the names of hosts mean. */
@FunctionalInterface
interface Names {
  /** As this machine resolves them. */
  static Names of(Vertx vertx) {
    return host -> {
      Promise<List<InetSocketAddress>> all = Promise.promise();
      ((VertxInternal) vertx).nameResolver().resolveAll(host, all::handle);
      return all.future().map(list -> list.stream().map(InetSocketAddress::getAddress).toList());
    };
  }

  /** All addresses of a host; fails when there are none. */
  Future<List<InetAddress>> all(String host);

  /**
   * The addresses, when each of them may be reached. Whoever connects does so to one of these, and
   * asks nobody again: the next answer may be another.
   *
   * @return fails with {@link Upstream.PrivateAddress}
   */
  default Future<List<InetAddress>> checked(String host, boolean allowsPrivate) {
    return all(host)
        .compose(
            addresses ->
                addresses.isEmpty()
                        || (!allowsPrivate
                            && addresses.stream().anyMatch(PrivateAddresses::contain))
                    ? Future.failedFuture(new Upstream.PrivateAddress())
                    : Future.succeededFuture(addresses));
  }
}
