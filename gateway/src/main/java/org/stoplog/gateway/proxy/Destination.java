package org.stoplog.gateway.proxy;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.stoplog.gateway.policy.ForwardPolicy;

/**
 * Where a sender asks its proxy to go.
 *
 * @param host in lower case, an IPv6 address without its brackets
 * @param rest path and query of a request, with a slash before it; empty for a tunnel
 */
record Destination(String host, int port, String rest) {
  private static final String AUTHORITY = "(?:\\[([0-9A-Fa-f:.]{2,45})\\]|([A-Za-z0-9_.-]{1,253}))";
  private static final Pattern TUNNEL = Pattern.compile(AUTHORITY + ":([0-9]{1,5})");
  private static final Pattern ABSOLUTE =
      Pattern.compile("[hH][tT][tT][pP]://" + AUTHORITY + "(?::([0-9]{1,5}))?([/?].*)?");
  private static final int HTTP = 80;

  /** Of a CONNECT; null when it names no host and port. */
  static @Nullable Destination tunnel(String target) {
    Matcher form = TUNNEL.matcher(target);
    return form.matches() ? of(form, "") : null;
  }

  /** Of an absolute address; null when it is none of http. */
  static @Nullable Destination absolute(String target) {
    Matcher form = ABSOLUTE.matcher(target);
    if (!form.matches()) {
      return null;
    }
    String rest = form.group(4);
    return of(form, rest == null ? "/" : rest.startsWith("?") ? "/" + rest : rest);
  }

  private static @Nullable Destination of(Matcher form, String rest) {
    String host = form.group(1) == null ? form.group(2) : form.group(1);
    int port = form.group(3) == null ? HTTP : Integer.parseInt(form.group(3));
    return port < 1 || port > 0xFFFF
        ? null
        : new Destination(ForwardPolicy.canonical(host), port, rest);
  }

  String path() {
    int query = rest.indexOf('?');
    return query < 0 ? rest : rest.substring(0, query);
  }
}
