package org.stoplog.gateway.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.journal.Result;

/** The supplier's side of an exchange. */
final class Relay {
  /** Ours to say, or nothing of the supplier's business. */
  private static final Set<String> NOT_SENT_ON =
      Set.of(
          "host",
          "content-length",
          "expect",
          "forwarded",
          "via",
          "x-forwarded-for",
          "x-forwarded-host",
          "x-forwarded-proto",
          "x-forwarded-port",
          "x-real-ip",
          "true-client-ip",
          "cf-connecting-ip");

  private final Exchange exchange;
  private final Upstream upstream;
  private final @Nullable String query;
  private @Nullable HttpClientRequest outgoing;
  private boolean hasLeft;
  private boolean isCut;

  Relay(Exchange exchange, Upstream upstream, @Nullable String query) {
    this.exchange = exchange;
    this.upstream = upstream;
    this.query = query;
  }

  void send(Buffer body) {
    begin(
        request -> {
          headers(request);
          if (body.length() > 0 || hasBody(exchange.incoming().method())) {
            request.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
          }
          exchange.route().meters().add(Meters.Count.BYTES_OUT, body.length());
          hasLeft = true;
          request.send(body).onSuccess(this::answered).onFailure(this::failed);
        });
  }

  /**
   * @param length of the whole body, 0 when it is not known
   */
  void stream(Buffer first, long length) {
    begin(
        request -> {
          headers(request);
          if (length > 0) {
            request.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(length));
          } else {
            request.setChunked(true);
          }
          hasLeft = true;
          request.response().onSuccess(this::answered).onFailure(this::failed);
          if (first.length() > 0) {
            request.write(first);
          }
          exchange.incoming().pipeTo(request).onFailure(this::failed);
        });
  }

  private static boolean hasBody(HttpMethod method) {
    return method.equals(HttpMethod.POST)
        || method.equals(HttpMethod.PUT)
        || method.equals(HttpMethod.PATCH);
  }

  private void begin(java.util.function.Consumer<HttpClientRequest> then) {
    if (!upstream.breaker().mayTry()) {
      notSent(Replies.UNREACHABLE);
      return;
    }
    upstream
        .request(exchange.incoming().method(), exchange.rest(), query)
        .onSuccess(
            request -> {
              upstream.breaker().good();
              if (isCut || exchange.isOver()) {
                request.reset();
                exchange.record().became(Result.NOT_SENT, 0);
                return;
              }
              outgoing = request;
              then.accept(request);
            })
        .onFailure(
            fault -> {
              boolean isBusy = fault instanceof io.vertx.core.http.ConnectionPoolTooBusyException;
              if (!isBusy) {
                upstream.breaker().bad();
              }
              notSent(
                  isBusy
                      ? Replies.BUSY
                      : fault instanceof Upstream.PrivateAddress
                          ? Replies.PRIVATE_ADDRESS
                          : Replies.UNREACHABLE);
            });
  }

  private void notSent(Replies reply) {
    exchange.record().became(Result.NOT_SENT, 0);
    exchange.route().meters().add(Meters.Count.NOT_SENT);
    if (!exchange.isOver()) {
      exchange.refuse(reply);
    }
  }

  private void headers(HttpClientRequest request) {
    Set<String> without = NOT_SENT_ON;
    boolean sendsAgent = exchange.route().decoder().sendsUserAgent();
    if (!sendsAgent) {
      without = new HashSet<>(NOT_SENT_ON);
      without.add("user-agent");
    }
    HopHeaders.copy(exchange.incoming().headers(), request.headers(), without);
    if (exchange.route().decoder().sendsAddress()) {
      request.putHeader("X-Forwarded-For", exchange.incoming().remoteAddress().hostAddress());
    }
  }

  private void answered(HttpClientResponse from) {
    exchange.record().became(Result.DELIVERED, from.statusCode());
    exchange.route().meters().add(Meters.Count.DELIVERED);
    exchange.verdict("delivered");
    HttpServerResponse to = exchange.answer();
    if (isCut || exchange.isOver() || to.closed()) {
      from.request().reset();
      return;
    }
    to.setStatusCode(from.statusCode());
    MultiMap headers = to.headers();
    HopHeaders.copy(from.headers(), headers, Set.of());
    boolean hasNoBody =
        exchange.incoming().method().equals(HttpMethod.HEAD)
            || from.statusCode() == 204
            || from.statusCode() == 304;
    if (hasNoBody) {
      from.handler(part -> {});
      to.end();
      return;
    }
    if (!headers.contains(HttpHeaders.CONTENT_LENGTH)) {
      to.setChunked(true);
    }
    from.pipe()
        .endOnFailure(false)
        .to(to)
        .onFailure(
            fault -> {
              from.request().reset();
              if (!to.ended() && !to.closed()) {
                to.reset();
              }
            });
  }

  private void failed(Throwable fault) {
    exchange.record().became(hasLeft ? Result.UNKNOWN : Result.NOT_SENT, 0);
    exchange.route().meters().add(hasLeft ? Meters.Count.UNKNOWN : Meters.Count.NOT_SENT);
    HttpClientRequest request = outgoing;
    if (request != null) {
      request.reset();
    }
    if (!exchange.isOver()) {
      boolean isSlow = fault instanceof java.util.concurrent.TimeoutException;
      exchange.refuse(isSlow ? Replies.NO_ANSWER : Replies.BAD_ANSWER);
    }
  }

  /** Nothing more goes to the supplier. */
  void cut() {
    isCut = true;
    HttpClientRequest request = outgoing;
    if (request != null && hasLeft) {
      exchange.record().became(Result.UNKNOWN, 0);
      request.reset();
    }
  }
}
