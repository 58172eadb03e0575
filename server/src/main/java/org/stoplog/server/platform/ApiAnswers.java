package org.stoplog.server.platform;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/** Answers for programs. */
public final class ApiAnswers {
  public static final String ROOT = "/api/v1";
  public static final int USUAL_PAGE = 100;
  private static final int MOST = 500;

  private ApiAnswers() {}

  /** Whatever the program says that it takes: there is nothing else. */
  public static <T> ResponseEntity<T> ok(T body) {
    return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(body);
  }

  /**
   * @param tag of the version that is shown, for a later change
   */
  public static <T> ResponseEntity<T> ok(T body, String tag) {
    return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).eTag(tag).body(body);
  }

  /**
   * @param path of what was made
   */
  public static <T> ResponseEntity<T> created(String path, T body) {
    return at(HttpStatus.CREATED, path).body(body);
  }

  /**
   * @param path of the work that was started
   */
  public static <T> ResponseEntity<T> started(String path, T body) {
    return at(HttpStatus.ACCEPTED, path).body(body);
  }

  private static ResponseEntity.BodyBuilder at(HttpStatus status, String path) {
    return ResponseEntity.status(status)
        .location(URI.create(path))
        .contentType(MediaType.APPLICATION_JSON);
  }

  /**
   * Refuses a change of what somebody else has changed meanwhile.
   *
   * @param tag of what is there now
   * @throws StoplogException CHANGED_MEANWHILE; REQUEST_INVALID without the header
   */
  public static void requireMatch(HttpServletRequest request, String tag) {
    String given = request.getHeader(HttpHeaders.IF_MATCH);
    if (given == null || given.isBlank()) {
      throw new StoplogException(
          Problem.REQUEST_INVALID,
          "Say which version you change: If-Match with the ETag that came when it was read.");
    }
    boolean isThis =
        Arrays.stream(given.split(","))
            .map(String::strip)
            .anyMatch(one -> one.equals("\"" + tag + "\""));
    if (!isThis) {
      throw new StoplogException(
          Problem.CHANGED_MEANWHILE, "What is there now is not what you read.");
    }
  }

  /**
   * @param asked null for the usual number
   */
  public static int limit(@Nullable Integer asked) {
    if (asked == null) {
      return USUAL_PAGE;
    }
    if (asked < 1 || asked > MOST) {
      throw new StoplogException(
          Problem.REQUEST_INVALID, "limit is a number from 1 to " + MOST + ".");
    }
    return asked;
  }

  /**
   * A page of a list that goes on after its last item, whatever comes in before it meanwhile.
   *
   * @param next to be given as {@code after} or {@code before} for the next page; null at the end
   */
  public record Page<T>(List<T> items, @Nullable String next) {
    public Page {
      items = List.copyOf(items);
    }
  }

  /**
   * @param found one more than {@code limit} where there is one
   * @param key what the next page begins beyond
   */
  public static <R, T> Page<T> page(
      List<R> found, int limit, Function<R, T> shown, Function<R, String> key) {
    List<R> rows = found.subList(0, Math.min(limit, found.size()));
    return new Page<>(
        rows.stream().map(shown).toList(), found.size() > limit ? key.apply(rows.getLast()) : null);
  }
}
