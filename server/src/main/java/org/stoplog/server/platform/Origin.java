package org.stoplog.server.platform;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/**
 * Where the server listens and under which names it answers. Any other name in a request is
 * refused: a stranger's page could have pointed its own name at this address.
 */
public final class Origin {
  private final InetAddress address;
  private final int port;
  private final String base;
  private final Set<String> bases;

  private Origin(InetAddress address, int port, String base, Set<String> bases) {
    this.address = address;
    this.port = port;
    this.base = base;
    this.bases = bases;
  }

  /**
   * @param listen an address of this machine
   * @param external what browsers call it, when a proxy with TLS stands before it: https://name
   * @throws StoplogException USAGE when others could read what is sent, or the words make no sense
   */
  public static Origin of(String listen, int port, @Nullable String external) {
    return of(new Words("--listen", "--port", "--origin", "passwords"), listen, port, external);
  }

  /** The options of a door, for messages, and what others could read that passes it. */
  record Words(String listen, String port, String origin, String secrets) {}

  static Origin of(Words words, String listen, int port, @Nullable String external) {
    InetAddress address;
    try {
      address = InetAddress.getByName(listen);
    } catch (UnknownHostException e) {
      throw new StoplogException(Problem.USAGE, words.listen() + ": no such address", e);
    }
    if (port < 1 || port > 65_535) {
      throw new StoplogException(Problem.USAGE, words.port() + ": a number from 1 to 65535");
    }
    if (external != null) {
      String base = external(words, external);
      return new Origin(address, port, base, Set.of(base));
    }
    if (!address.isLoopbackAddress()) {
      throw new StoplogException(
          Problem.USAGE,
          "%s: others on the network could read the %s; put a proxy with TLS before it and name it with %s https://NAME"
              .formatted(words.listen(), words.secrets(), words.origin()));
    }
    Set<String> bases = new LinkedHashSet<>();
    for (String host : List.of("127.0.0.1", "localhost", "[::1]")) {
      bases.add("http://" + host + (port == 80 ? "" : ":" + port));
    }
    String host = address instanceof java.net.Inet6Address ? "[::1]" : "127.0.0.1";
    return new Origin(address, port, "http://" + host + (port == 80 ? "" : ":" + port), bases);
  }

  private static String external(Words words, String text) {
    try {
      URI uri = new URI(text.strip().toLowerCase(Locale.ROOT));
      String path = uri.getPath();
      if ("https".equals(uri.getScheme())
          && uri.getHost() != null
          && uri.getUserInfo() == null
          && uri.getQuery() == null
          && uri.getFragment() == null
          && (path == null || path.isEmpty() || path.equals("/"))) {
        int port = uri.getPort();
        return "https://" + uri.getHost() + (port < 0 || port == 443 ? "" : ":" + port);
      }
    } catch (java.net.URISyntaxException e) {
      throw new StoplogException(Problem.USAGE, words.origin() + ": write it as https://NAME", e);
    }
    throw new StoplogException(Problem.USAGE, words.origin() + ": write it as https://NAME");
  }

  public InetAddress address() {
    return address;
  }

  public int port() {
    return port;
  }

  /** What to type into a browser, without a slash at the end. */
  public String base() {
    return base;
  }

  /**
   * How a part of this process calls it, without a slash at the end: past the proxy, where it
   * listens on loopback.
   */
  public String here() {
    boolean isHere = address.isLoopbackAddress() || address.isAnyLocalAddress();
    String host = address instanceof java.net.Inet6Address ? "[::1]" : "127.0.0.1";
    return isHere ? "http://" + host + ":" + port : base;
  }

  /**
   * The name that passkeys are made for; empty where browsers call the server by an address only,
   * for which there are none.
   */
  public Optional<String> name() {
    String host = base.replaceFirst("^https?://", "").replaceFirst(":[0-9]+$", "");
    if (!isSecure()) {
      return Optional.of("localhost");
    }
    return host.startsWith("[") || host.matches("[0-9.]+") ? Optional.empty() : Optional.of(host);
  }

  /** {@link #base()} by {@link #name()}: of the pages on which passkeys work. */
  public Optional<String> namedBase() {
    return name()
        .map(name -> isSecure() ? base : "http://localhost" + (port == 80 ? "" : ":" + port));
  }

  /** Whether browsers come by TLS. */
  public boolean isSecure() {
    return base.startsWith("https:");
  }

  /** Whether the value of a request's Host is one of ours. */
  boolean answersTo(@Nullable String host) {
    return host != null
        && bases.contains((isSecure() ? "https://" : "http://") + host.toLowerCase(Locale.ROOT));
  }

  /** Whether the value of a request's Origin is one of ours. */
  boolean isOurs(String origin) {
    return bases.contains(origin.toLowerCase(Locale.ROOT));
  }

  /** The name of a cookie; the prefix makes browsers refuse it from anywhere but here. */
  public String cookie(String name) {
    return isSecure() ? "__Host-stoplog-" + name : "stoplog-" + name;
  }
}
