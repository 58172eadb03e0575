package org.stoplog.server.platform;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Sends what is ready in memory to readers at the public door, with the headers of all there. */
final class PublicFilesFilter implements Filter {
  /** As the chain of security sets them at this door. */
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy", PlatformConfiguration.PUBLIC_CONTENT_POLICY,
          "Referrer-Policy", "same-origin",
          "Cross-Origin-Opener-Policy", "same-origin",
          "X-Content-Type-Options", "nosniff",
          "X-Frame-Options", "DENY",
          "X-XSS-Protection", "0");

  private final PublicDoor door;
  private final List<PublicFiles> files;

  PublicFilesFilter(PublicDoor door, List<PublicFiles> files) {
    this.door = door;
    this.files = List.copyOf(files);
  }

  @Override
  public void doFilter(ServletRequest asked, ServletResponse answer, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest request = (HttpServletRequest) asked;
    HttpServletResponse response = (HttpServletResponse) answer;
    if (!isReading(request) || !isAnswered(request, response)) {
      chain.doFilter(request, response);
    }
  }

  private boolean isReading(HttpServletRequest request) {
    Origin origin = door.origin();
    return origin != null
        && door.isOf(request)
        && (request.getMethod().equals("GET") || request.getMethod().equals("HEAD"))
        && request.getContentLengthLong() <= 0
        && request.getHeader("Transfer-Encoding") == null
        && origin.answersTo(request.getHeader("Host"));
  }

  private boolean isAnswered(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    HEADERS.forEach(response::setHeader);
    for (PublicFiles one : files) {
      if (one.answer(request, response)) {
        return true;
      }
    }
    return false;
  }
}
