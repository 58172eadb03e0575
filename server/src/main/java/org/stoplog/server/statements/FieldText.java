package org.stoplog.server.statements;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Text with fields such as {@code {{people}}} or {@code {{not-included: auth.pin}}}. There is no
 * logic, and what fills a field is never read again.
 */
final class FieldText {
  private static final String OPEN = "{{";
  private static final String CLOSE = "}}";

  /** Every field that there is, with what stands in it. */
  static final Map<String, String> FIELDS =
      Map.ofEntries(
          Map.entry("people", "how many people are affected, in all"),
          Map.entry("confirmed", "of these, how many surely are"),
          Map.entry("possible", "of these, how many only possibly are"),
          Map.entry("told", "how many we have told so far"),
          Map.entry("countries", "in how many countries they are"),
          Map.entry("organisations", "to how many organisations they belong"),
          Map.entry("elements", "which of their data, in plain words"),
          Map.entry("supplier", "the supplier's name"),
          Map.entry("as-of", "when the numbers were frozen"),
          Map.entry("next-update", "when we promise to say more"),
          Map.entry(
              "not-included: …", "data elements of the catalogue, only if nobody's are affected"),
          Map.entry("unaffected: …", "countries by their code, only if nobody there is affected"));

  static final String NOT_INCLUDED = "not-included";
  static final String UNAFFECTED = "unaffected";

  private final List<Object> parts;

  private FieldText(List<Object> parts) {
    this.parts = List.copyOf(parts);
  }

  /**
   * A field where it stands.
   *
   * @param place line and column from 1
   */
  record Field(String name, List<String> arguments, String place) {
    Field {
      arguments = List.copyOf(arguments);
    }

    boolean isProof() {
      return name.equals(NOT_INCLUDED) || name.equals(UNAFFECTED);
    }

    @Override
    public String toString() {
      return "{{" + name + (arguments.isEmpty() ? "" : ": " + String.join(", ", arguments)) + "}}";
    }
  }

  /** Reads any text; what is wrong with a field is for {@link #objections} to say. */
  static FieldText of(String text) {
    List<Object> parts = new ArrayList<>();
    int from = 0;
    int at = text.indexOf(OPEN);
    while (at >= 0) {
      int end = text.indexOf(CLOSE, at);
      parts.add(text.substring(from, at));
      if (end < 0) {
        parts.add(new Field("", List.of(), place(text, at)));
        return new FieldText(parts);
      }
      parts.add(field(text.substring(at + OPEN.length(), end), place(text, at)));
      from = end + CLOSE.length();
      at = text.indexOf(OPEN, from);
    }
    parts.add(text.substring(from));
    return new FieldText(parts);
  }

  private static Field field(String inside, String place) {
    int colon = inside.indexOf(':');
    return colon < 0
        ? new Field(inside.strip(), List.of(), place)
        : new Field(
            inside.substring(0, colon).strip(),
            Arrays.stream(inside.substring(colon + 1).split(",", -1)).map(String::strip).toList(),
            place);
  }

  private static String place(String text, int at) {
    String before = text.substring(0, at);
    long line = before.chars().filter(c -> c == '\n').count() + 1;
    return "line " + line + ", column " + (at - before.lastIndexOf('\n'));
  }

  List<Field> fields() {
    return parts.stream().filter(Field.class::isInstance).map(Field.class::cast).toList();
  }

  /** What is no field of ours, with its place. */
  List<String> objections() {
    List<String> wrong = new ArrayList<>();
    for (Field field : fields()) {
      boolean isKnown =
          field.isProof()
              ? !field.arguments().isEmpty()
              : field.arguments().isEmpty() && FIELDS.containsKey(field.name());
      if (!isKnown) {
        wrong.add(
            field.place()
                + (field.name().isEmpty()
                    ? ": {{ has no }} after it, or nothing between."
                    : ": there is no field " + field + ". See the list of fields."));
      }
    }
    return wrong;
  }

  /** The text with its fields filled. */
  String fill(Function<Field, String> values) {
    StringBuilder out = new StringBuilder();
    for (Object part : parts) {
      out.append(part instanceof Field field ? values.apply(field) : part);
    }
    return out.toString();
  }
}
