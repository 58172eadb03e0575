package org.stoplog.gateway.proxy;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.TrustOptions;
import org.jspecify.annotations.Nullable;
import org.stoplog.gateway.policy.Policy;

/** One event loop's share of the gateway; all of them listen at one port. */
final class GatewayVerticle extends VerticleBase {
  private static final int DRAIN_SECONDS = 25;

  private final Shared shared;
  private final HttpServerOptions options;
  private final Policies policies;
  private final @Nullable TrustOptions trust;
  private @Nullable HttpServer server;
  private @Nullable RouteTable routes;

  GatewayVerticle(
      Shared shared, HttpServerOptions options, Policies policies, @Nullable TrustOptions trust) {
    this.shared = shared;
    this.options = options;
    this.policies = policies;
    this.trust = trust;
  }

  @Override
  public Future<?> start() {
    RouteTable table = new RouteTable(vertx, shared.meters(), trust);
    routes = table;
    policies.follow(policy -> context.runOnContext(none -> table.apply(policy)));
    Policy now = policies.current();
    if (now != null) {
      table.apply(now);
    }
    HttpServer made =
        vertx
            .createHttpServer(options)
            .requestHandler(request -> handle(table, request))
            .invalidRequestHandler(
                request -> {
                  shared.meters().stray();
                  Replies.MALFORMED.send(request.response());
                });
    server = made;
    return made.listen();
  }

  private void handle(RouteTable table, HttpServerRequest request) {
    String path = request.path();
    if (!table.hasPolicy()) {
      stray(request, Replies.NO_POLICY);
      return;
    }
    RouteTable.Match match = path == null ? null : table.find(path);
    if (match == null || request.method().equals(HttpMethod.CONNECT)) {
      stray(request, Replies.NO_CONNECTION);
      return;
    }
    if (!match.route().policy().sender().allows(match.secret())) {
      stray(request, Replies.WRONG_SECRET);
      return;
    }
    new Exchange(shared, context, match, request).begin();
  }

  private void stray(HttpServerRequest request, Replies reply) {
    shared.meters().stray();
    reply.send(request.response().putHeader("Connection", "close"));
  }

  @Override
  public Future<?> stop() {
    HttpServer made = server;
    RouteTable table = routes;
    Future<Void> closed =
        made == null
            ? Future.succeededFuture()
            : made.shutdown(DRAIN_SECONDS, java.util.concurrent.TimeUnit.SECONDS);
    return closed.onComplete(
        done -> {
          if (table != null) {
            table.close();
          }
        });
  }
}
