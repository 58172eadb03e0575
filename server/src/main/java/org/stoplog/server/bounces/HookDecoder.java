package org.stoplog.server.bounces;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.StoplogException;

/** Checks a provider's call by what was set for it, and says what it reports. */
interface HookDecoder {
  /**
   * Providers call again for a day when we do not answer; a call that is older is somebody else's.
   */
  Duration WINDOW = Duration.ofHours(26);

  /**
   * What somebody sent.
   *
   * @param headers by name in lower case
   * @param now by the real clock
   */
  record Call(byte[] body, Map<String, String> headers, Instant now) {
    @Nullable String header(String name) {
      return headers.get(name.toLowerCase(Locale.ROOT));
    }

    /** Whether a time of signing is not too long ago, and not to come. */
    boolean isFresh(Instant signed) {
      return signed.isAfter(now.minus(WINDOW)) && signed.isBefore(now.plus(Duration.ofMinutes(10)));
    }

    @Override
    public String toString() {
      return "Call[" + body.length + "]";
    }
  }

  /** What came of a call. */
  sealed interface Verdict {
    /**
     * It is the provider's.
     *
     * @param token by which it is known when it comes again; null when it has none
     */
    record Events(List<HookEvent> events, @Nullable String token) implements Verdict {
      public Events {
        events = List.copyOf(events);
      }
    }

    /** Somebody has to open an address once, to say that the calls are wanted. */
    record Confirm(String address) implements Verdict {}

    /** It is not the provider's, or much too old. */
    record Forged() implements Verdict {}

    /** It is the provider's, and cannot be understood. */
    record Unreadable() implements Verdict {}
  }

  Verdict read(Call call, HookSecret secret);

  /**
   * Whether a call can be checked by it at all, before it is kept.
   *
   * @return what is wrong, in words for people; null when nothing is
   */
  @Nullable String wrong(HookSecret secret);

  /** Thrown nowhere else: what is no JSON of a bounded shape. */
  final class NotReadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotReadable() {
      super("a call is no JSON of a bounded shape", null, false, false);
    }
  }

  /** For what cannot go wrong in any JDK. */
  static StoplogException impossible(Exception e) {
    return new StoplogException(
        org.stoplog.catalog.problem.Problem.INTERNAL, "every JDK has RSA, ECDSA and HMAC", e);
  }
}
