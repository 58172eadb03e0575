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
    if (name.chars().anyMatch(Names::turnsText)) {
      return "holds a character that turns the direction of writing, and may make it look like another";
    }
    return null;
  }

  /** The same of a supplier, whose name may stand with others in one cell. */
  static @Nullable String supplierFault(String name) {
    String fault = fault(name);
    return fault == null && name.contains(";")
        ? "holds a semicolon, which separates the names of several suppliers"
        : fault;
  }

  private static boolean turnsText(int c) {
    return switch (Character.getDirectionality(c)) {
      case Character.DIRECTIONALITY_LEFT_TO_RIGHT_EMBEDDING,
          Character.DIRECTIONALITY_LEFT_TO_RIGHT_OVERRIDE,
          Character.DIRECTIONALITY_RIGHT_TO_LEFT_EMBEDDING,
          Character.DIRECTIONALITY_RIGHT_TO_LEFT_OVERRIDE,
          Character.DIRECTIONALITY_POP_DIRECTIONAL_FORMAT,
          Character.DIRECTIONALITY_LEFT_TO_RIGHT_ISOLATE,
          Character.DIRECTIONALITY_RIGHT_TO_LEFT_ISOLATE,
          Character.DIRECTIONALITY_FIRST_STRONG_ISOLATE,
          Character.DIRECTIONALITY_POP_DIRECTIONAL_ISOLATE ->
          true;
      default -> c == 0x200e || c == 0x200f || c == 0x061c;
    };
  }
}
