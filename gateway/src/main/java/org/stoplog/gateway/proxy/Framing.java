package org.stoplog.gateway.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.stoplog.gateway.decode.Request;

/**
 * What a request's head must be like, beyond what its parser holds: one that two programs could
 * read in two ways is refused, and never put right.
 */
final class Framing {
  static final int MOST_HEADERS = 200;

  private static final Pattern METHOD = Pattern.compile("[A-Z][A-Z0-9-]{0,31}");
  private static final String CHUNKED = "chunked";

  private Framing() {}

  /** Null when nothing is wrong with it. */
  static @Nullable Replies fault(HttpServerRequest request) {
    MultiMap headers = request.headers();
    if (headers.size() > MOST_HEADERS) {
      return Replies.TOO_MANY_HEADERS;
    }
    boolean isGood =
        isMethod(request.method().name())
            && isPlain(request.uri())
            && !headers.contains("")
            && isOnce(headers, HttpHeaders.HOST)
            && isOnce(headers, HttpHeaders.CONTENT_LENGTH)
            && isOnce(headers, HttpHeaders.CONTENT_TYPE)
            && isFramedOnce(request.version(), headers);
    return isGood ? null : Replies.MALFORMED;
  }

  static boolean isMethod(String name) {
    return METHOD.matcher(name).matches();
  }

  private static boolean isOnce(MultiMap headers, CharSequence name) {
    return !headers.contains(name) || headers.getAll(name).size() == 1;
  }

  /** One way in which the body's length is said, which everybody knows. */
  private static boolean isFramedOnce(HttpVersion version, MultiMap headers) {
    if (!headers.contains(HttpHeaders.TRANSFER_ENCODING)) {
      return true;
    }
    List<String> codings = headers.getAll(HttpHeaders.TRANSFER_ENCODING);
    return version == HttpVersion.HTTP_1_1
        && codings.size() == 1
        && codings.getFirst().equalsIgnoreCase(CHUNKED)
        && !headers.contains(HttpHeaders.CONTENT_LENGTH);
  }

  static boolean isPlain(@Nullable String target) {
    if (target == null) {
      return false;
    }
    for (int i = 0; i < target.length(); i++) {
      char c = target.charAt(i);
      if (c <= ' ' || c == 0x7F) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether a path leads where it says: a supplier that takes "..", however it is written, for the
   * folder above would be reached outside of the connection's address.
   */
  static boolean isStraight(String path) {
    int dots = 0;
    int others = 0;
    int i = 0;
    while (i < path.length()) {
      char c = path.charAt(i);
      int width = 1;
      if (c == '%' && i + 2 < path.length()) {
        int high = Character.digit(path.charAt(i + 1), 16);
        int low = Character.digit(path.charAt(i + 2), 16);
        if (high >= 0 && low >= 0) {
          c = (char) (high << 4 | low);
          width = 3;
          if (c == 0) {
            return false;
          }
        }
      }
      i += width;
      if (c == '/' || c == '\\') {
        if (isFolder(dots, others)) {
          return false;
        }
        dots = 0;
        others = 0;
      } else if (c == '.') {
        dots++;
      } else if (c == ';') {
        // What follows it is a parameter to some, and not part of the name.
        if (isFolder(dots, others)) {
          return false;
        }
        others++;
      } else {
        others++;
      }
    }
    return !isFolder(dots, others);
  }

  private static boolean isFolder(int dots, int others) {
    return others == 0 && (dots == 1 || dots == 2);
  }

  /** Of the body, as the head says it; empty when it does not. */
  static OptionalLong length(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(length));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /**
   * A request as decoders read it.
   *
   * @param path below the connection's address
   * @param time when it came, milliseconds since 1970-01-01 UTC
   */
  static Request read(HttpServerRequest request, String path, byte[] body, long time) {
    MultiMap headers = request.headers();
    List<String> encodings = headers.getAll(HttpHeaders.CONTENT_ENCODING);
    return new Request(
        request.method().name(),
        path,
        request.query(),
        headers.get(HttpHeaders.CONTENT_TYPE),
        encodings.isEmpty() ? null : String.join(",", encodings),
        body,
        time,
        headers.contains(HttpHeaders.USER_AGENT));
  }

  /** Bytes that no address may have, in the form in which it may. */
  static String encoded(String target) {
    for (int i = 0; i < target.length(); i++) {
      if (target.charAt(i) > 0x7E) {
        return encodedFrom(target, i);
      }
    }
    return target;
  }

  private static String encodedFrom(String target, int from) {
    StringBuilder text = new StringBuilder(target.length() + 32).append(target, 0, from);
    for (int i = from; i < target.length(); i++) {
      char c = target.charAt(i);
      if (c <= 0x7E) {
        text.append(c);
      } else {
        // The parser made a character of each byte.
        text.append('%').append("%02X".formatted(c & 0xFF));
      }
    }
    return text.toString();
  }
}
