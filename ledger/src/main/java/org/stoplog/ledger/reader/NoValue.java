package org.stoplog.ledger.reader;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** The words that exports write where nothing is. */
final class NoValue {
  private static final Set<String> WORDS =
      Set.of("null", "(null)", "n/a", "#n/a", "none", "-", "--", "\\n", "<null>", "undefined");

  private static final int LONGEST = 9;

  private NoValue() {}

  /** Whether the trimmed text says that there is no value. */
  static boolean is(byte[] bytes, int from, int to) {
    int length = to - from;
    if (length == 0) {
      return true;
    }
    if (length > LONGEST) {
      return false;
    }
    return switch (bytes[from]) {
      case 'n', 'N', '(', '#', '-', '\\', '<', 'u', 'U' ->
          is(new String(bytes, from, length, StandardCharsets.UTF_8));
      default -> false;
    };
  }

  static boolean is(String trimmed) {
    return trimmed.isEmpty() || WORDS.contains(trimmed.toLowerCase(Locale.ROOT));
  }
}
