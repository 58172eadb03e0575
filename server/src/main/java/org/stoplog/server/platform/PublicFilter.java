package org.stoplog.server.platform;

import jakarta.servlet.FilterChain;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/**
 * Before anything else looks at a request of a stranger: is it for us, is it reading or a small
 * form of our own pages, and not too many of them.
 */
final class PublicFilter extends OncePerRequestFilter {
  private static final int FILES_AT_ONCE = 3;

  private final Origin origin;
  private final PublicDoor door;
  private final List<PublicBody> bodies;
  private final PublicPace pace;
  private final PublicPace linkPace;
  private final ProblemWriter problems;
  private final Semaphore files = new Semaphore(FILES_AT_ONCE);

  PublicFilter(
      Origin origin,
      PublicDoor door,
      List<PublicBody> bodies,
      PublicPace pace,
      PublicPace linkPace,
      ProblemWriter problems) {
    this.origin = origin;
    this.door = door;
    this.bodies = List.copyOf(bodies);
    this.pace = pace;
    this.linkPace = linkPace;
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException {
    try {
      check(request);
      if (request.getRequestURI().equals("/")) {
        response.sendRedirect(PublicPages.HOME);
        return;
      }
      PublicBody rule = rule(request);
      boolean hasFile = rule.isMultipart() && request.getMethod().equals("POST");
      if (hasFile && !files.tryAcquire()) {
        throw new StoplogException(Problem.SERVER_BUSY, "Too many files are being sent at once.");
      }
      try {
        chain.doFilter(new WithoutSecrets(request, rule.isProgram()), response);
      } finally {
        if (hasFile) {
          files.release();
        }
      }
    } catch (Exception e) {
      problems.write(e, request, response);
    }
  }

  private void check(HttpServletRequest request) {
    if (!origin.answersTo(request.getHeader("Host"))) {
      throw new StoplogException(
          Problem.HOST_UNKNOWN, "The request names a host that this is not.");
    }
    switch (request.getMethod()) {
      case "GET", "HEAD" -> {
        if (request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null) {
          throw invalid("Whoever reads sends no body.");
        }
      }
      case "POST" -> checkBody(request);
      default -> throw invalid("Pages can be read here, and forms sent; nothing else.");
    }
  }

  private PublicBody rule(HttpServletRequest request) {
    return bodies.stream()
        .filter(one -> one.isFor(request.getRequestURI()))
        .max(Comparator.comparingInt(one -> one.path().length()))
        .orElse(PublicBody.FORM);
  }

  private void checkBody(HttpServletRequest request) {
    PublicBody rule = rule(request);
    String type = String.valueOf(request.getContentType()).toLowerCase(Locale.ROOT);
    if (!rule.types().contains(type.replaceFirst(";.*$", "").strip())
        || request.getHeader("Content-Encoding") != null) {
      throw invalid("Only " + String.join(" and ", rule.types()) + " can be sent to this page.");
    }
    long length = request.getContentLengthLong();
    if (length < 0 || length > rule.bytes()) {
      throw invalid("No more than " + rule.bytes() + " bytes can be sent to this page.");
    }
    if (!rule.isForm()) {
      return;
    }
    String from = request.getHeader("Origin");
    String site = request.getHeader("Sec-Fetch-Site");
    if (from != null ? !origin.isOurs(from) : site != null && !site.equals("same-origin")) {
      throw new StoplogException(
          Problem.FORM_EXPIRED, "The request was sent by a page of another site.");
    }
    PublicPace limit = rule.equals(PublicBody.FORM) ? pace : linkPace;
    if (!limit.take(PublicCaller.address(door, request))) {
      throw new StoplogException(
          Problem.TOO_MANY_ATTEMPTS, "Too many forms were sent from where you are, or by all.");
    }
  }

  private static StoplogException invalid(String message) {
    return new StoplogException(Problem.REQUEST_INVALID, message);
  }

  /** Whatever a browser has for the staff's pages is nobody's business here. */
  private static final class WithoutSecrets extends HttpServletRequestWrapper {
    private final boolean isProgram;

    WithoutSecrets(HttpServletRequest request, boolean isProgram) {
      super(request);
      this.isProgram = isProgram;
    }

    private boolean isSecret(String name) {
      return name.equalsIgnoreCase("Cookie")
          || (name.equalsIgnoreCase("Authorization") && !isProgram);
    }

    @Override
    public Cookie @Nullable [] getCookies() {
      return null;
    }

    @Override
    public @Nullable String getHeader(String name) {
      return isSecret(name) ? null : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
      return isSecret(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
    }
  }
}
