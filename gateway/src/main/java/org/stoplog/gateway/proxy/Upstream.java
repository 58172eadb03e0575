package org.stoplog.gateway.proxy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.stoplog.gateway.policy.PrivateAddresses;

/**
 * The way to one connection's supplier, from one event loop: its own pool, its own queue and its
 * own breaker, so that a supplier that hangs costs the others nothing.
 */
final class Upstream {
  private static final int MOST_CONNECTIONS = 64;
  private static final int MOST_WAITING = 256;
  private static final int CONNECT_MILLIS = 5_000;
  private static final int IDLE_SECONDS = 75;
  private static final int KEPT_SECONDS = 60;

  /** For a connection of the pool, with those that wait before. */
  private static final int POOL_MILLIS = 10_000;

  private final HttpClientAgent client;
  private final Breaker breaker;
  private final String host;
  private final int port;
  private final boolean isTls;
  private final boolean allowsPrivate;
  private final String base;
  private @Nullable SocketAddress server;

  /**
   * @param allowsPrivate whether it may be an address of a private network
   * @param trust whom to believe instead of the machine's authorities, null for those
   */
  Upstream(
      Vertx vertx,
      URI address,
      boolean allowsPrivate,
      @Nullable TrustOptions trust,
      LongSupplier nanos) {
    this.allowsPrivate = allowsPrivate;
    isTls = "https".equals(address.getScheme());
    host = address.getHost();
    port = address.getPort() >= 0 ? address.getPort() : isTls ? 443 : 80;
    String path = address.getRawPath() == null ? "" : address.getRawPath();
    base = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    breaker = new Breaker(nanos);
    HttpClientOptions options =
        new HttpClientOptions()
            .setSsl(isTls)
            .setVerifyHost(true)
            .setConnectTimeout(CONNECT_MILLIS)
            .setIdleTimeout(IDLE_SECONDS)
            .setKeepAliveTimeout(KEPT_SECONDS)
            // What it says goes to the sender as it is.
            .setDecompressionSupported(false)
            .setMaxHeaderSize(64 << 10);
    if (trust != null) {
      options.setTrustOptions(trust);
    }
    client =
        vertx
            .httpClientBuilder()
            .with(options)
            .with(
                new PoolOptions()
                    .setHttp1MaxSize(MOST_CONNECTIONS)
                    .setMaxWaitQueueSize(MOST_WAITING))
            .build();
  }

  /** Requests go there from now on, whatever the name means then. */
  void at(SocketAddress address) {
    server = address;
  }

  Breaker breaker() {
    return breaker;
  }

  /** As the supplier's own clients would name it. */
  String authority() {
    return port == (isTls ? 443 : 80) ? host : host + ":" + port;
  }

  /**
   * A request to the supplier, of which nothing was sent yet.
   *
   * @param path below the connection's, with a slash before it
   * @param query null for none
   * @return fails with {@link PrivateAddress}, and with what connecting fails with
   */
  Future<HttpClientRequest> request(HttpMethod method, String path, @Nullable String query) {
    return client
        .request(
            new RequestOptions()
                .setServer(server)
                .setConnectTimeout(POOL_MILLIS)
                .setMethod(method)
                .setHost(host)
                .setPort(port)
                .setSsl(isTls)
                .setURI(Framing.encoded(base + path + (query == null ? "" : "?" + query))))
        .compose(this::checked);
  }

  /**
   * What a name leads to is known only here: whoever answers for it may have changed it since the
   * policy was written.
   */
  private Future<HttpClientRequest> checked(HttpClientRequest request) {
    // Faults are told by the answer, which everybody waits for.
    request.exceptionHandler(fault -> {});
    String address = request.connection().remoteAddress().hostAddress();
    if (allowsPrivate
        || (address != null && !PrivateAddresses.contain(InetAddress.ofLiteral(address)))) {
      return Future.succeededFuture(request);
    }
    return request
        .reset()
        .transform(
            none -> {
              HttpConnection unwanted = request.connection();
              unwanted.close();
              return Future.failedFuture(new PrivateAddress());
            });
  }

  /** The supplier's name leads to an address that the connection may not reach. */
  static final class PrivateAddress extends IOException {
    private static final long serialVersionUID = 1;

    PrivateAddress() {
      super("an address of a private network");
    }
  }

  void close() {
    client.close();
  }

  /** Takes no more requests, and ends when those under way have. */
  void retire() {
    client.shutdown(IDLE_SECONDS, TimeUnit.SECONDS);
  }
}
