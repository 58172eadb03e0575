package org.stoplog.server.platform;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/** Refuses every handler that does not say who may call it, and everybody else. */
final class AccessRule implements HandlerInterceptor {
  private final Origin origin;

  AccessRule(Origin origin) {
    this.origin = origin;
  }

  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
      throws IOException {
    Access access =
        handler instanceof HandlerMethod method ? method.getMethodAnnotation(Access.class) : null;
    if (access == null || access.listener() != listener(request)) {
      throw new StoplogException(Problem.PAGE_UNKNOWN, "There is no such page.");
    }
    if (access.value() == Permission.ANYONE) {
      return true;
    }
    Caller caller = Caller.orNull();
    if (caller == null) {
      if (isPage(request)) {
        response.sendRedirect("/sign-in");
        return false;
      }
      throw new StoplogException(Problem.SIGN_IN_NEEDED, "Nobody has signed in.");
    }
    if (!caller.may(access.value())) {
      if (!caller.may(Permission.WORK) && isPage(request)) {
        response.sendRedirect("/account/second-factor");
        return false;
      }
      throw new StoplogException(Problem.ACCESS_DENIED, "Your role does not allow this.");
    }
    return true;
  }

  private static boolean isPage(HttpServletRequest request) {
    String accept = request.getHeader("Accept");
    return request.getMethod().equals("GET") && accept != null && accept.contains("text/html");
  }

  /** Which door the request came through. */
  private Listener listener(HttpServletRequest request) {
    if (request.getLocalPort() == origin.port()) {
      return Listener.INTERNAL;
    }
    throw new StoplogException(Problem.PAGE_UNKNOWN, "There is no such page.");
  }
}
