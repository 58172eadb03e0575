package org.stoplog.gateway.decode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A form, or a query, of which each field is a value. */
final class WholeForm {
  private static final int MOST_FIELDS = 10_000;
  private static final int LONGEST_FIRST_NAME = 256;

  /** How a name says where its value belongs. */
  interface Names {
    List<String> of(byte[] name) throws Unreadable;
  }

  private WholeForm() {}

  /**
   * Whether it begins as a form does.
   *
   * @param strict whether it must have none of the characters that a form should not have
   */
  static boolean isForm(byte[] text, boolean strict) {
    int equals = 0;
    while (equals < text.length && equals < LONGEST_FIRST_NAME && isOfName(text[equals])) {
      equals++;
    }
    if (equals == 0 || equals >= text.length || text[equals] != '=') {
      return false;
    }
    for (int i = equals; strict && i < text.length; i++) {
      if ((text[i] >= 0 && text[i] <= ' ') || text[i] == '"' || text[i] == 0x7f) {
        return false;
      }
    }
    return true;
  }

  private static boolean isOfName(byte c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "_.%-[]$+:".indexOf(c) >= 0;
  }

  /**
   * Puts the fields of {@code text[start, stop)} into a tree.
   *
   * @param prefixes words before a value that are no part of it, such as {@code whatsapp:}
   */
  static void read(
      byte[] text,
      int start,
      int stop,
      Translated.Quoting quoting,
      Names names,
      List<String> prefixes,
      FieldTree tree)
      throws Unreadable {
    int fields = 0;
    int from = start;
    while (from < stop) {
      int to = from;
      int equals = -1;
      while (to < stop && text[to] != '&') {
        if (equals < 0 && text[to] == '=') {
          equals = to;
        }
        to++;
      }
      if (++fields > MOST_FIELDS) {
        throw new Unreadable("too-many-fields");
      }
      if (to > from) {
        byte[] name = Percent.decode(text, from, equals < 0 ? to : equals);
        int value = equals < 0 ? to : afterPrefix(text, equals + 1, to, prefixes);
        tree.add(
            names.of(name),
            new FieldTree.Leaf(
                Percent.decode(text, value, to), quoting, value, to, from, Math.min(to + 1, stop)));
      }
      from = to + 1;
    }
  }

  private static int afterPrefix(byte[] text, int from, int to, List<String> prefixes) {
    for (String prefix : prefixes) {
      for (String written : new String[] {prefix, prefix.replace(":", "%3a")}) {
        int end = from + written.length();
        if (end <= to
            && new String(text, from, written.length(), StandardCharsets.ISO_8859_1)
                .toLowerCase(Locale.ROOT)
                .equals(written)) {
          return end;
        }
      }
    }
    return from;
  }

  /** The query's fields and, on each line of the body, more of them: {@code $lines}. */
  static Translated withLines(byte @Nullable [] query, byte[] body, int most) throws Unreadable {
    FieldTree shared = new FieldTree();
    if (query != null) {
      read(
          query, 0, query.length, Translated.Quoting.QUERY, FieldTree::firstDot, List.of(), shared);
    }
    Translated out = new Translated(most);
    shared.open(out);
    int lines = 0;
    int from = 0;
    while (from < body.length) {
      int to = from;
      while (to < body.length && body[to] != '\n') {
        to++;
      }
      int end = to > from && body[to - 1] == '\r' ? to - 1 : to;
      if (end > from) {
        FieldTree line = new FieldTree();
        read(body, from, end, Translated.Quoting.PERCENT, FieldTree::firstDot, List.of(), line);
        out.raw(lines++ > 0 ? "," : shared.isEmpty() ? "\"$lines\":[" : ",\"$lines\":[");
        line.write(out);
      }
      from = to + 1;
    }
    out.raw(lines > 0 ? "]}" : "}");
    return out;
  }

  /** A query in bytes. */
  static byte @Nullable [] bytes(@Nullable String query) {
    return query == null ? null : query.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** What is left when fields went: the last of them leaves the sign before it. */
  static byte[] trimmed(byte[] before, byte[] after) {
    boolean had = before.length > 0 && before[before.length - 1] == '&';
    boolean has = after.length > 0 && after[after.length - 1] == '&';
    return has && !had ? Arrays.copyOf(after, after.length - 1) : after;
  }
}
