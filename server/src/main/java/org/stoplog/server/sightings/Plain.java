package org.stoplog.server.sightings;

import java.util.ArrayList;
import java.util.List;

/**
 * Strangers' words as plain text: no control characters, nothing that turns the direction of
 * writing, no second line where one is meant.
 */
final class Plain {
  private Plain() {}

  /**
   * One line.
   *
   * @param most characters; what is longer ends with three dots
   */
  static String line(String text, int most) {
    StringBuilder line = new StringBuilder();
    boolean isSpace = false;
    for (int i = 0; i < text.length() && line.length() <= most; ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (isHidden(c)) {
        continue;
      }
      if (Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c)) {
        isSpace = !line.isEmpty();
        continue;
      }
      if (isSpace) {
        line.append(' ');
        isSpace = false;
      }
      line.appendCodePoint(c);
    }
    return line.length() <= most ? line.toString() : cut(line, most);
  }

  private static String cut(StringBuilder line, int most) {
    int end = Character.isHighSurrogate(line.charAt(most - 4)) ? most - 4 : most - 3;
    return line.substring(0, end) + "...";
  }

  /** Format characters (bidirectional ones among them), halves of pairs, private and no ones. */
  private static boolean isHidden(int c) {
    return switch (Character.getType(c)) {
      case Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }

  /** Lines that say something. */
  static List<String> lines(String text, int longest, int most) {
    List<String> lines = new ArrayList<>();
    for (int from = 0; from < text.length() && lines.size() < most; ) {
      int end = text.indexOf('\n', from);
      int to = end < 0 ? text.length() : end;
      // What is cut off anyway need not be looked at.
      String line = line(text.substring(from, Math.min(to, from + 8 * longest)), longest);
      if (!line.isEmpty()) {
        lines.add(line);
      }
      from = to + 1;
    }
    return lines;
  }
}
