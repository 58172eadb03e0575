package org.stoplog.server.platform;

import jakarta.servlet.http.HttpServletRequest;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/**
 * Where gateways call. Nobody else has anything to ask there: no session, no page, no file of ours.
 *
 * @param origin null when the door is closed
 */
public record GatewayDoor(@Nullable Origin origin) {
  public static final GatewayDoor CLOSED = new GatewayDoor(null);

  private static final Origin.Words WORDS =
      new Origin.Words("--gateway-host", "--gateway-port", "--gateway-origin", "tokens");
  private static final int MOST_HEADER_BYTES = 4096;
  private static final int MOST_CONNECTIONS = 1000;
  private static final int PATIENCE_MILLIS = 20_000;

  /**
   * @param host an address of this machine
   * @param external what gateways call it, when a proxy with TLS stands before it: https://name
   * @throws StoplogException USAGE when others could read what is sent, or the words make no sense
   */
  public static GatewayDoor of(String host, int port, @Nullable String external) {
    return new GatewayDoor(Origin.of(WORDS, host, port, external));
  }

  /** Whether a request came through this door. */
  boolean isOf(HttpServletRequest request) {
    return origin != null && request.getLocalPort() == origin.port();
  }

  /** Two doors with one port would be one door. */
  GatewayDoor apartFrom(Origin internal) {
    if (origin != null && origin.port() == internal.port()) {
      throw new StoplogException(
          Problem.USAGE, WORDS.port() + ": choose another than that of the pages");
    }
    return this;
  }

  /** What listens there. It waits long for answers, so its threads are virtual. */
  static Connector connector(Origin origin) {
    Http11NioProtocol http = new Http11NioProtocol();
    http.setAddress(origin.address());
    http.setMaxHttpHeaderSize(MOST_HEADER_BYTES);
    http.setMaxTrailerSize(MOST_HEADER_BYTES);
    http.setMaxConnections(MOST_CONNECTIONS);
    http.setConnectionTimeout(PATIENCE_MILLIS);
    http.setExecutor(new VirtualThreadExecutor("gateway-door-"));
    Connector connector = new Connector(http);
    connector.setPort(origin.port());
    connector.setMaxParameterCount(16);
    connector.setMaxPostSize(0);
    return connector;
  }
}
