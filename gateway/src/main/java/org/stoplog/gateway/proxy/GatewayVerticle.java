package org.stoplog.gateway.proxy;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.TrustOptions;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.stoplog.gateway.policy.Policy;
import org.stoplog.gateway.policy.SenderRule;

/** One event loop's share of the gateway; all of them listen at one port. */
final class GatewayVerticle extends VerticleBase {
  private static final int DRAIN_SECONDS = 25;
  private static final int OBEY_SECONDS = 5;

  private final Shared shared;
  private final HttpServerOptions options;
  private final @Nullable HttpServerOptions forwardOptions;
  private final Policies policies;
  private final @Nullable TrustOptions trust;
  private final @Nullable Names names;
  private final Consumer<Policy> follower = this::obey;
  private @Nullable HttpServer server;
  private @Nullable RouteTable routes;
  private @Nullable ForwardListener forward;

  /**
   * @param forwardOptions of the port for senders that use the gateway as a proxy, null for none
   * @param names what names of hosts mean, null for what this machine says
   */
  GatewayVerticle(
      Shared shared,
      HttpServerOptions options,
      @Nullable HttpServerOptions forwardOptions,
      Policies policies,
      @Nullable TrustOptions trust,
      @Nullable Names names) {
    this.shared = shared;
    this.forwardOptions = forwardOptions;
    this.names = names;
    this.options = options;
    this.policies = policies;
    this.trust = trust;
  }

  @Override
  public Future<?> start() {
    RouteTable table = new RouteTable(vertx, shared.meters(), trust);
    routes = table;
    HttpServerOptions forwards = forwardOptions;
    if (forwards != null) {
      Names its = names == null ? Names.of(vertx) : names;
      forward = new ForwardListener(vertx, context, shared, table, forwards, its);
    }
    vertx.setPeriodic(shared.limits().tickMillis(), id -> look(table));
    policies.follow(follower);
    Policy now = policies.current();
    Future<Void> applied = now == null ? Future.succeededFuture() : apply(table, now);
    HttpServer made =
        vertx
            .createHttpServer(options)
            .requestHandler(request -> handle(table, request))
            .invalidRequestHandler(
                request -> {
                  shared.meters().stray();
                  Replies.MALFORMED.sendLast(request, HeadGuard.of(request));
                });
    server = made;
    return applied.compose(none -> made.listen());
  }

  private Future<Void> apply(RouteTable table, Policy policy) {
    table.apply(policy);
    ForwardListener its = forward;
    return its == null ? Future.succeededFuture() : its.apply(policy);
  }

  /** Ends what takes too long. */
  private static void look(RouteTable table) {
    long now = System.nanoTime();
    for (Route route : table.all()) {
      if (!route.live().isEmpty()) {
        for (Exchange exchange : route.live().toArray(Exchange[]::new)) {
          exchange.look(now);
        }
      }
    }
  }

  /** Returns when it is obeyed: whoever set the policy may say then that a connection is cut. */
  private void obey(Policy policy) {
    RouteTable table = routes;
    if (table == null) {
      return;
    }
    CountDownLatch obeyed = new CountDownLatch(1);
    AtomicReference<Throwable> fault = new AtomicReference<>();
    context.runOnContext(
        none -> {
          apply(table, policy)
              .onComplete(
                  done -> {
                    fault.set(done.cause());
                    obeyed.countDown();
                  });
        });
    try {
      if (!obeyed.await(OBEY_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("an event loop does not take the policy");
      }
      if (fault.get() != null) {
        throw new IllegalStateException(String.valueOf(fault.get().getMessage()), fault.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void handle(RouteTable table, HttpServerRequest request) {
    HeadGuard guard = HeadGuard.of(request);
    if (guard != null && guard.isLast()) {
      return;
    }
    Replies fault = Framing.fault(request);
    if (fault != null) {
      stray(request, fault);
      return;
    }
    String path = request.path();
    if (!table.hasPolicy()) {
      stray(request, Replies.NO_POLICY);
      return;
    }
    HostAndPort authority = request.authority();
    RouteTable.Match match =
        path == null ? null : table.find(authority == null ? null : authority.host(), path);
    if (match == null || request.method().equals(HttpMethod.CONNECT)) {
      stray(request, Replies.NO_CONNECTION);
      return;
    }
    SenderRule sender = match.route().policy().sender();
    if (!sender.allows(match.secret(), () -> PeerNames.of(request))) {
      stray(
          request,
          sender instanceof SenderRule.Certificate ? Replies.NO_CERTIFICATE : Replies.WRONG_SECRET);
      return;
    }
    new Exchange(shared, context, match, null, request).begin();
  }

  private void stray(HttpServerRequest request, Replies reply) {
    shared.meters().stray();
    HeadGuard guard = HeadGuard.of(request);
    if (guard != null) {
      guard.begun();
      request.response().endHandler(none -> guard.over(request));
    }
    reply.sendLast(request, guard);
    shared.accessLog().said("", request.method().name(), reply.status(), 0, 0, reply.slug());
  }

  @Override
  public Future<?> stop() {
    policies.leave(follower);
    HttpServer made = server;
    RouteTable table = routes;
    ForwardListener its = forward;
    Future<Void> notForward = its == null ? Future.succeededFuture() : its.close();
    Future<Void> closed =
        made == null ? Future.succeededFuture() : made.shutdown(DRAIN_SECONDS, TimeUnit.SECONDS);
    return notForward
        .transform(done -> closed)
        .onComplete(
            done -> {
              if (its != null) {
                its.end();
              }
              if (table != null) {
                table.close();
              }
            });
  }
}
