package org.stoplog.gateway.proxy;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.TrustOptions;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.stoplog.gateway.policy.Policy;

/** One event loop's share of the gateway; all of them listen at one port. */
final class GatewayVerticle extends VerticleBase {
  private static final int DRAIN_SECONDS = 25;
  private static final int OBEY_SECONDS = 5;

  private final Shared shared;
  private final HttpServerOptions options;
  private final Policies policies;
  private final @Nullable TrustOptions trust;
  private final Consumer<Policy> follower = this::obey;
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
    policies.follow(follower);
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

  /** Returns when it is obeyed: whoever set the policy may say then that a connection is cut. */
  private void obey(Policy policy) {
    RouteTable table = routes;
    if (table == null) {
      return;
    }
    CountDownLatch obeyed = new CountDownLatch(1);
    context.runOnContext(
        none -> {
          table.apply(policy);
          obeyed.countDown();
        });
    try {
      if (!obeyed.await(OBEY_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("an event loop does not take the policy");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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
    shared.accessLog().said("", request.method().name(), reply.status(), 0, 0, reply.slug());
  }

  @Override
  public Future<?> stop() {
    policies.leave(follower);
    HttpServer made = server;
    RouteTable table = routes;
    Future<Void> closed =
        made == null ? Future.succeededFuture() : made.shutdown(DRAIN_SECONDS, TimeUnit.SECONDS);
    return closed.onComplete(
        done -> {
          if (table != null) {
            table.close();
          }
        });
  }
}
