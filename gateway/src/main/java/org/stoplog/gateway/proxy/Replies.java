package org.stoplog.gateway.proxy;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/** What the gateway itself says to a sender: RFC 9457 problems, in words that a log can keep. */
enum Replies {
  NO_CONNECTION(404, "no-connection", "The gateway has no such connection."),
  WRONG_SECRET(403, "wrong-secret", "The connection wants another secret in its path."),
  NO_CERTIFICATE(
      403, "no-certificate", "The connection wants a client certificate with another name."),
  CUT(403, "connection-cut", "This connection was cut. Do not send it again."),
  NOT_ALLOWED(403, "not-allowed", "The connection's policy does not let this request through."),
  TOO_LARGE(413, "too-large", "The body is larger than this connection takes."),
  UNSUPPORTED(501, "unsupported", "The gateway does not do this here."),
  TOO_MANY_HEADERS(431, "too-many-headers", "The request has too many headers."),
  SLOW(408, "slow", "The request did not come in time."),
  NO_CREDENTIALS(407, "no-credentials", "The proxy wants a name and a password."),
  UNKNOWN_HOST(403, "unknown-host", "The policy does not let anything through to this host."),
  WRONG_PORT(403, "wrong-port", "The policy does not let anything through to this port."),
  MALFORMED(400, "malformed", "The request cannot be read."),
  NOT_RECORDED(503, "not-recorded", "The gateway cannot record now. Send it again later."),
  UNREACHABLE(502, "unreachable", "The supplier cannot be reached."),
  PRIVATE_ADDRESS(
      502,
      "private-address",
      "The supplier's name leads into a private network, which this connection may not reach."),
  BUSY(503, "busy", "Too many requests wait for this supplier. Send it again later."),
  FULL(503, "full", "The gateway holds too many long requests. Send it again later."),
  BAD_ANSWER(502, "bad-answer", "The supplier's answer cannot be read."),
  NO_ANSWER(504, "no-answer", "The supplier did not answer in time."),
  NO_POLICY(503, "no-policy", "The gateway has no policy yet.");

  private static final int PROXY_AUTHENTICATION = 407;

  private final int status;
  private final String slug;
  private final Buffer body;

  Replies(int status, String slug, String detail) {
    this.status = status;
    this.slug = slug;
    this.body =
        Buffer.buffer(
            "{\"type\":\"urn:stoplog:gateway:%s\",\"status\":%d,\"detail\":\"%s\"}"
                .formatted(slug, status, detail));
  }

  String slug() {
    return slug;
  }

  int status() {
    return status;
  }

  /**
   * Says it, and that nothing more is taken on this connection, in HTTP/1.
   *
   * @param guard of the connection
   */
  void sendLast(HttpServerRequest request, @Nullable HeadGuard guard) {
    boolean closes = request.version() != HttpVersion.HTTP_2;
    if (guard != null && closes) {
      guard.last(send(request.response(), true));
    } else {
      send(request.response(), closes);
    }
  }

  /**
   * @param closes whether the connection takes no further request; not for HTTP/2
   */
  Future<Void> send(HttpServerResponse response, boolean closes) {
    if (response.ended() || response.closed()) {
      return Future.succeededFuture();
    }
    if (response.headWritten()) {
      return response.reset();
    }
    response.headers().clear();
    if (closes) {
      response.putHeader("Connection", "close");
    }
    if (status == PROXY_AUTHENTICATION) {
      response.putHeader("Proxy-Authenticate", "Basic realm=\"stoplog\", charset=\"UTF-8\"");
    }
    response
        .setStatusCode(status)
        .putHeader("Content-Type", "application/problem+json")
        .putHeader("Cache-Control", "no-store");
    if (status == 503) {
      response.putHeader("Retry-After", "5");
    }
    return response.end(body);
  }
}
