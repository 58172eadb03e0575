package org.stoplog.server.platform;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.store.CanonicalJson;

/** The one place where a failure becomes an answer: a page for browsers, RFC 9457 for programs. */
public final class ProblemWriter {
  private final Pages pages;
  private final ServerLog log;
  private final GatewayDoor gatewayDoor;
  private final PublicDoor publicDoor;
  private final PublicPages publicPages;

  ProblemWriter(
      Pages pages,
      ServerLog log,
      GatewayDoor gatewayDoor,
      PublicDoor publicDoor,
      PublicPages publicPages) {
    this.pages = pages;
    this.publicDoor = publicDoor;
    this.publicPages = publicPages;
    this.log = log;
    this.gatewayDoor = gatewayDoor;
  }

  /** Answers with what went wrong; a fault of ours shows its code only. */
  void write(Throwable thrown, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    StoplogException known = known(thrown);
    if (thrown instanceof InvalidBody invalid) {
      write(
          Problem.BODY_INVALID,
          "What was sent is not what is taken here: "
              + invalid.faults().getFirst().detail()
              + " See errors for where.",
          invalid.faults(),
          request,
          response);
    } else if (known == null) {
      String code = log.fault(thrown);
      write(
          Problem.INTERNAL, "Something unexpected happened, code " + code + ".", request, response);
    } else if (known.problem().status() < HttpServletResponse.SC_INTERNAL_SERVER_ERROR
        || known.problem() == Problem.SERVER_BUSY) {
      write(known.problem(), String.valueOf(known.getMessage()), request, response);
    } else {
      // Paths and errors of the database are the operator's, not those of whoever asks.
      String code = log.fault(thrown);
      write(
          known.problem(),
          "The server cannot do this now, code "
              + code
              + ". Whoever runs it finds more in its log.",
          request,
          response);
    }
  }

  private static @org.jspecify.annotations.Nullable StoplogException known(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof StoplogException known) {
        return known;
      }
    }
    return null;
  }

  void write(
      Problem problem, String message, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    write(problem, message, List.of(), request, response);
  }

  private void write(
      Problem problem,
      String message,
      List<InvalidBody.Fault> faults,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    if (response.isCommitted()) {
      return;
    }
    response.resetBuffer();
    if (!gatewayDoor.isOf(request) && wantsPage(request)) {
      ProblemPage page =
          new ProblemPage(
              title(problem), message, problem.advice(), problem.slug(), problem.status());
      if (publicDoor.isOf(request)) {
        publicPages.write("public-problem", page, "en", problem.status(), response);
      } else {
        pages.write("problem", page, problem.status(), request, response);
      }
      return;
    }
    Map<String, Object> body = new HashMap<>();
    body.put("type", "urn:stoplog:problem:" + problem.slug());
    body.put("title", title(problem));
    body.put("status", problem.status());
    body.put("detail", message);
    body.put("advice", problem.advice());
    if (!faults.isEmpty()) {
      // As the example of RFC 9457, section 3.
      body.put(
          "errors",
          faults.stream()
              .map(fault -> Map.of("pointer", "#" + fault.pointer(), "detail", fault.detail()))
              .toList());
    }
    byte[] bytes = CanonicalJson.write(body).getBytes(StandardCharsets.UTF_8);
    if (problem.status() == HttpServletResponse.SC_UNAUTHORIZED) {
      response.setHeader("WWW-Authenticate", "Bearer");
    }
    response.setStatus(problem.status());
    response.setContentType("application/problem+json");
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }

  /** What lies under /api is for programs, whatever they say that they take. */
  static boolean wantsPage(HttpServletRequest request) {
    if (request.getRequestURI().startsWith("/api/")) {
      return false;
    }
    String accept = request.getHeader("Accept");
    return accept != null && accept.contains("text/html");
  }

  private static String title(Problem problem) {
    String words = problem.slug().replace('-', ' ');
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
