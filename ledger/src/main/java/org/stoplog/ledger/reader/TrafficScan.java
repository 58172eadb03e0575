package org.stoplog.ledger.reader;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON of a request by its bytes, as strictly as the strictest of suppliers, and tells
 * each value with its place to {@link TrafficValues}. What it accepts, all readers of JSON take for
 * the same. Not thread-safe.
 */
final class TrafficScan {
  static final int DEEPEST = EventReader.DEEPEST;

  /** Up to here a key is looked up by its bytes. */
  private static final int KNOWN_NAME = 64;

  private static final int LONGEST_NAME = 2048;
  private static final int LONGEST_NUMBER = 256;
  private static final int MOST_KEPT = 16 << 10;
  private static final byte[] NOTHING = {};
  private static final int STOP = PlainScan.STOP;
  private static final int[] WEIGHT = PlainScan.WEIGHT;

  private final PathTable paths;
  private final KnownKeys known;
  private final SeenKeys seen = new SeenKeys(DEEPEST + 1);
  private final TrafficValues values;
  private byte[] bytes = NOTHING;
  private char[] chars = new char[MOST_KEPT];
  private int to;

  /** The name that was read last, with escapes in it when {@code nameMeant} is not null. */
  private int nameFrom;

  private int nameLength;
  private int nameHash;
  private boolean nameKnown;
  private @Nullable String nameMeant;

  /** Whether the value that was read last was neither object nor array. */
  private boolean lastWasScalar;

  int at;

  /** Whether the blanks passed last had the end of a line among them. */
  boolean newLine;

  /** Why the text cannot be read, null while it can. */
  @Nullable String fault;

  TrafficScan(PathTable paths, TrafficValues values) {
    this.paths = paths;
    this.known = new KnownKeys(paths);
    this.values = values;
  }

  /**
   * @param text well-formed UTF-8
   */
  void open(byte[] text, int from, int end) {
    bytes = text;
    at = from;
    to = end;
    fault = null;
    seen.clear();
  }

  /** Gives memory back, and the text. */
  void close() {
    bytes = NOTHING;
    if (chars.length > MOST_KEPT) {
      chars = new char[MOST_KEPT];
    }
  }

  boolean fail(String reason) {
    if (fault == null) {
      fault = reason;
    }
    return false;
  }

  boolean isAtEnd() {
    return at >= to;
  }

  /** Skips blanks and says what comes then, 0 at the end. */
  int blank() {
    newLine = false;
    while (at < to) {
      byte next = bytes[at];
      if (next == '\n') {
        newLine = true;
      } else if (next != ' ' && next != '\t' && next != '\r') {
        return next;
      }
      at++;
    }
    return 0;
  }

  /** Reads an event that starts here; arrays of events in it are passed over. */
  boolean event() {
    return object(paths.root(), 0, 0, false, 1);
  }

  /**
   * @param node null to pass over it
   */
  private boolean object(@Nullable PathNode node, long low, long high, boolean kept, int depth) {
    if (depth > DEEPEST) {
      return fail("too-deep");
    }
    int its = values.container();
    int base = seen.open();
    int afterSeparator = ++at;
    if (blank() == '}') {
      at++;
      return true;
    }
    for (int member = 0; ; member++) {
      if (at >= to || bytes[at] != '"') {
        return fail("bad-json");
      }
      int before = values.count();
      if (!member(node, low, high, kept, depth, base)) {
        return false;
      }
      int next = blank();
      if (values.count() == before + 1 && lastWasScalar) {
        values.placed(its, member, afterSeparator, at);
      }
      lastWasScalar = false;
      afterSeparator = ++at;
      if (next == '}') {
        seen.close(base, depth);
        return true;
      }
      if (next != ',') {
        return fail("bad-json");
      }
      blank();
    }
  }

  private boolean member(
      @Nullable PathNode node, long low, long high, boolean kept, int depth, int base) {
    if (!name()) {
      return false;
    }
    if (!seen.isNew(base, depth, bytes, nameFrom, nameLength, nameHash, nameMeant)) {
      return fail("duplicate-key");
    }
    if (blank() != ':') {
      return fail("bad-json");
    }
    at++;
    if (node == null) {
      return value(blank(), null, 0, 0, kept, depth);
    }
    PathNode child;
    String text;
    if (nameKnown) {
      KnownKeys.Key key = known.child(node, bytes, nameFrom, nameLength, nameHash);
      child = key.child();
      text = key.text();
    } else {
      String meant = nameMeant;
      text =
          meant != null ? meant : new String(bytes, nameFrom, nameLength, StandardCharsets.UTF_8);
      child = paths.child(node, text);
    }
    int start = blank();
    EventSlot slot = child.slot;
    if (slot != null && slot.recipient != EventSlot.NONE) {
      values.recipient(start, slot, text);
    }
    if (child.batch && start == '[') {
      lastWasScalar = false;
      return values.batch(at) ? pass() : fail("too-many-events");
    }
    return value(
        start,
        child.isSkipped() ? null : child,
        low | child.low,
        high | child.high,
        kept || child.kept,
        depth);
  }

  /** Reads a name and the quotes around it. */
  private boolean name() {
    nameFrom = ++at;
    nameMeant = null;
    int hash = 0;
    int all = 0;
    while (at < to && WEIGHT[bytes[at] & 0xff] != STOP) {
      all |= bytes[at];
      hash = hash * 31 + bytes[at++];
    }
    if (at < to && bytes[at] == '\\') {
      String meant = escapedName(nameFrom);
      if (meant == null) {
        return false;
      }
      nameMeant = meant;
      hash = 0;
      for (byte b : meant.getBytes(StandardCharsets.UTF_8)) {
        hash = hash * 31 + b;
      }
    }
    if (at >= to || bytes[at] != '"') {
      return fail("bad-json");
    }
    nameLength = at - nameFrom;
    nameHash = hash;
    nameKnown = nameMeant == null && all >= 0 && nameLength > 0 && nameLength <= KNOWN_NAME;
    if (nameLength > LONGEST_NAME && nameMeant == null) {
      return fail("name-too-long");
    }
    at++;
    return true;
  }

  private boolean value(
      int start, @Nullable PathNode node, long low, long high, boolean kept, int depth) {
    lastWasScalar = start != '{' && start != '[';
    return switch (start) {
      case '"' -> string(node, low, high, kept);
      case '{' -> object(node, low, high, kept, depth + 1) && wasContainer();
      case '[' -> array(node, low, high, kept, depth + 1) && wasContainer();
      case 't' -> literal("true") && filled(node, low, high, kept, 4);
      case 'f' -> literal("false") && filled(node, low, high, kept, 5);
      case 'n' -> literal("null");
      default -> number(node, low, high, kept);
    };
  }

  private boolean wasContainer() {
    lastWasScalar = false;
    return true;
  }

  private boolean array(@Nullable PathNode node, long low, long high, boolean kept, int depth) {
    if (depth > DEEPEST) {
      return fail("too-deep");
    }
    int its = values.container();
    int afterSeparator = ++at;
    if (blank() == ']') {
      at++;
      return true;
    }
    for (int member = 0; ; member++) {
      int before = values.count();
      if (!value(blank(), node, low, high, kept, depth)) {
        return false;
      }
      int next = blank();
      if (values.count() == before + 1 && lastWasScalar) {
        values.placed(its, member, afterSeparator, at);
      }
      afterSeparator = ++at;
      if (next == ']') {
        return true;
      }
      if (next != ',') {
        return fail("bad-json");
      }
    }
  }

  private boolean string(@Nullable PathNode node, long low, long high, boolean kept) {
    int from = ++at;
    long weight = 0;
    int i = from;
    int its = 0;
    for (; i < to; i++) {
      its = WEIGHT[bytes[i] & 0xff];
      if (its == STOP) {
        break;
      }
      weight += its;
    }
    if (i >= to) {
      return fail("bad-json");
    }
    if (bytes[i] == '\\') {
      return escaped(from, i, node, low, high, kept);
    }
    at = i + 1;
    if (bytes[i] != '"') {
      return fail("bad-json");
    }
    if (node == null) {
      return true;
    }
    if (node.slot == null
        && weight < AccountNumber.FEWEST_DIGITS
        && i > from
        && bytes[from] > ' ') {
      values.filled(node, low, high, kept, ValueRules.Kind.TEXT, from - 1, at);
    } else {
      int length = widen(from, i - from, weight);
      values.text(chars, length, node, low, high, kept, ValueRules.Kind.TEXT, from - 1, at);
    }
    return true;
  }

  /** A string that has escapes; the first at {@code i}. */
  private boolean escaped(
      int from, int i, @Nullable PathNode node, long low, long high, boolean kept) {
    int end = stringEnd(i);
    if (end < 0) {
      return false;
    }
    at = end + 1;
    String text = JsonText.unescaped(new String(bytes, from, end - from, StandardCharsets.UTF_8));
    if (!JsonText.isWhole(text)) {
      return fail("half-character");
    }
    if (node != null) {
      if (chars.length < text.length()) {
        chars = new char[text.length()];
      }
      text.getChars(0, text.length(), chars, 0);
      values.text(chars, text.length(), node, low, high, kept, ValueRules.Kind.TEXT, from - 1, at);
    }
    return true;
  }

  /** Leaves the cursor at the quote behind the name; null when it is none. */
  private @Nullable String escapedName(int from) {
    int end = stringEnd(at);
    if (end < 0) {
      return null;
    }
    at = end;
    if (end - from > 6 * LONGEST_NAME) {
      fail("name-too-long");
      return null;
    }
    String name = JsonText.unescaped(new String(bytes, from, end - from, StandardCharsets.UTF_8));
    if (!JsonText.isWhole(name)) {
      fail("half-character");
      return null;
    }
    return name;
  }

  /** Where the string's closing quote is, or -1 when the string is not well formed. */
  private int stringEnd(int from) {
    int i = from;
    while (i < to && bytes[i] != '"') {
      if (bytes[i] >= 0 && bytes[i] < ' ') {
        break;
      }
      if (bytes[i] == '\\') {
        i++;
        if (i < to && bytes[i] == 'u') {
          for (int k = 1; k <= 4; k++) {
            if (i + k >= to || Character.digit(bytes[i + k], 16) < 0) {
              fail("bad-json");
              return -1;
            }
          }
          i += 4;
        } else if (i >= to || JsonText.meaning(bytes[i]) < 0) {
          break;
        }
      }
      i++;
    }
    if (i < to && bytes[i] == '"') {
      return i;
    }
    fail("bad-json");
    return -1;
  }

  private boolean number(@Nullable PathNode node, long low, long high, boolean kept) {
    int from = at;
    if (at < to && bytes[at] == '-') {
      at++;
    }
    int first = at;
    if (!digits() || (bytes[first] == '0' && at - first > 1)) {
      return fail("bad-json");
    }
    boolean whole = true;
    if (at < to && bytes[at] == '.') {
      whole = false;
      at++;
      if (!digits()) {
        return fail("bad-json");
      }
    }
    if (at < to && (bytes[at] == 'e' || bytes[at] == 'E')) {
      whole = false;
      at++;
      if (at < to && (bytes[at] == '+' || bytes[at] == '-')) {
        at++;
      }
      if (!digits()) {
        return fail("bad-json");
      }
    }
    if (at - from > LONGEST_NUMBER) {
      return fail("number-too-long");
    }
    if (node == null || (node.unlessZero && PlainScan.isZero(bytes, from, at))) {
      return true;
    }
    // Without a slot, only a long whole number can be an account number.
    if (node.slot == null && (!whole || at - from < AccountNumber.FEWEST_DIGITS)) {
      values.filled(node, low, high, kept, ValueRules.Kind.NUMBER, from, at);
    } else {
      int length = widen(from, at - from, 0);
      values.text(chars, length, node, low, high, kept, ValueRules.Kind.NUMBER, from, at);
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
    if (end > to) {
      return fail("bad-json");
    }
    for (int i = 0; i < text.length(); i++) {
      if (bytes[at + i] != text.charAt(i)) {
        return fail("bad-json");
      }
    }
    at = end;
    return true;
  }

  private boolean filled(@Nullable PathNode node, long low, long high, boolean kept, int length) {
    if (node != null) {
      values.filled(node, low, high, kept, ValueRules.Kind.TRUTH, at - length, at);
    }
    return true;
  }

  /** Passes over an object or array without reading it: it is read later. */
  private boolean pass() {
    int open = 0;
    while (at < to) {
      byte next = bytes[at++];
      if (next == '"') {
        while (at < to && bytes[at] != '"') {
          at += bytes[at] == '\\' ? 2 : 1;
        }
        at++;
      } else if (next == '[' || next == '{') {
        open++;
      } else if (next == ']' || next == '}') {
        open--;
        if (open == 0) {
          return true;
        }
      }
    }
    return fail("bad-json");
  }

  /** Puts a value into {@link #chars} and returns its length there. */
  private int widen(int from, int length, long weight) {
    if (chars.length < length) {
      chars = new char[length];
    }
    if (weight >= PlainScan.MARK && Utf8.asciiEnd(bytes, from, from + length) < from + length) {
      String text = new String(bytes, from, length, StandardCharsets.UTF_8);
      text.getChars(0, text.length(), chars, 0);
      return text.length();
    }
    for (int i = 0; i < length; i++) {
      chars[i] = (char) bytes[from + i];
    }
    return length;
  }
}
