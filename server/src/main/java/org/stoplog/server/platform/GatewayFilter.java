package org.stoplog.server.platform;

import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/**
 * Before anything else looks at a request of a gateway. What a browser sends is refused, and so is
 * a body that something else would take apart, and with that into memory or to the disk.
 */
final class GatewayFilter extends OncePerRequestFilter {
  private final ProblemWriter problems;

  GatewayFilter(ProblemWriter problems) {
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException {
    try {
      String type = request.getContentType();
      if (type != null && !type.equals(MediaType.APPLICATION_OCTET_STREAM_VALUE)) {
        throw new StoplogException(
            Problem.REQUEST_INVALID,
            "A body is " + MediaType.APPLICATION_OCTET_STREAM_VALUE + " here, or there is none.");
      }
      chain.doFilter(request, response);
    } catch (Exception e) {
      problems.write(e, request, response);
    }
  }
}
