package org.stoplog.server.operations;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Counts requests by a few words of ours, and by nothing that a request says. */
final class RequestCounts extends OncePerRequestFilter {
  private static final int HUNDRED = 100;

  private final Map<Key, LongAdder> counts = new TreeMap<>();

  RequestCounts() {
    for (Kind kind : Kind.values()) {
      for (int status = 1; status <= 5; status++) {
        counts.put(new Key(kind, status), new LongAdder());
      }
    }
  }

  /** What was asked for. */
  enum Kind {
    PAGE,
    API,
    ASSET,
    GATEWAY;

    static Kind of(String path) {
      if (path.startsWith("/api/")) {
        return API;
      }
      if (path.startsWith("/gateway/")) {
        return GATEWAY;
      }
      return path.startsWith("/assets/") ? ASSET : PAGE;
    }
  }

  /**
   * What is counted.
   *
   * @param status first digit of the answer's
   */
  record Key(Kind kind, int status) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byKind = kind.compareTo(other.kind);
      return byKind != 0 ? byKind : Integer.compare(status, other.status);
    }
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    try {
      chain.doFilter(request, response);
    } finally {
      LongAdder count =
          counts.get(
              new Key(
                  Kind.of(String.valueOf(request.getRequestURI())),
                  response.getStatus() / HUNDRED));
      if (count != null) {
        count.increment();
      }
    }
  }

  /** So far, by kind and status. */
  Map<Key, Long> all() {
    Map<Key, Long> all = new TreeMap<>();
    counts.forEach((key, count) -> all.put(key, count.sum()));
    return all;
  }
}
