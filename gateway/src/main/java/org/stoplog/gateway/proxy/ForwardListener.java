package org.stoplog.gateway.proxy;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.net.BindException;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.gateway.policy.ForwardPolicy;
import org.stoplog.gateway.policy.ForwardRule;
import org.stoplog.gateway.policy.ForwardSender;
import org.stoplog.gateway.policy.Policy;
import org.stoplog.ledger.journal.Intent;
import org.stoplog.ledger.journal.Mode;
import org.stoplog.ledger.journal.Result;
import org.stoplog.ledger.journal.Sender;
import org.stoplog.ledger.journal.Ticket;

/**
 * One event loop's share of the port for senders that use the gateway as their proxy. It is open
 * while the policy names somebody who may.
 */
final class ForwardListener {
  static final int IDLE_SECONDS = 600;

  private static final int MOST_TUNNELS = 20_000;
  private static final int MOST_ADDRESSES = 3;
  private static final int CONNECT_MILLIS = 5_000;
  private static final byte[] NO_FRAMES = new byte[0];
  private static final long NO_CONNECTION = 0;

  /** How the access log names it; connections are named by the policy, and unknown here. */
  private static final String LOGGED_AS = "forward";

  private final Vertx vertx;
  private final Context context;
  private final Shared shared;
  private final RouteTable table;
  private final HttpServerOptions options;
  private final Names names;
  private final NetClient dialer;
  private final ForwardUpstreams upstreams;
  private final Set<Tunnel> tunnels = new HashSet<>();
  private ForwardPolicy policy = new ForwardPolicy(List.of(), List.of());
  private ForwardPolicy.Finder finder = new ForwardPolicy.Finder(policy);
  private @Nullable HttpServer server;

  ForwardListener(
      Vertx vertx,
      Context context,
      Shared shared,
      RouteTable table,
      HttpServerOptions options,
      Names names) {
    this.vertx = vertx;
    this.context = context;
    this.shared = shared;
    this.table = table;
    this.options = options;
    this.names = names;
    this.upstreams = new ForwardUpstreams(vertx);
    this.dialer =
        vertx.createNetClient(
            new NetClientOptions()
                .setConnectTimeout(CONNECT_MILLIS)
                .setIdleTimeout(IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS));
  }

  /**
   * Obeys another policy, after the table did. What it does not allow has ended when this returns.
   *
   * @return done when the port is open or closed as the policy wants it; fails with PORT_IN_USE
   */
  Future<Void> apply(Policy next) {
    ForwardPolicy its = next.forward();
    policy = its == null ? new ForwardPolicy(List.of(), List.of()) : its;
    finder = new ForwardPolicy.Finder(policy);
    for (Tunnel tunnel : new HashSet<>(tunnels)) {
      if (refusal(tunnel.sender(), tunnel.to()) != null) {
        tunnel.over();
      }
    }
    for (Route route : table.all()) {
      for (Exchange exchange : new HashSet<>(route.live())) {
        Exchange.Via via = exchange.via();
        if (via != null && refusal(via.sender(), via.to()) != null) {
          exchange.cut();
        }
      }
    }
    return policy.senders().isEmpty() ? close() : open();
  }

  private Future<Void> open() {
    if (server != null) {
      return Future.succeededFuture();
    }
    HttpServer made =
        vertx
            .createHttpServer(options)
            .requestHandler(this::handle)
            .invalidRequestHandler(request -> refuse(request, Replies.MALFORMED));
    server = made;
    return made.listen()
        .<Void>mapEmpty()
        .recover(
            fault -> {
              server = null;
              return Future.failedFuture(
                  fault instanceof BindException
                      ? new StoplogException(
                          Problem.PORT_IN_USE,
                          "port " + options.getPort() + " is taken or not allowed",
                          fault)
                      : fault);
            });
  }

  /** Ends all tunnels and takes no more. */
  Future<Void> close() {
    for (Tunnel tunnel : new HashSet<>(tunnels)) {
      tunnel.over();
    }
    HttpServer made = server;
    server = null;
    return made == null ? Future.succeededFuture() : made.close().mapEmpty();
  }

  void end() {
    upstreams.close();
    dialer.close();
  }

  private void handle(HttpServerRequest request) {
    HeadGuard guard = HeadGuard.of(request);
    if (guard != null && guard.isLast()) {
      return;
    }
    Replies fault = Framing.fault(request);
    ForwardSender sender =
        Credentials.owner(policy.senders(), request.getHeader("Proxy-Authorization"));
    boolean isTunnel = request.method().equals(HttpMethod.CONNECT);
    Destination to =
        isTunnel ? Destination.tunnel(request.uri()) : Destination.absolute(request.uri());
    if (fault == null && sender == null) {
      fault = Replies.NO_CREDENTIALS;
    } else if (fault == null && to == null) {
      fault = isTunnel ? Replies.MALFORMED : Replies.UNSUPPORTED;
    }
    if (fault != null || sender == null || to == null) {
      refuse(request, fault == null ? Replies.MALFORMED : fault);
      return;
    }
    Asked asked = new Asked(request, sender, to, shared.clock().millis(), isTunnel);
    if (isTunnel && guard != null) {
      // Nothing of HTTP comes any more, and what does takes the time that it takes.
      guard.begun();
    }
    Replies refusal = refusal(sender, to);
    ForwardRule rule = finder.find(to.host()).orElse(null);
    if (refusal != null || rule == null) {
      if (rule != null) {
        keep(asked, rule.connection(), Result.REFUSED);
      } else {
        keepUnknown(asked);
      }
      refuse(request, refusal == null ? Replies.UNKNOWN_HOST : refusal);
    } else {
      resolve(asked, rule);
    }
  }

  /** What a sender wants. */
  private record Asked(
      HttpServerRequest request,
      ForwardSender sender,
      Destination to,
      long time,
      boolean isTunnel) {}

  /** Why a sender may not go there now; null when it may. */
  private @Nullable Replies refusal(ForwardSender sender, Destination to) {
    ForwardRule rule = finder.find(to.host()).orElse(null);
    if (!policy.senders().contains(sender)) {
      return Replies.NO_CREDENTIALS;
    }
    if (rule == null) {
      return Replies.UNKNOWN_HOST;
    }
    Route route = table.numbered(rule.connection());
    if (rule.state().isCut() || (route != null && route.policy().state().isCut())) {
      return Replies.CUT;
    }
    return rule.ports().contains(to.port()) ? null : Replies.WRONG_PORT;
  }

  private void resolve(Asked asked, ForwardRule rule) {
    asked.request().pause();
    names
        .checked(asked.to().host(), rule.allowsPrivate())
        .onSuccess(
            addresses -> {
              if (asked.isTunnel()) {
                dial(asked, rule, addresses, 0);
              } else {
                exchange(asked, rule, addresses.getFirst());
              }
            })
        .onFailure(
            fault ->
                notReached(
                    asked,
                    rule,
                    fault instanceof Upstream.PrivateAddress
                        ? Replies.PRIVATE_ADDRESS
                        : Replies.UNREACHABLE));
  }

  private void exchange(Asked asked, ForwardRule rule, InetAddress address) {
    Route route = table.numbered(rule.connection());
    if (route == null || refusal(asked.sender(), asked.to()) != null) {
      notReached(asked, rule, route == null ? Replies.UNSUPPORTED : Replies.CUT);
      return;
    }
    Upstream upstream =
        upstreams.of(asked.to(), at(address, asked.to().port()), rule.allowsPrivate());
    Exchange.Via via = new Exchange.Via(asked.sender(), asked.to(), upstream);
    RouteTable.Match match = new RouteTable.Match(route, asked.to().path(), "");
    new Exchange(shared, context, match, via, asked.request()).begin();
  }

  private void dial(Asked asked, ForwardRule rule, List<InetAddress> addresses, int tried) {
    dialer
        .connect(at(addresses.get(tried), asked.to().port()))
        .onSuccess(
            socket -> {
              socket.pause();
              record(asked, rule, socket);
            })
        .onFailure(
            fault -> {
              if (tried + 1 < Math.min(addresses.size(), MOST_ADDRESSES)) {
                dial(asked, rule, addresses, tried + 1);
              } else {
                notReached(asked, rule, Replies.UNREACHABLE);
              }
            });
  }

  private static SocketAddress at(InetAddress address, int port) {
    return SocketAddress.inetSocketAddress(new java.net.InetSocketAddress(address, port));
  }

  /** A connection without a byte in it discloses nothing; the first goes once this is durable. */
  private void record(Asked asked, ForwardRule rule, NetSocket supplier) {
    CompletableFuture<Void> unused =
        shared
            .journal()
            .open(intent(asked, rule.connection()))
            .handle(
                (ticket, fault) -> {
                  context.runOnContext(none -> recorded(asked, ticket, supplier));
                  return null;
                });
  }

  private void recorded(Asked asked, @Nullable Ticket ticket, NetSocket supplier) {
    if (ticket == null) {
      supplier.close();
      refuse(asked.request(), Replies.NOT_RECORDED);
      return;
    }
    Replies refusal = refusal(asked.sender(), asked.to());
    if (refusal == null && tunnels.size() >= MOST_TUNNELS) {
      refusal = Replies.BUSY;
    }
    if (refusal != null || asked.request().response().closed()) {
      unopened(ticket, supplier);
      refuse(asked.request(), refusal == null ? Replies.UNREACHABLE : refusal);
      return;
    }
    asked
        .request()
        .toNetSocket()
        .onSuccess(application -> begin(asked, ticket, supplier, application))
        .onFailure(fault -> unopened(ticket, supplier));
  }

  private void begin(Asked asked, Ticket ticket, NetSocket supplier, NetSocket application) {
    Tunnel tunnel =
        new Tunnel(shared, ticket, asked.sender(), asked.to(), supplier, application, this::ended);
    tunnels.add(tunnel);
    shared.meters().tunnelBegins();
    tunnel.begin();
    if (refusal(asked.sender(), asked.to()) != null) {
      tunnel.over();
    }
  }

  private void ended(Tunnel tunnel) {
    tunnels.remove(tunnel);
    shared.meters().tunnelEnds(tunnel.bytes());
    shared.accessLog().said(LOGGED_AS, "CONNECT", 200, tunnel.bytes(), 0, "tunnel-ended");
  }

  private void unopened(Ticket ticket, NetSocket supplier) {
    shared.journal().end(ticket, shared.clock().millis(), 0);
    supplier.close();
  }

  private void notReached(Asked asked, ForwardRule rule, Replies reply) {
    keep(asked, rule.connection(), Result.NOT_SENT);
    refuse(asked.request(), reply);
  }

  /** Nobody waits for the record of what did not leave. */
  private void keep(Asked asked, long connection, Result result) {
    Record record = new Record(shared, context);
    record.became(result, 0);
    record.intend(intent(asked, connection), NO_FRAMES, none -> {}, why -> {});
  }

  /** A host that nobody wrote down belongs to no connection. */
  private void keepUnknown(Asked asked) {
    boolean isRecorded =
        shared.unknownHosts().take(asked.to().host(), asked.sender().id(), asked.time());
    shared.meters().unknownHost(isRecorded);
    if (isRecorded) {
      keep(asked, NO_CONNECTION, Result.REFUSED);
    }
  }

  private static Intent intent(Asked asked, long connection) {
    return new Intent(
        asked.time(),
        connection,
        Mode.FORWARD,
        Sender.SECRET,
        0,
        0,
        asked.to().host(),
        null,
        null,
        asked.sender().id());
  }

  private void refuse(HttpServerRequest request, Replies reply) {
    shared.meters().stray();
    request.resume();
    reply.sendLast(request, HeadGuard.of(request));
    shared.accessLog().said(LOGGED_AS, request.method().name(), reply.status(), 0, 0, reply.slug());
  }
}
