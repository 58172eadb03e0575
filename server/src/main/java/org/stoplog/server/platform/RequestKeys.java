package org.stoplog.server.platform;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.util.ContentCachingResponseWrapper;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;

/** Gives a request that comes again with its key the answer that it had. */
final class RequestKeys extends OncePerRequestFilter implements HandlerInterceptor {
  static final String HEADER = "Idempotency-Key";

  private final Transactions transactions;
  private final Ledger ledger;
  private final ServerClock clock;
  private final ProblemWriter problems;

  RequestKeys(Transactions transactions, Ledger ledger, ServerClock clock, ProblemWriter problems) {
    this.transactions = transactions;
    this.ledger = ledger;
    this.clock = clock;
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String key = request.getHeader(HEADER);
    Caller caller = Caller.orNull();
    if (key == null
        || caller == null
        || !request.getMethod().equals("POST")
        || !request.getRequestURI().startsWith("/api/")) {
      chain.doFilter(request, response);
      return;
    }
    byte[] body;
    try {
      if (!key.matches("[A-Za-z0-9._:-]{8,100}")) {
        throw new StoplogException(
            Problem.REQUEST_INVALID,
            HEADER + " has 8 to 100 letters, digits, dots, hyphens: a random UUID is good.");
      }
      String type = request.getContentType();
      if (type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/")) {
        throw new StoplogException(
            Problem.REQUEST_INVALID,
            "A request with a file takes no "
                + HEADER
                + ": send it again, and the file is known by its hash.");
      }
      body = JsonBodies.bytes(request);
    } catch (StoplogException | InvalidBody e) {
      problems.write(e, request, response);
      return;
    }
    UUID token = caller.token();
    RequestKey once =
        new RequestKey(token == null ? caller.account() : token, key, hash(request, body));
    ContentCachingResponseWrapper caught = new ContentCachingResponseWrapper(response);
    once.begin();
    try {
      chain.doFilter(new Again(request, body), caught);
      if (once.isTaken()) {
        keep(once, caught);
      }
    } finally {
      RequestKey.end();
      caught.copyBodyToResponse();
    }
  }

  private void keep(RequestKey once, ContentCachingResponseWrapper caught) {
    RequestKey.Answer answer =
        new RequestKey.Answer(
            caught.getStatus(),
            caught.getContentType(),
            caught.getHeader("Location"),
            caught.getHeader("ETag"),
            caught.getContentAsByteArray());
    transactions.run(
        jdbc -> {
          once.keep(jdbc, ledger.stores().keys(), answer);
          return true;
        });
  }

  /** After {@link AccessRule}: who may not ask any more is not told what was answered once. */
  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
      throws IOException {
    RequestKey once = RequestKey.current();
    if (once == null) {
      return true;
    }
    Optional<RequestKey.Answer> before =
        transactions.run(jdbc -> once.before(jdbc, ledger.stores().keys(), clock.realNow()));
    if (before.isPresent()) {
      before.get().write(response);
    }
    return before.isEmpty();
  }

  private static byte[] hash(HttpServletRequest request, byte[] body) {
    byte[] head =
        (request.getMethod()
                + " "
                + request.getRequestURI()
                + "?"
                + Objects.toString(request.getQueryString(), "")
                + "\n")
            .getBytes(UTF_8);
    byte[] all = new byte[head.length + body.length];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(body, 0, all, head.length, body.length);
    return Tokens.sha256(all);
  }

  /** A request whose body was read. */
  private static final class Again extends HttpServletRequestWrapper {
    private final byte[] body;

    Again(HttpServletRequest request, byte[] body) {
      super(request);
      this.body = body;
    }

    @Override
    public ServletInputStream getInputStream() {
      ByteArrayInputStream in = new ByteArrayInputStream(body);
      return new ServletInputStream() {
        @Override
        public boolean isFinished() {
          return in.available() == 0;
        }

        @Override
        public boolean isReady() {
          return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
          throw new UnsupportedOperationException("it is all here");
        }

        @Override
        public int read() {
          return in.read();
        }

        @Override
        public int read(byte[] bytes, int from, int length) {
          return in.read(bytes, from, length);
        }
      };
    }

    @Override
    public BufferedReader getReader() {
      return new BufferedReader(new InputStreamReader(getInputStream(), UTF_8));
    }
  }
}
