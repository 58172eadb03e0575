package org.stoplog.gateway.proxy;

import io.vertx.core.MultiMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Copies headers from one side to the other, but for those of one hop (RFC 9110, 7.6.1). */
final class HopHeaders {
  private static final Set<String> OF_ONE_HOP =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "proxy-authenticate",
          "proxy-authorization",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "http2-settings");

  private static final String COOKIE = "cookie";

  private HopHeaders() {}

  /**
   * @param without further ones, in lower case
   */
  static void copy(MultiMap from, MultiMap to, Set<String> without) {
    Set<String> named = named(from);
    for (Map.Entry<String, String> header : from) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (name.equals(COOKIE) && to.contains(COOKIE)) {
        // HTTP/2 may send them in parts, which are one in HTTP/1.1 (RFC 9113, 8.2.3).
        to.set(COOKIE, to.get(COOKIE) + "; " + header.getValue());
      } else if (!OF_ONE_HOP.contains(name) && !named.contains(name) && !without.contains(name)) {
        to.add(header.getKey(), header.getValue());
      }
    }
  }

  /** Those that the sender says are for the next hop only. */
  private static Set<String> named(MultiMap headers) {
    if (!headers.contains("connection")) {
      return Set.of();
    }
    Set<String> names = new HashSet<>();
    for (String value : headers.getAll("connection")) {
      for (String name : value.split(",", -1)) {
        names.add(name.strip().toLowerCase(Locale.ROOT));
      }
    }
    return names;
  }
}
