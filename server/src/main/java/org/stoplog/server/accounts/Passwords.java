package org.stoplog.server.accounts;

import java.text.Normalizer;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.platform.Tokens;

/**
 * Argon2id. Its work is bounded: few at a time, and a short wait for the others. A name that nobody
 * has costs the same as a wrong password.
 */
final class Passwords {
  static final int SHORTEST = 12;
  static final int LONGEST = 128;
  static final String RULE = SHORTEST + " to " + LONGEST + " characters; several words are good";

  private static final int SALT = 16;
  private static final int HASH = 32;
  private static final int LANES = 1;
  private static final int KIBIBYTES = 19_456;
  private static final int PASSES = 2;
  private static final int AT_ONCE = 2;
  private static final int PATIENCE_SECONDS = 5;

  private final Argon2PasswordEncoder encoder =
      new Argon2PasswordEncoder(SALT, HASH, LANES, KIBIBYTES, PASSES);
  private final Semaphore turn = new Semaphore(AT_ONCE, true);
  private final String nobodys;

  Passwords() {
    nobodys = hash(Tokens.text(Tokens.random()));
  }

  /** What is wrong with a password that somebody chose; empty when it may be taken. */
  static Optional<String> objection(String typed, String name) {
    int length = typed.codePointCount(0, typed.length());
    if (length < SHORTEST || length > LONGEST) {
      return Optional.of("The password must have " + SHORTEST + " to " + LONGEST + " characters.");
    }
    if (normal(typed).equalsIgnoreCase(name) || typed.codePoints().distinct().count() < 4) {
      return Optional.of("The password is too easy to guess; take several words.");
    }
    return Optional.empty();
  }

  String hash(String typed) {
    return inTurn(
        () -> {
          String made = encoder.encode(normal(typed));
          if (made == null) {
            throw new IllegalStateException();
          }
          return made;
        });
  }

  /**
   * @param stored null when nobody has the name; takes as long, and is false
   */
  boolean matches(String typed, @Nullable String stored) {
    if (typed.codePointCount(0, typed.length()) > LONGEST) {
      return false;
    }
    boolean isRight =
        inTurn(() -> encoder.matches(normal(typed), stored == null ? nobodys : stored));
    return isRight && stored != null;
  }

  private static String normal(String typed) {
    return Normalizer.normalize(typed, Normalizer.Form.NFKC);
  }

  private <T> T inTurn(Supplier<T> work) {
    try {
      if (!turn.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new StoplogException(Problem.SERVER_BUSY, "too many people sign in at once");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoplogException(Problem.INTERRUPTED, "the server is stopping", e);
    }
    try {
      return work.get();
    } finally {
      turn.release();
    }
  }
}
