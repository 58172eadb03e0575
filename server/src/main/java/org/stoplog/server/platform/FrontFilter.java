package org.stoplog.server.platform;

import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.web.filter.OncePerRequestFilter;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/**
 * Before anything else looks at a request: is it for us, does it come from our own pages, and who
 * sent it. What fails from here on becomes an answer.
 */
final class FrontFilter extends OncePerRequestFilter {
  private final Origin origin;
  private final CallerSource callers;
  private final ProblemWriter problems;

  FrontFilter(Origin origin, CallerSource callers, ProblemWriter problems) {
    this.origin = origin;
    this.callers = callers;
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException {
    try {
      if (!origin.answersTo(request.getHeader("Host"))) {
        throw new StoplogException(
            Problem.HOST_UNKNOWN, "The request names a host that this is not.");
      }
      if (!isReading(request) && comesFromElsewhere(request)) {
        throw new StoplogException(
            Problem.FORM_EXPIRED, "The request was sent by a page of another site.");
      }
      if (!request.getRequestURI().startsWith("/assets/")) {
        signIn(request, response);
      }
      chain.doFilter(request, response);
    } catch (Exception e) {
      problems.write(e, request, response);
    } finally {
      // Whoever comes next on this thread is nobody until they have shown who they are.
      SecurityContextHolder.clearContext();
    }
  }

  private void signIn(HttpServletRequest request, HttpServletResponse response) {
    Caller caller = callers.callerOf(request, response);
    if (caller != null) {
      SecurityContext context = SecurityContextHolder.createEmptyContext();
      context.setAuthentication(
          new PreAuthenticatedAuthenticationToken(caller, "", java.util.List.of()));
      SecurityContextHolder.setContext(context);
    }
  }

  private static boolean isReading(HttpServletRequest request) {
    return request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
  }

  private boolean comesFromElsewhere(HttpServletRequest request) {
    String from = request.getHeader("Origin");
    if (from != null) {
      return !origin.isOurs(from);
    }
    String site = request.getHeader("Sec-Fetch-Site");
    return site != null && !site.equals("same-origin");
  }
}
