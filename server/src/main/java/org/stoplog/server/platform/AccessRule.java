package org.stoplog.server.platform;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/** Refuses every handler that does not say who may call it, and everybody else. */
final class AccessRule implements HandlerInterceptor {
  private final Origin origin;
  private final GatewayDoor gatewayDoor;
  private final PublicDoor publicDoor;
  private final GatewaySource gateways;

  AccessRule(
      Origin origin, GatewayDoor gatewayDoor, PublicDoor publicDoor, GatewaySource gateways) {
    this.origin = origin;
    this.gatewayDoor = gatewayDoor;
    this.publicDoor = publicDoor;
    this.gateways = gateways;
  }

  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
      throws IOException {
    Access access =
        handler instanceof HandlerMethod method ? method.getMethodAnnotation(Access.class) : null;
    if (access == null || access.listener() != listener(request)) {
      throw new StoplogException(Problem.PAGE_UNKNOWN, "There is no such page.");
    }
    if (access.listener() == Listener.GATEWAY) {
      if (access.value() != Permission.GATEWAY) {
        throw new IllegalStateException("a handler at the gateways' door is for gateways");
      }
      GatewayCaller.identify(request, gateways);
      return true;
    }
    if (access.listener() == Listener.PUBLIC) {
      if (access.value() != Permission.ANYONE) {
        throw new IllegalStateException("everybody at the public door is a stranger");
      }
      return true;
    }
    Caller caller = Caller.orNull();
    if (caller != null && caller.isByToken() && !access.byToken()) {
      throw new StoplogException(Problem.ACCESS_DENIED, "This is not for tokens.");
    }
    if (access.value() == Permission.ANYONE) {
      return true;
    }
    if (caller == null) {
      if (isPage(request)) {
        response.sendRedirect("/sign-in");
        return false;
      }
      throw new StoplogException(Problem.SIGN_IN_NEEDED, "Nobody has signed in.");
    }
    if (!caller.may(access.value())) {
      if (isPage(request) && caller.permissions().equals(Set.of(Permission.OWN_ACCOUNT))) {
        response.sendRedirect("/account/second-factor");
        return false;
      }
      if (isPage(request) && !caller.may(Permission.WORK) && request.getRequestURI().equals("/")) {
        response.sendRedirect(caller.may(Permission.SUPPORT_INCIDENT) ? "/support" : "/account");
        return false;
      }
      throw new StoplogException(Problem.ACCESS_DENIED, "Your role does not allow this.");
    }
    return true;
  }

  private static boolean isPage(HttpServletRequest request) {
    return request.getMethod().equals("GET") && ProblemWriter.wantsPage(request);
  }

  /** Which door the request came through. */
  private Listener listener(HttpServletRequest request) {
    if (gatewayDoor.isOf(request)) {
      return Listener.GATEWAY;
    }
    if (publicDoor.isOf(request)) {
      return Listener.PUBLIC;
    }
    if (request.getLocalPort() == origin.port()) {
      return Listener.INTERNAL;
    }
    throw new StoplogException(Problem.PAGE_UNKNOWN, "There is no such page.");
  }
}
