package org.stoplog.server.notices;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import org.stoplog.server.platform.Tokens;

/**
 * The number of one person's copy. It stands in the letter, so that its reader can ask whether it
 * is from us, and in the address that bounces go to. It tells nothing of the person without the
 * wave's key; sending again gives the same one.
 */
final class CopyCode {
  /** Crockford's base 32: no letter looks like another or like a digit. */
  private static final String LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

  private static final String HMAC = "HmacSHA256";
  private static final int BITS = 60;
  private static final int LENGTH = BITS / 5;
  private static final int GROUP = 4;

  /** Of the mark that a bounce has to bear, too: whoever only reads the letter cannot make one. */
  private static final int MARK_LENGTH = 8;

  private CopyCode() {}

  /**
   * @param secret the wave's key
   * @return 60 bits, never negative
   */
  static long of(byte[] secret, long person) {
    return number(secret, "code " + person) >>> (Long.SIZE - BITS);
  }

  private static long number(byte[] secret, String label) {
    return ByteBuffer.wrap(Tokens.hmac(HMAC, secret, label.getBytes(US_ASCII))).getLong();
  }

  /** As it stands in a letter: {@code K7QF-9XM2-PD3R}. */
  static String text(long code) {
    String plain = letters(code, LENGTH);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < LENGTH; i += GROUP) {
      text.append(i == 0 ? "" : "-").append(plain, i, i + GROUP);
    }
    return text.toString();
  }

  private static String letters(long number, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = length - 1; i >= 0; i--) {
      text.append(LETTERS.charAt((int) (number >>> (5 * i)) & 31));
    }
    return text.toString();
  }

  /**
   * As somebody typed it: in any case, with or without hyphens and blanks, an O for a zero, an I or
   * an L for a one. Empty when it is none.
   */
  static Optional<Long> read(String typed) {
    if (typed.length() > 2 * LENGTH) {
      return Optional.empty();
    }
    String plain =
        typed
            .toUpperCase(Locale.ROOT)
            .replaceAll("[\\s-]", "")
            .replace('O', '0')
            .replace('I', '1')
            .replace('L', '1');
    return plain.length() == LENGTH ? number(plain) : Optional.empty();
  }

  private static Optional<Long> number(String plain) {
    long code = 0;
    for (int i = 0; i < plain.length(); i++) {
      int value = LETTERS.indexOf(plain.charAt(i));
      if (value < 0) {
        return Optional.empty();
      }
      code = code << 5 | value;
    }
    return Optional.of(code);
  }

  /** What stands behind the plus of the address that bounces go to: the code and its mark. */
  static String bounceTag(byte[] secret, long person) {
    return (letters(of(secret, person), LENGTH) + mark(secret, person)).toLowerCase(Locale.ROOT);
  }

  private static String mark(byte[] secret, long person) {
    return letters(number(secret, "bounce " + person), MARK_LENGTH);
  }

  /** The code in such a tag; empty when it is none. It proves nothing before {@link #isTag}. */
  static Optional<Long> ofTag(String tag) {
    return tag.length() == LENGTH + MARK_LENGTH ? read(tag.substring(0, LENGTH)) : Optional.empty();
  }

  /** The code that a Message-ID of ours begins with; empty when it is none. */
  static Optional<Long> ofMessageId(String id) {
    return id.startsWith("<") && id.length() > LENGTH + 1
        ? read(id.substring(1, LENGTH + 1))
        : Optional.empty();
  }

  /** Whether it is the tag of this person's copy, and not one that somebody made up. */
  static boolean isTag(String tag, byte[] secret, long person) {
    return java.security.MessageDigest.isEqual(
        tag.toLowerCase(Locale.ROOT).getBytes(US_ASCII),
        bounceTag(secret, person).getBytes(US_ASCII));
  }
}
