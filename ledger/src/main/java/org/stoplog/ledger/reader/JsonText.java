package org.stoplog.ledger.reader;

/** The escapes in strings of JSON. */
final class JsonText {
  private JsonText() {}

  /**
   * @param written what stands between the quotes, well formed
   */
  static String unescaped(String written) {
    char[] plain = new char[written.length()];
    int size = 0;
    for (int i = 0; i < written.length(); i++) {
      char c = written.charAt(i);
      if (c == '\\') {
        char after = written.charAt(++i);
        if (after == 'u') {
          c = (char) Integer.parseInt(written, i + 1, i + 5, 16);
          i += 4;
        } else {
          c = (char) meaning(after);
        }
      }
      plain[size++] = c;
    }
    return new String(plain, 0, size);
  }

  /** The character that a letter after a backslash means, or -1. */
  static int meaning(int letter) {
    return switch (letter) {
      case '"', '\\', '/' -> letter;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> -1;
    };
  }

  /** Whether no character is half. */
  static boolean isWhole(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (Character.isLowSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return false;
        }
        i++;
      }
    }
    return true;
  }
}
