package org.stoplog.ledger.identity;

import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/** The part of an e-mail address after the {@code @}: to ASCII, lower case. */
final class DomainName {
  /* Not java.net.IDN: that is IDNA 2003 on Unicode 3.2. It turns ß into ss, final sigma into sigma
   * and drops joiners, so ann@straße.de would become somebody at strasse.de, which is another
   * domain, and it refuses characters added since 2002. Mail systems and browsers of today follow
   * UTS 46 without transition; so do we: lower case by single characters, NFKC, Punycode. */

  private static final int LABEL = 63;

  private DomainName() {}

  /** Null when the text cannot be a domain name. */
  static @Nullable String normalise(String text) {
    String dotted = text.replace('\u3002', '.').replace('\uFF61', '.');
    int end = dotted.endsWith(".") ? dotted.length() - 1 : dotted.length();
    StringBuilder out = new StringBuilder(end + 8);
    int from = 0;
    while (from <= end) {
      int dot = dotted.indexOf('.', from);
      int to = dot < 0 || dot > end ? end : dot;
      String label = label(dotted.substring(from, to));
      if (label == null) {
        return null;
      }
      if (!out.isEmpty()) {
        out.append('.');
      }
      out.append(label);
      from = to + 1;
    }
    return out.toString();
  }

  /** The domain as people write it; itself where it has no such form. */
  static String unicode(String ascii) {
    if (!ascii.contains("xn--")) {
      return ascii;
    }
    StringBuilder out = new StringBuilder(ascii.length());
    for (String label : ascii.split("\\.", -1)) {
      String decoded = label.startsWith("xn--") ? Punycode.decode(label.substring(4)) : null;
      // Only a label that leads back to itself is what somebody wrote.
      boolean faithful = decoded != null && label.equals(label(decoded));
      out.append(out.isEmpty() ? "" : ".").append(faithful ? decoded : label);
    }
    return out.toString();
  }

  private static @Nullable String label(String text) {
    String mapped = isAscii(text) ? lower(text) : fold(fold(text));
    if (isAscii(mapped)) {
      return isAsciiLabel(mapped) ? mapped : null;
    }
    if (mapped.length() > LABEL
        || mapped.startsWith("xn--")
        || !mapped.codePoints().allMatch(DomainName::isAllowed)) {
      return null;
    }
    String encoded = "xn--" + Punycode.encode(mapped);
    return encoded.length() <= LABEL ? encoded : null;
  }

  private static String fold(String text) {
    return Normalizer.normalize(lower(text), Normalizer.Form.NFKC);
  }

  /** Character by character, as UTS 46 does: the place in the word does not matter. */
  private static String lower(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (c == 0x130) {
                out.append("i\u0307"); // Turkish capital dotted I
              } else {
                out.appendCodePoint(Character.toLowerCase(c));
              }
            });
    return out.toString();
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }

  private static boolean isAsciiLabel(String text) {
    return !text.isEmpty()
        && text.length() <= LABEL
        && text.chars().allMatch(c -> AsciiIdentifier.isDomainCharacter((char) c));
  }

  private static boolean isAllowed(int c) {
    if (c < 0x80) {
      return AsciiIdentifier.isDomainCharacter((char) c);
    }
    if (Spelling.isDamaged(c)) {
      return false;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION ->
          false;
      case Character.OTHER_PUNCTUATION -> c == 0xB7 || c == 0x30FB || c == 0x05F3 || c == 0x05F4;
      default -> true;
    };
  }
}
