package org.stoplog.server.statements;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.PublicFiles;

/** Serves the public site to everybody, out of memory. */
@Controller
final class PublicController implements PublicFiles {
  /** How long readers need not ask again: short, since a clarification should be seen. */
  private static final String KEPT = "public, max-age=60";

  private final PublicSite site;

  PublicController(PublicSite site) {
    this.site = site;
  }

  @Access(value = Permission.ANYONE, listener = Listener.PUBLIC)
  @GetMapping(Places.Live.ROOT)
  void index(HttpServletRequest request, HttpServletResponse response) throws IOException {
    require(request, response);
  }

  /** A statement, a feed or the key. */
  @Access(value = Permission.ANYONE, listener = Listener.PUBLIC)
  @GetMapping("/statements/{name}")
  void statement(HttpServletRequest request, HttpServletResponse response) throws IOException {
    require(request, response);
  }

  @Access(value = Permission.ANYONE, listener = Listener.PUBLIC)
  @GetMapping("/statements/{name}/{number}")
  void revision(HttpServletRequest request, HttpServletResponse response) throws IOException {
    require(request, response);
  }

  /** What was signed, and the signature. */
  @Access(value = Permission.ANYONE, listener = Listener.PUBLIC)
  @GetMapping("/statements/{name}/{number}/{file}")
  void signed(HttpServletRequest request, HttpServletResponse response) throws IOException {
    require(request, response);
  }

  private void require(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    PublicFile file = site.find(request.getRequestURI());
    if (file == null) {
      throw new StoplogException(Problem.PAGE_UNKNOWN, "There is no such page.");
    }
    send(file, request, response);
  }

  @Override
  public boolean answer(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    PublicFile file = site.ready(request.getRequestURI());
    if (file == null) {
      return false;
    }
    send(file, request, response);
    return true;
  }

  private static void send(
      PublicFile file, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("ETag", file.tag());
    response.setHeader("Last-Modified", file.modified());
    response.setHeader("Cache-Control", KEPT);
    if (isKnown(request, file)) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      return;
    }
    response.setContentType(file.type());
    response.setContentLength(file.bytes().length);
    response.getOutputStream().write(file.bytes());
  }

  /** A tag goes before a date (RFC 9110, 13.2.2). */
  private static boolean isKnown(HttpServletRequest request, PublicFile file) {
    String tags = request.getHeader("If-None-Match");
    if (tags != null) {
      return tags.strip().equals("*")
          || Arrays.stream(tags.split(",", -1))
              .map(String::strip)
              .anyMatch(tag -> tag.equals(file.tag()) || tag.equals("W/" + file.tag()));
    }
    String since = request.getHeader("If-Modified-Since");
    if (since == null) {
      return false;
    }
    try {
      Instant known = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(since));
      return !file.changed().truncatedTo(ChronoUnit.SECONDS).isAfter(known);
    } catch (DateTimeException e) {
      return false; // a date that is none asks for everything
    }
  }
}
