package org.stoplog.ledger.store;

import java.math.BigInteger;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * JSON with one spelling for one value, so that it can be hashed: sorted keys, no spaces, no
 * floating point, escapes as in RFC 8785.
 */
public final class CanonicalJson {
  private CanonicalJson() {}

  /**
   * Writes maps with text keys, collections, text, booleans, whole numbers and null.
   *
   * @throws IllegalArgumentException for any other type, and for text that is not Unicode
   */
  public static String write(@Nullable Object value) {
    StringBuilder out = new StringBuilder();
    append(out, value);
    return out.toString();
  }

  private static void append(StringBuilder out, @Nullable Object value) {
    switch (value) {
      case null -> out.append("null");
      case String text -> appendText(out, text);
      case Boolean flag -> out.append(flag.booleanValue());
      case Integer number -> out.append(number.intValue());
      case Long number -> out.append(number.longValue());
      case BigInteger number -> out.append(number);
      case Map<?, ?> map -> appendMap(out, map);
      case Collection<?> list -> appendList(out, list);
      default ->
          throw new IllegalArgumentException(
              value.getClass().getName() + " has no canonical form in JSON");
    }
  }

  private static void appendMap(StringBuilder out, Map<?, ?> map) {
    TreeMap<String, @Nullable Object> sorted = new TreeMap<>();
    map.forEach((key, value) -> sorted.put((String) key, value));
    out.append('{');
    for (Map.Entry<String, @Nullable Object> entry : sorted.entrySet()) {
      if (!entry.getKey().equals(sorted.firstKey())) {
        out.append(',');
      }
      appendText(out, entry.getKey());
      out.append(':');
      append(out, entry.getValue());
    }
    out.append('}');
  }

  private static void appendList(StringBuilder out, Collection<?> list) {
    out.append('[');
    for (Iterator<?> values = list.iterator(); values.hasNext(); ) {
      append(out, values.next());
      if (values.hasNext()) {
        out.append(',');
      }
    }
    out.append(']');
  }

  private static void appendText(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ') {
            out.append(String.format("\\u%04x", (int) c));
          } else if (Character.isSurrogate(c) && !isPaired(text, i)) {
            throw new IllegalArgumentException("half a surrogate pair has no form in UTF-8");
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private static boolean isPaired(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
  }
}
