package org.stoplog.gateway.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.journal.Result;

/** The supplier's side of an exchange. */
final class Relay {
  private static final int FIRST_FINAL = 200;

  private final Exchange exchange;
  private final Upstream upstream;
  private final @Nullable String query;
  private @Nullable HttpClientRequest outgoing;
  private boolean hasLeft;
  private boolean isCut;
  private boolean isAnswered;

  /** Since when the supplier keeps us waiting, while it does. */
  private long waitsSince;

  private boolean isWaiting;

  Relay(Exchange exchange, Upstream upstream, @Nullable String query) {
    this.exchange = exchange;
    this.upstream = upstream;
    this.query = query;
  }

  void send(Buffer body) {
    begin(
        request -> {
          Outgoing.headers(exchange, request.headers());
          if (body.length() > 0 || hasBody(exchange.incoming().method())) {
            request.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
          }
          exchange.route().meters().add(Meters.Count.BYTES_OUT, body.length());
          hasLeft = true;
          waits(true);
          request.send(body).onSuccess(this::answered).onFailure(this::failed);
        });
  }

  /**
   * @param length of the whole body, 0 when it is not known
   */
  void stream(Buffer first, long length) {
    begin(
        request -> {
          Outgoing.headers(exchange, request.headers());
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
          exchange
              .incoming()
              .pipeTo(request)
              .onSuccess(none -> waits(true))
              .onFailure(this::failed);
        });
  }

  private void waits(boolean does) {
    isWaiting = does;
    waitsSince = System.nanoTime();
  }

  /** Whether it is the supplier who keeps the sender from sending. */
  boolean isFull() {
    HttpClientRequest request = outgoing;
    return request == null || request.writeQueueFull();
  }

  /**
   * Gives up when the supplier does not answer, or takes nothing, for too long.
   *
   * @param most nanoseconds
   */
  void look(long nanos, long most) {
    HttpClientRequest request = outgoing;
    if (isAnswered || isCut || request == null) {
      return;
    }
    boolean waits = exchange.incoming().isEnded() || request.writeQueueFull();
    if (waits != isWaiting) {
      waits(waits);
    } else if (isWaiting && nanos - waitsSince >= most) {
      failed(new TimeoutException());
    }
  }

  static boolean hasBody(HttpMethod method) {
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
              try {
                then.accept(request);
              } catch (IllegalArgumentException e) {
                // A header that HTTP/1.1 cannot carry: nothing of it left.
                request.reset();
                notSent(Replies.MALFORMED);
              }
            })
        .onFailure(
            fault -> {
              boolean isBusy = isBusy(fault);
              if (isBusy) {
                upstream.breaker().untried();
              } else {
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

  /** All connections are taken: by whoever came before, and not because it is away. */
  static boolean isBusy(Throwable fault) {
    return fault instanceof ConnectionPoolTooBusyException || fault instanceof TimeoutException;
  }

  private void notSent(Replies reply) {
    exchange.record().became(Result.NOT_SENT, 0);
    exchange.route().meters().add(Meters.Count.NOT_SENT);
    if (!exchange.isOver()) {
      exchange.refuse(reply);
    }
  }

  private void answered(HttpClientResponse from) {
    if (isAnswered) {
      return;
    }
    isAnswered = true;
    exchange.record().became(Result.DELIVERED, from.statusCode());
    exchange.route().meters().add(Meters.Count.DELIVERED);
    exchange.verdict("delivered");
    HttpServerResponse to = exchange.answer();
    if (isCut || exchange.isOver() || to.closed() || to.ended()) {
      from.request().reset();
      return;
    }
    if (!isPlain(from)) {
      // It has it, whatever it says.
      from.request().reset();
      exchange.refuse(Replies.BAD_ANSWER);
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

  /** Whether its framing is one that we undo. */
  private static boolean isPlain(HttpClientResponse from) {
    String coding = from.getHeader(HttpHeaders.TRANSFER_ENCODING);
    return from.statusCode() >= FIRST_FINAL
        && (coding == null || coding.equalsIgnoreCase("chunked"));
  }

  private void failed(Throwable fault) {
    if (isAnswered || isCut) {
      return;
    }
    isAnswered = true;
    exchange.record().became(hasLeft ? Result.UNKNOWN : Result.NOT_SENT, 0);
    exchange.route().meters().add(hasLeft ? Meters.Count.UNKNOWN : Meters.Count.NOT_SENT);
    HttpClientRequest request = outgoing;
    if (request != null) {
      request.reset();
    }
    if (!exchange.isOver()) {
      boolean isSlow = fault instanceof TimeoutException;
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
