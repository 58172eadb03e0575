package org.stoplog.server.platform;

import jakarta.servlet.http.HttpServletRequest;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/**
 * Where everybody may call: statements to the world, what strangers may ask, and what suppliers
 * answer by a link. No session and no cookie; one script, at one page; files by whoever has a link
 * alone.
 *
 * @param origin null when the door is closed
 */
public record PublicDoor(@Nullable Origin origin) {
  public static final PublicDoor CLOSED = new PublicDoor(null);

  private static final Origin.Words WORDS =
      new Origin.Words("--public-host", "--public-port", "--public-origin", "questions");
  private static final int MOST_HEADER_BYTES = 4096;
  private static final int MOST_PARAMETERS = 32;
  private static final int MOST_CONNECTIONS = 2000;
  private static final int MOST_WAITING = 200;

  /** Whoever sends or takes nothing for so long is let go. */
  private static final int PATIENCE_MILLIS = 10_000;

  /**
   * @param host an address of this machine
   * @param external what the world calls it, when a proxy with TLS stands before it: https://name
   * @throws StoplogException USAGE when others could read what is sent, or the words make no sense
   */
  public static PublicDoor of(String host, int port, @Nullable String external) {
    return new PublicDoor(Origin.of(WORDS, host, port, external));
  }

  public boolean isOpen() {
    return origin != null;
  }

  /** Whether a request came through this door. */
  public boolean isOf(HttpServletRequest request) {
    return origin != null && request.getLocalPort() == origin.port();
  }

  /** Two doors with one port would be one door. */
  PublicDoor apartFrom(Origin internal, GatewayDoor gateways) {
    Origin forGateways = gateways.origin();
    if (origin != null
        && (origin.port() == internal.port()
            || (forGateways != null && origin.port() == forGateways.port()))) {
      throw new StoplogException(
          Problem.USAGE,
          WORDS.port() + ": choose another than those of the pages and of the gateways");
    }
    return this;
  }

  /** What listens there; it shares neither connections nor threads with the other doors. */
  static Connector connector(Origin origin) {
    Http11NioProtocol http = new Http11NioProtocol();
    http.setAddress(origin.address());
    http.setMaxHttpHeaderSize(MOST_HEADER_BYTES);
    http.setMaxTrailerSize(MOST_HEADER_BYTES);
    http.setMaxConnections(MOST_CONNECTIONS);
    http.setAcceptCount(MOST_WAITING);
    http.setConnectionTimeout(PATIENCE_MILLIS);
    http.setKeepAliveTimeout(PATIENCE_MILLIS);
    http.setMaxKeepAliveRequests(1000);
    http.setMaxSwallowSize(MOST_HEADER_BYTES);
    http.setExecutor(new VirtualThreadExecutor("public-door-"));
    Connector connector = new Connector(http);
    connector.setPort(origin.port());
    connector.setMaxParameterCount(MOST_PARAMETERS);
    connector.setMaxPostSize(PublicBody.LONGEST_FORM_BYTES);
    return connector;
  }
}
