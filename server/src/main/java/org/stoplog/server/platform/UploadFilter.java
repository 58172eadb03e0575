package org.stoplog.server.platform;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import org.springframework.web.filter.OncePerRequestFilter;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/**
 * Lets files in only from those who may send them, before a byte of them is kept: looking at any
 * parameter of such a request writes all of it to the disk.
 */
final class UploadFilter extends OncePerRequestFilter {
  private static final int AT_ONCE = 4;

  /** What the database and its log need to go on. */
  private static final long SPARE = 1L << 30;

  private final List<UploadRule> rules;
  private final Path disk;
  private final ProblemWriter problems;
  private final Semaphore free = new Semaphore(AT_ONCE);

  UploadFilter(List<UploadRule> rules, Path disk, ProblemWriter problems) {
    this.rules = List.copyOf(rules);
    this.disk = disk;
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String type = request.getContentType();
    if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("multipart/")) {
      chain.doFilter(request, response);
      return;
    }
    StoplogException refusal = refusal(request);
    if (refusal == null && !free.tryAcquire()) {
      refusal =
          new StoplogException(Problem.SERVER_BUSY, AT_ONCE + " files are being taken in already.");
    }
    if (refusal != null) {
      problems.write(refusal, request, response);
      return;
    }
    try {
      chain.doFilter(request, response);
    } finally {
      free.release();
    }
  }

  private @org.jspecify.annotations.Nullable StoplogException refusal(HttpServletRequest request)
      throws IOException {
    UploadRule rule =
        rules.stream()
            .filter(one -> one.isFor(request.getRequestURI()))
            .filter(one -> request.getMethod().equals("POST"))
            .findFirst()
            .orElse(null);
    if (rule == null) {
      return new StoplogException(Problem.REQUEST_INVALID, "No file can be sent to this page.");
    }
    Caller caller = Caller.orNull();
    if (caller == null) {
      return new StoplogException(Problem.SIGN_IN_NEEDED, "Nobody has signed in.");
    }
    if (!caller.may(rule.permission())) {
      return new StoplogException(Problem.ACCESS_DENIED, "Your role does not allow this.");
    }
    if (request.getRequestURI().startsWith("/api/") && request.getQueryString() != null) {
      // A password in an address would lie in the logs of whatever is between.
      return new StoplogException(
          Problem.REQUEST_INVALID,
          "What goes with a file is a field of the form, not of the path.");
    }
    try {
      rule.door().pass(caller, request.getRequestURI());
    } catch (StoplogException e) {
      return e;
    }
    long length = request.getContentLengthLong();
    if (length < 0) {
      return new StoplogException(
          Problem.REQUEST_INVALID, "The request does not say how long it is.");
    }
    if (length > rule.most().requestBytes()) {
      return new StoplogException(
          Problem.UPLOAD_TOO_LARGE, "The file is larger than " + rule.most().text() + ".");
    }
    if (Files.getFileStore(disk).getUsableSpace() < length + SPARE) {
      return new StoplogException(Problem.DISK_FULL, "the disk has no room for an upload");
    }
    return null;
  }
}
