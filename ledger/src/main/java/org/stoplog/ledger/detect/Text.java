package org.stoplog.ledger.detect;

/** Small questions on characters; all of them look at a bounded number. */
final class Text {
  private Text() {}

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isCapital(char c) {
    return c >= 'A' && c <= 'Z';
  }

  static boolean isLetter(char c) {
    return isCapital(c) || (c >= 'a' && c <= 'z');
  }

  static boolean isHex(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }

  /** Of what words are made: letters of any script, digits and the underscore. */
  static boolean isWord(char c) {
    return c < 128 ? isLetter(c) || isDigit(c) || c == '_' : Character.isLetterOrDigit(c);
  }

  static boolean isBase64(char c) {
    return isLetter(c) || isDigit(c) || c == '+' || c == '/' || c == '-' || c == '_';
  }

  static boolean isBlank(char c) {
    return c <= ' ' || c == '\u00a0';
  }

  static boolean startsWith(char[] text, int from, int to, String start) {
    if (from < 0 || start.length() > to - from) {
      return false;
    }
    for (int i = 0; i < start.length(); i++) {
      if (text[from + i] != start.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Bits of information in one character, by how often each occurs (Shannon). */
  static double entropy(char[] text, int from, int to) {
    int[] counts = new int[128];
    for (int i = from; i < to; i++) {
      counts[text[i] & 127]++;
    }
    double bits = 0;
    for (int count : counts) {
      if (count > 0) {
        double share = (double) count / (to - from);
        bits -= share * Math.log(share) / Math.log(2);
      }
    }
    return bits;
  }

  /** How many of these kinds occur: small letters, capitals, digits, others. */
  static int kinds(char[] text, int from, int to) {
    int seen = 0;
    for (int i = from; i < to; i++) {
      char c = text[i];
      seen |= isDigit(c) ? 1 : Character.isUpperCase(c) ? 2 : Character.isLetter(c) ? 4 : 8;
    }
    return Integer.bitCount(seen);
  }
}
