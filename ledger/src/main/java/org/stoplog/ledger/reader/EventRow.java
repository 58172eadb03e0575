package org.stoplog.ledger.reader;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What one event said, gathered before anything is written: its end may prove it broken. */
final class EventRow {
  /** Most values that are kept of one event; Mixpanel merges two ids, Segment names ~100 hubs. */
  private static final int MOST_VALUES = 256;

  static final String TOO_MANY = "too-many-identifiers";

  private final int slots;
  private final int[] own;

  long low;
  long high;
  final long[] filled;

  /** Value v belongs to {@code slot[v]} and is {@code text[start[v], start[v] + length[v])}. */
  int values;

  final EventSlot[] slot = new EventSlot[MOST_VALUES];
  final int[] start = new int[MOST_VALUES];
  final int[] length = new int[MOST_VALUES];

  /** Whether a rule kept the value from being sent as it is; whoever sets it clears it. */
  final boolean[] hidden = new boolean[MOST_VALUES];

  byte[] text = new byte[4096];
  private int used;

  /**
   * Why the event cannot be used, null while it can; with the path at fault, null for the whole.
   */
  @Nullable String fault;

  @Nullable String faultPath;

  EventRow(int fields, int slots) {
    this.slots = slots;
    this.own = new int[slots];
    this.filled = new long[(fields + 63) / 64];
    clear();
  }

  void clear() {
    low = 0;
    high = 0;
    Arrays.fill(filled, 0);
    Arrays.fill(own, 0, slots, -1);
    values = 0;
    used = 0;
    fault = null;
    faultPath = null;
  }

  /**
   * Starts an event of a batch with what the batch says for all of them: elements, times and
   * recipients. Identifiers are not shared: a batch may be about several people.
   */
  void startFrom(EventRow batch) {
    clear();
    low = batch.low;
    high = batch.high;
    System.arraycopy(batch.filled, 0, filled, 0, filled.length);
    for (int v = 0; v < batch.values; v++) {
      EventSlot its = batch.slot[v];
      if (its.time != EventSlot.NONE || its.recipient != EventSlot.NONE) {
        byte[] target = room(batch.length[v]);
        System.arraycopy(batch.text, batch.start[v], target, used, batch.length[v]);
        keep(its, batch.length[v]);
      }
    }
  }

  void fail(@Nullable String path, String reason) {
    if (fault == null) {
      fault = reason;
      faultPath = path;
    }
  }

  /** A non-empty value was met. */
  void fill(PathNode node, long elementsLow, long elementsHigh) {
    low |= elementsLow;
    high |= elementsHigh;
    for (int field : node.fills) {
      filled[field >>> 6] |= 1L << field;
    }
  }

  void element(int ordinal) {
    if (ordinal < 64) {
      low |= 1L << ordinal;
    } else {
      high |= 1L << (ordinal - 64);
    }
  }

  /**
   * Keeps a value as trimmed UTF-8. What is longer than any identifier is kept as empty.
   *
   * @return its number, or -1 when there are too many
   */
  int capture(EventSlot its, char[] chars, int from, int count) {
    int to = from + count;
    while (from < to && chars[from] <= ' ') {
      from++;
    }
    while (to > from && chars[to - 1] <= ' ') {
      to--;
    }
    int size = 0;
    if (to - from <= IdentifierValue.LONGEST) {
      size = encode(chars, from, to, room(3 * (to - from)), used);
    }
    int earlier = own[its.index];
    if (earlier < 0) {
      own[its.index] = values;
    } else if (!its.many
        && !Arrays.equals(
            text, start[earlier], start[earlier] + length[earlier], text, used, used + size)) {
      fail(its.path, "duplicate-key");
    }
    return keep(its, size);
  }

  /** The value that this event itself gave, or -1. */
  int own(EventSlot its) {
    return own[its.index];
  }

  private int keep(EventSlot its, int size) {
    if (values == MOST_VALUES) {
      fail(its.path, TOO_MANY);
      return -1;
    }
    slot[values] = its;
    start[values] = used;
    length[values] = size;
    values++;
    used += size;
    return values - 1;
  }

  private byte[] room(int size) {
    if (used + size > text.length) {
      text = Arrays.copyOf(text, Math.max(2 * text.length, used + size));
    }
    return text;
  }

  private static int encode(char[] chars, int from, int to, byte[] target, int at) {
    int i = from;
    int out = at;
    for (; i < to && chars[i] < 128; i++) {
      target[out++] = (byte) chars[i];
    }
    while (i < to) {
      int point = Character.codePointAt(chars, i, to);
      i += Character.charCount(point);
      if (point < 0x80) {
        target[out++] = (byte) point;
      } else if (point < 0x800) {
        target[out++] = (byte) (0xc0 | point >> 6);
        target[out++] = (byte) (0x80 | (point & 0x3f));
      } else {
        if (point < 0x10000) {
          target[out++] = (byte) (0xe0 | point >> 12);
        } else {
          target[out++] = (byte) (0xf0 | point >> 18);
          target[out++] = (byte) (0x80 | (point >> 12 & 0x3f));
        }
        target[out++] = (byte) (0x80 | (point >> 6 & 0x3f));
        target[out++] = (byte) (0x80 | (point & 0x3f));
      }
    }
    return out - at;
  }
}
