package org.stoplog.gateway.proxy;

import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoplog.gateway.decode.Decoded;
import org.stoplog.ledger.journal.HeldRequest;

/** What the supplier gets of a request beside its body. */
final class Outgoing {
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

  private Outgoing() {}

  /** The headers of a sender, but for those that say where it goes and how long it is. */
  static void headers(Exchange exchange, MultiMap to) {
    Set<String> without = NOT_SENT_ON;
    boolean sendsAgent = exchange.route().decoder().sendsUserAgent();
    if (!sendsAgent) {
      without = new HashSet<>(NOT_SENT_ON);
      without.add("user-agent");
    }
    HopHeaders.copy(exchange.incoming().headers(), to, without);
    if (exchange.route().decoder().sendsAddress()) {
      to.set("X-Forwarded-For", exchange.incoming().remoteAddress().hostAddress());
    }
  }

  /** All of it, to be sent later; null when that is longer than what is kept. */
  static @Nullable HeldRequest kept(Exchange exchange, Decoded decoded) {
    if (decoded.body().length > HeldRequest.MOST_BODY_BYTES) {
      return null;
    }
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    headers(exchange, headers);
    List<HeldRequest.Header> kept = new ArrayList<>();
    for (Map.Entry<String, String> header : headers) {
      kept.add(new HeldRequest.Header(header.getKey(), header.getValue()));
    }
    return new HeldRequest(
        exchange.incoming().method().name(),
        exchange.rest(),
        decoded.query(),
        kept,
        decoded.body());
  }
}
