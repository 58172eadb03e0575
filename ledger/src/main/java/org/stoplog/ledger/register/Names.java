package org.stoplog.ledger.register;

import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Names of suppliers, engagements and connections. */
final class Names {
  private static final int LONGEST = 200;

  private Names() {}

  /** What two spellings of one name have in common. */
  static String key(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFKC)
        .strip()
        .replaceAll("\\s+", " ")
        .toLowerCase(Locale.ROOT);
  }

  /** What is wrong with a name, null when it can be used. */
  static @Nullable String fault(String name) {
    if (name.isBlank() || name.length() > LONGEST) {
      return "a name has 1 to " + LONGEST + " characters";
    }
    if ("=+-@".indexOf(name.strip().charAt(0)) >= 0) {
      return "starts with =, +, - or @, which a spreadsheet would run as a formula";
    }
    if (name.chars().anyMatch(Character::isISOControl)) {
      return "holds a line break or another control character; is a quote not closed?";
    }
    return null;
  }
}
