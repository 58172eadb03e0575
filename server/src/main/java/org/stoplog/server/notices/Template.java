package org.stoplog.server.notices;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Text with fields such as {@code {{name}}}. There is no logic: no conditions, no loops, no parts
 * of other texts. What fills a field is never read again as a template.
 */
final class Template {
  private static final String OPEN = "{{";
  private static final String CLOSE = "}}";

  /** Every field that there is, with what stands in it. */
  static final Map<String, String> FIELDS =
      Map.of(
          "name", "the person's name, else the words for somebody without one",
          "code", "the number of this letter, by which its reader can ask whether it is from us",
          "elements", "which of their data, in plain words",
          "supplier", "the supplier's name",
          "contact", "how to reach us",
          "learned", "when we learned of it",
          "happened", "when it happened");

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
      if (!FIELDS.containsKey(field)) {
        return Optional.of(
            place(text, at)
                + (end < 0
                    ? ": {{ has no }} after it"
                    : ": there is no field of that name; there are "
                        + String.join(", ", FIELDS.keySet().stream().sorted().toList())));
      }
      at = text.indexOf(OPEN, end + CLOSE.length());
    }
    return control(text);
  }

  private static Optional<String> control(String text) {
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int c = text.codePointAt(i);
      if (c != '\n' && c != '\t' && PlainValue.isHostile(c)) {
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
  static Set<String> fields(String text) {
    Set<String> fields = new LinkedHashSet<>();
    int at = text.indexOf(OPEN);
    while (at >= 0) {
      int end = text.indexOf(CLOSE, at);
      fields.add(text.substring(at + OPEN.length(), end).strip());
      at = text.indexOf(OPEN, end + CLOSE.length());
    }
    return fields;
  }

  /**
   * @param text a sound one
   * @param values one of each field that is in it
   */
  static String fill(String text, Map<String, String> values) {
    StringBuilder out = new StringBuilder(text.length() + 200);
    int from = 0;
    int at = text.indexOf(OPEN);
    while (at >= 0) {
      int end = text.indexOf(CLOSE, at);
      String field = text.substring(at + OPEN.length(), end).strip();
      String value = values.get(field);
      if (value == null) {
        throw new IllegalStateException("nothing fills the field " + field);
      }
      out.append(text, from, at).append(value);
      from = end + CLOSE.length();
      at = text.indexOf(OPEN, from);
    }
    return out.append(text, from, text.length()).toString();
  }
}
