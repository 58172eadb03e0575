package org.stoplog.gateway.proxy;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.net.BindException;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.gateway.log.AccessLog;
import org.stoplog.gateway.policy.Policy;
import org.stoplog.ledger.journal.JournalHealth;
import org.stoplog.ledger.journal.JournalWriter;

/**
 * The gateway's process: what applications send goes through it to suppliers, or comes as a copy,
 * is read, recorded and rewritten as the policy says. The journal and the policies are the
 * caller's.
 */
public final class Gateway implements AutoCloseable {
  private static final int IDLE_SECONDS = 75;
  private static final int DRAIN_SECONDS = 30;
  private static final long TICK_MILLIS = 1_000;
  private static final int LONGEST_HEAD = 32 << 10;
  private static final int MOST_STREAMS = 100;
  private static final int MOST_RESETS = 200;
  private static final int RESETS_SECONDS = 30;
  private static final int HANDSHAKE_SECONDS = 10;
  private static final Set<String> TLS_VERSIONS =
      new LinkedHashSet<>(List.of("TLSv1.3", "TLSv1.2"));

  private final Vertx vertx;
  private final Shared shared;
  private final HttpServer admin;
  private final String deployment;
  private boolean isClosed;

  private Gateway(Vertx vertx, Shared shared, HttpServer admin, String deployment) {
    this.vertx = vertx;
    this.shared = shared;
    this.admin = admin;
    this.deployment = deployment;
  }

  /**
   * How it listens.
   *
   * @param host address that applications reach, for example {@code 127.0.0.1}
   * @param port of it
   * @param adminPort of health and metrics, on loopback alone
   * @param loops event loops; as many as there are cores is usual
   * @param mostRead bytes of a body that is read; what is longer is sent on in pieces, unread
   * @param trust authorities to believe of suppliers instead of the machine's, null for those
   * @param forwardPort for senders that use the gateway as a proxy, 0 for none
   * @param tls of both ports, null for none
   */
  public record Options(
      String host,
      int port,
      int adminPort,
      int loops,
      int mostRead,
      @Nullable TrustOptions trust,
      int forwardPort,
      @Nullable Tls tls) {
    /** Without a port for senders that use the gateway as a proxy. */
    public Options(
        String host,
        int port,
        int adminPort,
        int loops,
        int mostRead,
        @Nullable TrustOptions trust) {
      this(host, port, adminPort, loops, mostRead, trust, 0, null);
    }
  }

  /**
   * How senders are spoken with.
   *
   * @param own the gateway's certificate and key
   * @param senders authorities whose certificates senders may show, null when none is asked for
   */
  public record Tls(KeyCertOptions own, @Nullable TrustOptions senders) {}

  /**
   * Starts it, and returns when it answers.
   *
   * @throws StoplogException PORT_IN_USE
   */
  public static Gateway start(
      Options options,
      JournalWriter journal,
      Policies policies,
      AccessLog accessLog,
      InstantSource clock) {
    Bounds bounds = new Bounds(Limits.USUAL, Held.usual(), null);
    return start(options, journal, policies, accessLog, clock, bounds);
  }

  /**
   * What tests set.
   *
   * @param names what names of hosts mean to a proxy, null for what this machine says
   */
  record Bounds(Limits limits, Held held, @Nullable Names names) {}

  static Gateway start(
      Options options,
      JournalWriter journal,
      Policies policies,
      AccessLog accessLog,
      InstantSource clock,
      Bounds bounds) {
    long headMillis = bounds.limits().head().toMillis();
    Vertx vertx =
        Vertx.builder()
            .with(new VertxOptions().setEventLoopPoolSize(options.loops()))
            .withTransport(
                GuardedTransport.with(() -> new HeadGuard(headMillis, listener(options))))
            .build();
    Shared shared =
        new Shared(
            journal,
            new Gaps(),
            new Meters(),
            accessLog,
            clock,
            options.mostRead(),
            bounds.limits(),
            bounds.held(),
            new UnknownHosts());
    try {
      HttpServer admin =
          await(
              vertx
                  .createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
                  .requestHandler(request -> admin(shared, policies, request))
                  .listen(options.adminPort(), "127.0.0.1"),
              options.adminPort());
      String deployment =
          await(
              vertx.deployVerticle(
                  () ->
                      new GatewayVerticle(
                          shared,
                          listener(options),
                          options.forwardPort() == 0 ? null : forwardListener(options),
                          policies,
                          options.trust(),
                          bounds.names()),
                  new DeploymentOptions().setInstances(options.loops())),
              options.port());
      vertx.setPeriodic(TICK_MILLIS, id -> shared.gaps().drain(journal::gap));
      return new Gateway(vertx, shared, admin, deployment);
    } catch (StoplogException e) {
      vertx.close();
      throw e;
    }
  }

  private static HttpServerOptions listener(Options options) {
    HttpServerOptions listener = plain(options);
    Tls tls = options.tls();
    if (tls != null) {
      listener
          .setSsl(true)
          .setUseAlpn(true)
          .setKeyCertOptions(tls.own())
          .setEnabledSecureTransportProtocols(TLS_VERSIONS)
          .setSslHandshakeTimeout(HANDSHAKE_SECONDS)
          .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS);
      if (tls.senders() != null) {
        listener.setClientAuth(ClientAuth.REQUEST).setTrustOptions(tls.senders());
      }
    }
    return listener;
  }

  private static HttpServerOptions plain(Options options) {
    return new HttpServerOptions()
        .setHost(options.host())
        .setPort(options.port())
        .setIdleTimeout(IDLE_SECONDS)
        .setIdleTimeoutUnit(TimeUnit.SECONDS)
        .setMaxInitialLineLength(8 << 10)
        .setMaxHeaderSize(LONGEST_HEAD)
        .setHandle100ContinueAutomatically(true)
        // What is packed is read by the decoders, which bound it.
        .setDecompressionSupported(false)
        .setCompressionSupported(false)
        .setHttp2ClearTextEnabled(true)
        .setInitialSettings(
            new Http2Settings()
                .setPushEnabled(false)
                .setMaxConcurrentStreams(MOST_STREAMS)
                .setMaxHeaderListSize(LONGEST_HEAD))
        .setHttp2RstFloodMaxRstFramePerWindow(MOST_RESETS)
        .setHttp2RstFloodWindowDuration(RESETS_SECONDS)
        .setHttp2RstFloodWindowDurationTimeUnit(TimeUnit.SECONDS);
  }

  private static HttpServerOptions forwardListener(Options options) {
    return listener(options)
        .setPort(options.forwardPort())
        .setHttp2ClearTextEnabled(false)
        .setUseAlpn(false)
        .setIdleTimeout(ForwardListener.IDLE_SECONDS);
  }

  /**
   * Tells the metrics of the way to the server, once there is one.
   *
   * @param state asked by event loops, so it must not wait
   */
  public void tellOfLink(Supplier<LinkState> state) {
    shared.meters().tellOfLink(state);
  }

  private static OptionalLong version(@Nullable Policy policy) {
    return policy == null ? OptionalLong.empty() : OptionalLong.of(policy.version());
  }

  private static void admin(Shared shared, Policies policies, HttpServerRequest request) {
    HeadGuard guard = HeadGuard.of(request);
    if (guard != null) {
      guard.begun();
      request.response().endHandler(none -> guard.over(request));
    }
    switch (request.path()) {
      case "/health" -> {
        JournalHealth journal = shared.journal().health();
        Policy policy = policies.current();
        boolean isGood = journal.failure() == null && policy != null;
        request
            .response()
            .setStatusCode(isGood ? 200 : 503)
            .putHeader("Content-Type", "application/json")
            .end(
                "{\"status\":\"%s\",\"policy\":%s,\"journal\":\"%s\",\"waiting\":%d}"
                    .formatted(
                        isGood ? "up" : "down",
                        policy == null ? "null" : Long.toString(policy.version()),
                        journal.failure() == null ? "writes" : "fails",
                        journal.closed()));
      }
      case "/metrics" ->
          request
              .response()
              .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
              .end(
                  shared.meters().text()
                      + shared
                          .meters()
                          .link()
                          .text(shared.journal().health().closed(), version(policies.current())));
      case null, default -> request.response().setStatusCode(404).end();
    }
  }

  private static <T> T await(Future<T> future, int port) {
    try {
      return future.toCompletionStage().toCompletableFuture().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StoplogException known) {
        throw known;
      }
      if (e.getCause() instanceof BindException) {
        throw new StoplogException(
            Problem.PORT_IN_USE, "port " + port + " is taken or not allowed", e);
      }
      throw new StoplogException(Problem.INTERNAL, "the gateway could not start", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoplogException(Problem.INTERRUPTED, "stopped while it started", e);
    }
  }

  /**
   * Takes no more requests, and ends when those under way are answered, within half a minute. A
   * second call does nothing.
   */
  @Override
  public synchronized void close() {
    if (isClosed) {
      return;
    }
    isClosed = true;
    try {
      ended(vertx.undeploy(deployment).compose(done -> admin.close()));
      // For itself: what follows it in a chain would wait for a loop that has ended.
      ended(vertx.close());
    } catch (ExecutionException | TimeoutException e) {
      throw new StoplogException(Problem.INTERNAL, "the gateway did not end in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      shared.gaps().drain(shared.journal()::gap);
    }
  }

  private static void ended(Future<?> end)
      throws ExecutionException, TimeoutException, InterruptedException {
    Object unused =
        end.toCompletionStage().toCompletableFuture().get(DRAIN_SECONDS, TimeUnit.SECONDS);
  }
}
