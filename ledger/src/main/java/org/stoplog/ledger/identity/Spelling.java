package org.stoplog.ledger.identity;

/** What all schemes share: characters that nobody sees are dropped, ends are trimmed. */
final class Spelling {
  /* The invisible characters are listed here and not asked from Character.getType, because the
   * answer must not change with the JDK: a new Unicode version would be a new normalisation. */

  private Spelling() {}

  /** Drops invisible characters everywhere, and white space and controls at both ends. */
  static String clean(String raw) {
    String text = hasInvisible(raw) ? dropInvisible(raw) : raw;
    int from = 0;
    int to = text.length();
    while (from < to && isBlank(text.charAt(from))) {
      from++;
    }
    while (to > from && isBlank(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  /** White space or control character; all of them lie in the basic plane. */
  static boolean isBlank(int c) {
    return c <= ' '
        || (c >= 0x7F && c <= 0xA0)
        || c == 0x1680
        || (c >= 0x2000 && c <= 0x200A)
        || c == 0x2028
        || c == 0x2029
        || c == 0x202F
        || c == 0x205F
        || c == 0x3000;
  }

  /** Not fit for any identifier: half a character, a failed decoding, a non-character. */
  static boolean isDamaged(int codePoint) {
    return (codePoint >= 0xD800 && codePoint <= 0xDFFF)
        || codePoint == 0xFFFD
        || (codePoint & 0xFFFE) == 0xFFFE
        || (codePoint >= 0xFDD0 && codePoint <= 0xFDEF);
  }

  private static boolean hasInvisible(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0xAD && isInvisible(text.codePointAt(i))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isInvisible(int c) {
    return c == 0xAD // soft hyphen
        || c == 0x034F
        || c == 0x061C
        || c == 0x180E
        || (c >= 0x200B && c <= 0x200F) // zero width, direction marks
        || (c >= 0x202A && c <= 0x202E)
        || (c >= 0x2060 && c <= 0x206F)
        || (c >= 0xFE00 && c <= 0xFE0F) // variation selectors
        || c == 0xFEFF // byte order mark
        || (c >= 0xE0000 && c <= 0xE0FFF);
  }

  private static String dropInvisible(String text) {
    int[] points = text.codePoints().toArray();
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < points.length; i++) {
      if (!isInvisible(points[i]) || isJoinerInWord(points, i)) {
        out.appendCodePoint(points[i]);
      }
    }
    return out.toString();
  }

  /** In Persian and in Indic scripts the joiners tell words apart, also in names of domains. */
  private static boolean isJoinerInWord(int[] points, int i) {
    return (points[i] == 0x200C || points[i] == 0x200D)
        && i > 0
        && i + 1 < points.length
        && isJoined(points[i - 1])
        && isJoined(points[i + 1]);
  }

  private static boolean isJoined(int c) {
    return c >= 0x0620 && c <= 0x0DFF && !isInvisible(c);
  }
}
