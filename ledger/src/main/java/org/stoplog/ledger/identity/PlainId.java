package org.stoplog.ledger.identity;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;

/** Ids that somebody gave out: kept as they are, but for invisible differences. */
final class PlainId {
  static final int OCTETS = 512;

  /* What analytics suppliers refuse as an id (Mixpanel's list, and what spreadsheets, databases
   * and tag managers write for nothing). One such value would tie thousands of people together. */
  private static final Set<String> PLACEHOLDERS =
      Set.of(
          "-1",
          "0",
          "-",
          "--",
          ".",
          "?",
          "\\n",
          "<nil>",
          "<null>",
          "(null)",
          "(none)",
          "(not set)",
          "[]",
          "{}",
          "[object object]",
          "#n/a",
          "#null!",
          "#ref!",
          "#value!",
          "#name?",
          "#div/0!",
          "anon",
          "anonymous",
          "false",
          "guest",
          "lmy47d",
          "n/a",
          "na",
          "nan",
          "nil",
          "none",
          "not_authenticated",
          "null",
          "true",
          "undefined",
          "unknown");

  private PlainId() {}

  static Normalised normalise(String raw) {
    String text = Spelling.clean(Normalizer.normalize(Spelling.clean(raw), Normalizer.Form.NFC));
    if (text.isEmpty()) {
      return Reason.EMPTY;
    }
    for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
      int c = text.codePointAt(i);
      if (Spelling.isDamaged(c)) {
        return Reason.DAMAGED_TEXT;
      }
      if (c < ' ' || (c >= 0x7F && c < 0xA0)) {
        return Reason.CONTROL_CHARACTER;
      }
    }
    if (text.getBytes(StandardCharsets.UTF_8).length > OCTETS) {
      return Reason.TOO_LONG;
    }
    return isPlaceholder(text) ? Reason.PLACEHOLDER : new Normalised.Value(text);
  }

  static boolean isPlaceholder(String text) {
    return PLACEHOLDERS.contains(text.toLowerCase(Locale.ROOT)) || isZeroId(text);
  }

  /** Whether hashing this word, as exports do with empty cells, gives a hash of nobody. */
  static Set<String> placeholders() {
    return PLACEHOLDERS;
  }

  /**
   * The zero UUID, with or without hyphens: what phones give as advertising id when asked not to.
   */
  private static boolean isZeroId(String text) {
    return (text.length() == 32 || text.length() == 36)
        && text.chars().allMatch(c -> c == '0' || c == '-');
  }
}
