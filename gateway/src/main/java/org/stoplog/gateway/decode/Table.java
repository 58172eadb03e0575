package org.stoplog.gateway.decode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A table as CSV (RFC 4180) with the names of its columns in the first row: each other row is an
 * event. Rows of another width, and a first row that looks like people, make it unreadable.
 */
final class Table {
  private static final byte[] SEPARATORS = {',', ';', '\t', '|'};
  private static final int MOST_COLUMNS = 1000;
  private static final int LONGEST_NAME = 256;

  private final byte[] text;
  private final byte separator;
  private int at;

  // The cell that was read last: text[from, to), without its quotes.
  private int from;
  private int to;
  private boolean quoted;
  private boolean isLast;

  private Table(byte[] text, byte separator) {
    this.text = text;
    this.separator = separator;
  }

  /**
   * Whether the text may be a table: lines, and a first one with a separator.
   *
   * @param said whether its sender says so: then it may have a single column
   */
  static boolean isTable(byte[] text, boolean said) {
    int end = 0;
    boolean separates = false;
    while (end < text.length && text[end] != '\n') {
      byte c = text[end];
      if (c == 0) {
        return false;
      }
      separates |= c == ',' || c == ';' || c == '\t' || c == '|';
      end++;
    }
    return end > 0 && end < text.length - 1 && (said || separates);
  }

  static Translated read(byte[] text, int most) throws Unreadable {
    Table table = new Table(text, separator(text));
    List<byte[]> names = table.names();
    Translated out = new Translated(most);
    out.raw("[");
    boolean first = true;
    while (table.at < text.length) {
      out.raw(first ? "{" : ",{");
      first = false;
      table.row(names, out);
      out.raw("}");
    }
    out.raw("]");
    return out;
  }

  private static byte separator(byte[] text) {
    byte best = SEPARATORS[0];
    int most = 0;
    for (byte separator : SEPARATORS) {
      int found = 0;
      boolean quoted = false;
      for (int i = 0; i < text.length && (quoted || text[i] != '\n'); i++) {
        quoted ^= text[i] == '"';
        found += !quoted && text[i] == separator ? 1 : 0;
      }
      if (found > most) {
        most = found;
        best = separator;
      }
    }
    return best;
  }

  private List<byte[]> names() throws Unreadable {
    if (text.length > 3 && (text[0] & 0xff) == 0xef && (text[1] & 0xff) == 0xbb) {
      at = 3;
    }
    List<byte[]> names = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    do {
      cell();
      byte[] name = plain();
      String word = new String(name, StandardCharsets.ISO_8859_1).strip();
      if (word.isEmpty()
          || word.length() > LONGEST_NAME
          || word.indexOf('@') >= 0
          || word.chars().allMatch(c -> c >= '0' && c <= '9')
          || names.size() == MOST_COLUMNS) {
        throw new Unreadable("no-header");
      }
      if (!seen.add(word)) {
        throw new Unreadable("duplicate-key");
      }
      names.add(word.getBytes(StandardCharsets.ISO_8859_1));
    } while (!isLast);
    return names;
  }

  private void row(List<byte[]> names, Translated out) throws Unreadable {
    int column = 0;
    boolean first = true;
    do {
      cell();
      if (column == names.size()) {
        throw new Unreadable("ragged-rows");
      }
      if (to > from) {
        if (!first) {
          out.raw(",");
        }
        first = false;
        out.text(names.get(column)).raw(":");
        out.value(plain(), Translated.Quoting.PLAIN, from, to, from, to);
      }
      column++;
    } while (!isLast);
    if (column < names.size()) {
      throw new Unreadable("ragged-rows");
    }
  }

  /** Reads the cell that starts here and passes what ends it. */
  private void cell() throws Unreadable {
    quoted = at < text.length && text[at] == '"';
    if (quoted) {
      from = ++at;
      while (at < text.length && (text[at] != '"' || isDoubled())) {
        at += text[at] == '"' ? 2 : 1;
      }
      if (at >= text.length) {
        throw new Unreadable("bad-table");
      }
      to = at++;
    } else {
      from = at;
      while (at < text.length && text[at] != separator && text[at] != '\n' && text[at] != '"') {
        at++;
      }
      to = at;
      if (to > from && text[to - 1] == '\r' && (to == text.length || text[to] == '\n')) {
        to--;
      }
    }
    if (at < text.length && text[at] == separator) {
      at++;
      isLast = false;
      return;
    }
    isLast = true;
    if (quoted && at < text.length && text[at] == '\r') {
      at++;
    }
    if (at < text.length && text[at] != '\n') {
      throw new Unreadable("bad-table");
    }
    at++;
  }

  private boolean isDoubled() {
    return at + 1 < text.length && text[at + 1] == '"';
  }

  private byte[] plain() {
    byte[] plain = new byte[to - from];
    int size = 0;
    for (int i = from; i < to; i++) {
      plain[size++] = text[i];
      if (quoted && text[i] == '"') {
        i++;
      }
    }
    return size == plain.length ? plain : Arrays.copyOf(plain, size);
  }
}
