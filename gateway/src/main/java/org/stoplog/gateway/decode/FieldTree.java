package org.stoplog.gateway.decode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fields of forms by their names, {@code address[city]} below {@code address}. The number of an
 * item makes no level of its own. A name with several values, or with values and names below it, is
 * an array: suppliers differ in which of them counts, so all do.
 */
final class FieldTree {
  private static final int DEEPEST = 24;
  private static final int LONGEST_NAME = 2048;

  /** A value and what {@link Translated#value} wants to know of it. */
  record Leaf(byte[] plain, Translated.Quoting quoting, int from, int to, int cutFrom, int cutTo) {
    @Override
    public String toString() {
      return "Leaf[]";
    }
  }

  /** A part that is JSON itself. */
  record Inner(byte[] text, int from, int to) {
    @Override
    public String toString() {
      return "Inner[]";
    }
  }

  /** A value that is in no text that can be changed. */
  record Fixed(byte[] plain) {
    @Override
    public String toString() {
      return "Fixed[]";
    }
  }

  private final Map<String, FieldTree> below = new LinkedHashMap<>();
  private final List<Object> values = new ArrayList<>(1);

  void add(List<String> names, Leaf leaf) {
    node(names).values.add(leaf);
  }

  void add(List<String> names, Inner inner) {
    node(names).values.add(inner);
  }

  void add(String name, Fixed fixed) {
    node(List.of(name)).values.add(fixed);
  }

  private FieldTree node(List<String> names) {
    FieldTree node = this;
    for (String name : names) {
      node = node.below.computeIfAbsent(name, none -> new FieldTree());
    }
    return node;
  }

  /** The levels of a name with brackets: {@code a[b][0][c]} is a, b, c. */
  static List<String> brackets(byte[] name) throws Unreadable {
    String text = text(name);
    List<String> names = new ArrayList<>(3);
    int open = text.indexOf('[');
    if (open <= 0 || !text.endsWith("]")) {
      return List.of(text);
    }
    names.add(text.substring(0, open));
    while (open < text.length()) {
      int close = text.indexOf(']', open);
      if (text.charAt(open) != '[' || close < 0) {
        return List.of(text);
      }
      String inner = text.substring(open + 1, close);
      if (!inner.isEmpty() && !inner.chars().allMatch(c -> c >= '0' && c <= '9')) {
        names.add(inner);
      }
      if (names.size() > DEEPEST) {
        throw new Unreadable("too-deep");
      }
      open = close + 1;
    }
    return names;
  }

  /** The levels of a name of which only the first dot counts: {@code ep.page.x} is ep, page.x. */
  static List<String> firstDot(byte[] name) throws Unreadable {
    String text = text(name);
    int dot = text.indexOf('.');
    return dot <= 0 ? List.of(text) : List.of(text.substring(0, dot), text.substring(dot + 1));
  }

  private static String text(byte[] name) throws Unreadable {
    if (name.length > LONGEST_NAME) {
      throw new Unreadable("name-too-long");
    }
    // Bytes, so that the reader sees whether they are UTF-8.
    return new String(name, StandardCharsets.ISO_8859_1);
  }

  /** The object, without its closing brace. */
  void open(Translated out) throws Unreadable {
    out.raw("{");
    members(out);
  }

  void write(Translated out) throws Unreadable {
    open(out);
    out.raw("}");
  }

  boolean isEmpty() {
    return below.isEmpty();
  }

  /** What stands between the braces. */
  void members(Translated out) throws Unreadable {
    boolean first = true;
    for (Map.Entry<String, FieldTree> member : below.entrySet()) {
      if (!first) {
        out.raw(",");
      }
      first = false;
      out.text(member.getKey().getBytes(StandardCharsets.ISO_8859_1)).raw(":");
      member.getValue().asValue(out);
    }
  }

  private void asValue(Translated out) throws Unreadable {
    if (values.isEmpty()) {
      write(out);
    } else if (values.size() == 1 && below.isEmpty()) {
      one(values.getFirst(), out);
    } else {
      out.raw("[");
      for (int i = 0; i < values.size(); i++) {
        if (i > 0) {
          out.raw(",");
        }
        one(values.get(i), out);
      }
      if (!below.isEmpty()) {
        out.raw(",");
        write(out);
      }
      out.raw("]");
    }
  }

  private static void one(Object value, Translated out) throws Unreadable {
    if (value instanceof Leaf leaf) {
      out.value(leaf.plain(), leaf.quoting(), leaf.from(), leaf.to(), leaf.cutFrom(), leaf.cutTo());
    } else if (value instanceof Inner inner) {
      out.whole(inner.text(), inner.from(), inner.to());
    } else if (value instanceof Fixed fixed) {
      out.text(fixed.plain());
    }
  }
}
