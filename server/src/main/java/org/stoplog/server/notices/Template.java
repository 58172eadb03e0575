package org.stoplog.server.notices;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Text with fields such as {@code {{name}}}. There is no logic: no conditions, no loops, no parts
 * of other texts. What fills a field is never read again, neither as a template nor as Markdown.
 */
final class Template {
  private static final String OPEN = "{{";
  private static final String CLOSE = "}}";

  private Template() {}

  /**
   * Looks for fields that there are not, and for what only looks like one.
   *
   * @return what is wrong, with its line and column from 1; empty when nothing is
   */
  static Optional<String> objection(String text) {
    int at = text.indexOf(OPEN);
    while (at >= 0) {
      int end = text.indexOf(CLOSE, at);
      String field = end < 0 ? "" : text.substring(at + OPEN.length(), end).strip();
      if (Field.of(field).isEmpty()) {
        return Optional.of(
            place(text, at)
                + (end < 0
                    ? ": {{ has no }} after it"
                    : ": there is no field of that name; there are "
                        + String.join(
                            ", ",
                            Arrays.stream(Field.values()).map(Field::word).sorted().toList())));
      }
      at = text.indexOf(OPEN, end + CLOSE.length());
    }
    return control(text);
  }

  private static Optional<String> control(String text) {
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int c = text.codePointAt(i);
      if (c != '\n' && c != '\t' && (PlainValue.isHostile(c) || Field.isMark(c))) {
        return Optional.of(
            place(text, i) + String.format(": the invisible character U+%04X; take it out", c));
      }
    }
    return Optional.empty();
  }

  private static String place(String text, int at) {
    String before = text.substring(0, at);
    long line = before.chars().filter(c -> c == '\n').count() + 1;
    return "line " + line + ", column " + (at - before.lastIndexOf('\n'));
  }

  /** Which fields a sound text has. */
  static Set<Field> fields(String text) {
    Set<Field> fields = EnumSet.noneOf(Field.class);
    marked(text)
        .chars()
        .mapToObj(c -> Field.at((char) c))
        .filter(f -> f != null)
        .forEach(fields::add);
    return fields;
  }

  /** A sound text with one character in the place of each field. */
  static String marked(String text) {
    StringBuilder out = new StringBuilder(text.length());
    int from = 0;
    int at = text.indexOf(OPEN);
    while (at >= 0) {
      int end = text.indexOf(CLOSE, at);
      String field = text.substring(at + OPEN.length(), end).strip();
      out.append(text, from, at).append(Field.of(field).orElseThrow().mark());
      from = end + CLOSE.length();
      at = text.indexOf(OPEN, from);
    }
    return out.append(text, from, text.length()).toString();
  }
}
