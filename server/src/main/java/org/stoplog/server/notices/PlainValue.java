package org.stoplog.server.notices;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Values of strangers, such as names, before they stand in a text that we sign. */
final class PlainValue {
  private static final int LONGEST_NAME = 100;

  /** A name that is an address would have us send a stranger's link to somebody else. */
  private static final Pattern LINK =
      Pattern.compile("(?i).*(://|www\\.|[@<>{}\\\\/]|\\.[a-z]{2,}(\\s|$)).*");

  private PlainValue() {}

  /** Ends a line, turns the direction of what follows, or is not seen at all. */
  static boolean isHostile(int c) {
    return Character.isISOControl(c)
        || c == 0x2028
        || c == 0x2029
        || c == 0x200b
        || (c >= 0x202a && c <= 0x202e)
        || (c >= 0x2060 && c <= 0x206f)
        || c == 0xfeff
        || (c >= 0xfff9 && c <= 0xfffb)
        || (c >= 0xe0000 && c <= 0xe007f)
        || (c >= 0xd800 && c <= 0xdfff);
  }

  /** One line without what cannot be seen. */
  static String line(String value) {
    StringBuilder out = new StringBuilder();
    value
        .codePoints()
        .forEach(c -> out.appendCodePoint(isHostile(c) || Character.isWhitespace(c) ? ' ' : c));
    return out.toString().strip().replaceAll(" {2,}", " ");
  }

  /** What a mail server said, without anything that may be an address. */
  static String reply(String said) {
    return line(said).replaceAll("[^\\s<>]+@[^\\s<>]+", "•••");
  }

  /**
   * A name to be addressed by.
   *
   * @return null when there is none, or what stands there is none
   */
  static @Nullable String name(@Nullable String value) {
    if (value == null) {
      return null;
    }
    String name = line(value);
    boolean isName =
        !name.isEmpty() && name.length() <= LONGEST_NAME && !LINK.matcher(name).matches();
    return isName ? name : null;
  }
}
