package org.stoplog.gateway.proxy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.TrustOptions;
import java.net.URI;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The way to one connection's supplier, from one event loop: its own pool, its own queue and its
 * own breaker, so that a supplier that hangs costs the others nothing.
 */
final class Upstream {
  private static final int MOST_CONNECTIONS = 64;
  private static final int MOST_WAITING = 256;
  private static final int CONNECT_MILLIS = 5_000;
  private static final int IDLE_SECONDS = 60;

  private final HttpClientAgent client;
  private final Breaker breaker;
  private final String host;
  private final int port;
  private final boolean isTls;
  private final String base;

  /**
   * @param trust whom to believe instead of the machine's authorities, null for those
   */
  Upstream(Vertx vertx, URI address, @Nullable TrustOptions trust, LongSupplier nanos) {
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
            .setKeepAliveTimeout(IDLE_SECONDS)
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

  Breaker breaker() {
    return breaker;
  }

  /** As the supplier's own clients would name it. */
  String authority() {
    return port == (isTls ? 443 : 80) ? host : host + ":" + port;
  }

  /**
   * @param path below the connection's, with a slash before it
   * @param query null for none
   */
  Future<HttpClientRequest> request(HttpMethod method, String path, @Nullable String query) {
    return client.request(
        new RequestOptions()
            .setMethod(method)
            .setHost(host)
            .setPort(port)
            .setSsl(isTls)
            .setURI(base + path + (query == null ? "" : "?" + query)));
  }

  void close() {
    client.close();
  }
}
