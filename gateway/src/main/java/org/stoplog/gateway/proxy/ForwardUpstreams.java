package org.stoplog.gateway.proxy;

import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** Ways to the hosts that senders ask for by plain http; those used last. For one event loop. */
final class ForwardUpstreams {
  private static final int MOST = 64;

  private final Vertx vertx;
  private final Map<String, Upstream> upstreams =
      new LinkedHashMap<>(MOST, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Upstream> eldest) {
          if (size() <= MOST) {
            return false;
          }
          eldest.getValue().retire();
          return true;
        }
      };

  ForwardUpstreams(Vertx vertx) {
    this.vertx = vertx;
  }

  /**
   * @param address of the host, which was looked at
   */
  Upstream of(Destination to, SocketAddress address, boolean allowsPrivate) {
    String host = to.host().contains(":") ? "[" + to.host() + "]" : to.host();
    String key = host + ":" + to.port();
    Upstream upstream =
        upstreams.computeIfAbsent(
            key + allowsPrivate,
            its ->
                new Upstream(
                    vertx, URI.create("http://" + key), allowsPrivate, null, System::nanoTime));
    upstream.at(address);
    return upstream;
  }

  void close() {
    upstreams.values().forEach(Upstream::close);
    upstreams.clear();
  }
}
