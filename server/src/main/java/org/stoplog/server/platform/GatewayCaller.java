package org.stoplog.server.platform;

import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/** The gateway that sent a request through its door. */
public final class GatewayCaller {
  private static final String ATTRIBUTE = GatewayCaller.class.getName();
  private static final String SCHEME = "Bearer ";

  private GatewayCaller() {}

  /** Where {@link Access} lets nobody but gateways in. */
  public static UUID of(HttpServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof UUID gateway) {
      return gateway;
    }
    throw new IllegalStateException("a handler that is not for gateways asks which one calls");
  }

  /**
   * Finds out which it is; cookies are not looked at.
   *
   * @throws StoplogException TOKEN_INVALID
   */
  static void identify(HttpServletRequest request, GatewaySource gateways) {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw refused();
    }
    UUID gateway =
        gateways
            .gatewayOf(header.substring(SCHEME.length()).strip())
            .orElseThrow(GatewayCaller::refused);
    request.setAttribute(ATTRIBUTE, gateway);
  }

  /** For a gateway whose token is not good, or not any more. */
  public static StoplogException refused() {
    return new StoplogException(
        Problem.TOKEN_INVALID, "No gateway has this token, or it was revoked.");
  }
}
