package org.stoplog.gateway.decode;

import java.util.Arrays;

/** Lines of plain text, each the {@code message} of an event. */
final class TextLines {
  private TextLines() {}

  static Translated read(byte[] text, int most) throws Unreadable {
    Translated out = new Translated(most);
    out.raw("[");
    boolean first = true;
    int from = 0;
    while (from < text.length) {
      int to = from;
      while (to < text.length && text[to] != '\n') {
        if (text[to] == 0) {
          throw new Unreadable("not-json");
        }
        to++;
      }
      int end = to > from && text[to - 1] == '\r' ? to - 1 : to;
      if (end > from) {
        out.raw(first ? "{\"message\":" : ",{\"message\":");
        first = false;
        byte[] line = Arrays.copyOfRange(text, from, end);
        out.value(line, Translated.Quoting.PLAIN, from, end, from, Math.min(to + 1, text.length));
        out.raw("}");
      }
      from = to + 1;
    }
    return out.raw("]");
  }
}
