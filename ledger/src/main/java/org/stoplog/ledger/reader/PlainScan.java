package org.stoplog.ledger.reader;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a line of plain JSON by its bytes, several times as fast as the parser. Whatever is unusual
 * it leaves undecided: escapes, odd numbers, deep nesting, every mistake. Then the parser reads the
 * line from its start, and only its answer counts. Not thread-safe.
 */
final class PlainScan {
  private static final int DEEPEST = 16;
  private static final int LONGEST_NAME = 64;
  private static final int LONGEST_NUMBER = 24;
  private static final int LONGEST_VALUE = 64 << 10;

  /** A digit counts one, what may start an address or a telephone number this much. */
  static final int MARK = 1 << 20;

  static final int STOP = -1;
  static final int[] WEIGHT = new int[256];

  static {
    Arrays.fill(WEIGHT, 0, ' ', STOP);
    WEIGHT['"'] = STOP;
    WEIGHT['\\'] = STOP;
    for (char c = '0'; c <= '9'; c++) {
      WEIGHT[c] = 1;
    }
    WEIGHT['@'] = MARK;
    WEIGHT['+'] = MARK;
    WEIGHT['%'] = MARK;
    // Beyond ASCII: always looked at closely.
    Arrays.fill(WEIGHT, 128, 256, MARK);
  }

  private final PathNode root;
  private final @Nullable PathNode batch;
  private final EventRow row;
  private final EventValues values;
  private final KnownKeys keys;
  private byte[] bytes = new byte[0];
  private char[] chars = new char[1024];
  private int at;
  private int to;

  /**
   * @param batch the node whose array holds events: such lines are left to the parser
   */
  PlainScan(PathTable paths, @Nullable PathNode batch, EventRow row, EventValues values) {
    this.root = paths.root();
    this.batch = batch;
    this.row = row;
    this.values = values;
    this.keys = new KnownKeys(paths);
  }

  /**
   * Fills the row, which must be clear.
   *
   * @return false when the parser has to be asked; the row then holds nothing of use
   */
  boolean read(byte[] line, int from, int end) {
    bytes = line;
    at = from;
    to = end;
    if (blank() != '{' || !object(root, 0, 0, 1)) {
      return false;
    }
    blank();
    return at == to;
  }

  /** Skips blanks and says what comes then, 0 at the end. */
  private int blank() {
    while (at < to) {
      byte next = bytes[at];
      if (next != ' ' && next != '\t' && next != '\r') {
        return next;
      }
      at++;
    }
    return 0;
  }

  /**
   * @param node null to pass over it
   */
  private boolean object(@Nullable PathNode node, long low, long high, int depth) {
    at++;
    if (blank() == '}') {
      at++;
      return true;
    }
    while (true) {
      if (at == to || bytes[at] != '"') {
        return false;
      }
      int name = ++at;
      int hash = 0;
      while (at < to && WEIGHT[bytes[at] & 0xff] != STOP && bytes[at] >= 0) {
        hash = hash * 31 + bytes[at++];
      }
      int length = at - name;
      if (at == to || bytes[at] != '"' || length == 0 || length > LONGEST_NAME) {
        return false;
      }
      at++;
      if (blank() != ':') {
        return false;
      }
      at++;
      int start = blank();
      if (node == null) {
        if (!value(start, null, 0, 0, depth)) {
          return false;
        }
      } else if (!member(start, keys.child(node, bytes, name, length, hash), low, high, depth)) {
        return false;
      }
      int next = blank();
      at++;
      if (next == '}') {
        return true;
      }
      if (next != ',') {
        return false;
      }
      blank();
    }
  }

  private boolean member(int start, KnownKeys.Key key, long low, long high, int depth) {
    PathNode child = key.child();
    EventSlot slot = child.slot;
    if (slot != null && slot.recipient != EventSlot.NONE) {
      values.recipient(start == 't' || start == '{', slot, key.text());
    }
    if (child == batch && start == '[') {
      return false;
    }
    return value(
        start, child.isSkipped() ? null : child, low | child.low, high | child.high, depth);
  }

  private boolean value(int start, @Nullable PathNode node, long low, long high, int depth) {
    return switch (start) {
      case '"' -> string(node, low, high);
      case '{' -> depth < DEEPEST && object(node, low, high, depth + 1);
      case '[' -> depth < DEEPEST && array(node, low, high, depth + 1);
      case 't' -> literal("true") && filled(node, low, high);
      case 'f' -> literal("false") && filled(node, low, high);
      case 'n' -> literal("null");
      default -> number(node, low, high);
    };
  }

  private boolean array(@Nullable PathNode node, long low, long high, int depth) {
    at++;
    if (blank() == ']') {
      at++;
      return true;
    }
    while (true) {
      if (!value(blank(), node, low, high, depth)) {
        return false;
      }
      int next = blank();
      at++;
      if (next == ']') {
        return true;
      }
      if (next != ',') {
        return false;
      }
    }
  }

  private boolean string(@Nullable PathNode node, long low, long high) {
    int from = ++at;
    long weight = 0;
    int i = from;
    for (; i < to; i++) {
      int its = WEIGHT[bytes[i] & 0xff];
      if (its == STOP) {
        break;
      }
      weight += its;
    }
    at = i + 1;
    if (i >= to || bytes[i] != '"' || i - from > LONGEST_VALUE) {
      return false;
    }
    if (node == null) {
      return true;
    }
    if (node.slot == null
        && weight < AccountNumber.FEWEST_DIGITS
        && i > from
        && bytes[from] > ' ') {
      row.fill(node, low, high);
    } else {
      values.text(chars, 0, widen(from, i - from, weight), node, low, high);
    }
    return true;
  }

  private boolean number(@Nullable PathNode node, long low, long high) {
    int from = at;
    if (at < to && bytes[at] == '-') {
      at++;
    }
    int first = at;
    if (!digits() || (bytes[first] == '0' && at - first > 1)) {
      return false;
    }
    boolean whole = true;
    if (at < to && bytes[at] == '.') {
      whole = false;
      at++;
      if (!digits()) {
        return false;
      }
    }
    if (at == to || at - from > LONGEST_NUMBER || !isEnd(bytes[at])) {
      return false;
    }
    if (node != null && !(node.unlessZero && isZero(bytes, from, at))) {
      if (node.slot == null && (!whole || at - from < AccountNumber.FEWEST_DIGITS)) {
        row.fill(node, low, high);
      } else {
        values.text(chars, 0, widen(from, at - from, 0), node, low, high);
      }
    }
    return true;
  }

  /** Whether the number is 0, however it is written. */
  static boolean isZero(byte[] bytes, int from, int to) {
    for (int i = from; i < to && (bytes[i] | 0x20) != 'e'; i++) {
      if (bytes[i] >= '1' && bytes[i] <= '9') {
        return false;
      }
    }
    return true;
  }

  private boolean digits() {
    int from = at;
    while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    return at > from;
  }

  private boolean literal(String text) {
    int end = at + text.length();
    if (end >= to || !isEnd(bytes[end])) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (bytes[at + i] != text.charAt(i)) {
        return false;
      }
    }
    at = end;
    return true;
  }

  private static boolean isEnd(byte next) {
    return next == ',' || next == '}' || next == ']' || next == ' ';
  }

  private boolean filled(@Nullable PathNode node, long low, long high) {
    if (node != null) {
      row.fill(node, low, high);
    }
    return true;
  }

  /** Puts a value into {@link #chars} and returns its length there. */
  private int widen(int from, int length, long weight) {
    if (chars.length < length) {
      chars = new char[2 * length];
    }
    if (weight >= MARK && !isAscii(from, length)) {
      String text = new String(bytes, from, length, StandardCharsets.UTF_8);
      text.getChars(0, text.length(), chars, 0);
      return text.length();
    }
    for (int i = 0; i < length; i++) {
      chars[i] = (char) bytes[from + i];
    }
    return length;
  }

  private boolean isAscii(int from, int length) {
    for (int i = from; i < from + length; i++) {
      if (bytes[i] < 0) {
        return false;
      }
    }
    return true;
  }
}
