package org.stoplog.ledger.reader;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Looks through text, eight bytes at a time. Checks it strictly; the JSON parser lets overlong
 * forms and surrogates pass.
 */
final class Utf8 {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long LOW_BITS = 0x0101010101010101L;

  private Utf8() {}

  static boolean isValid(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to) {
      if (i <= to - 8 && ((long) LONGS.get(bytes, i) & HIGH_BITS) == 0) {
        i += 8;
      } else if (bytes[i] >= 0) {
        i++;
      } else {
        int length = sequence(bytes, i, to);
        if (length == 0) {
          return false;
        }
        i += length;
      }
    }
    return true;
  }

  /** Whether the ASCII character is among the first bytes. */
  static boolean contains(byte[] bytes, int to, byte character) {
    long everywhere = (character & 0xffL) * LOW_BITS;
    int i = 0;
    for (; i <= to - 8; i += 8) {
      // A byte that is the character becomes 0, and only that borrows from its high bit.
      long other = (long) LONGS.get(bytes, i) ^ everywhere;
      if (((other - LOW_BITS) & ~other & HIGH_BITS) != 0) {
        return true;
      }
    }
    for (; i < to; i++) {
      if (bytes[i] == character) {
        return true;
      }
    }
    return false;
  }

  /** Where the first byte is that is not ASCII, or {@code to}. */
  static int asciiEnd(byte[] bytes, int from, int to) {
    int i = from;
    while (i <= to - 8 && ((long) LONGS.get(bytes, i) & HIGH_BITS) == 0) {
      i += 8;
    }
    while (i < to && bytes[i] >= 0) {
      i++;
    }
    return i;
  }

  /** Length of the well-formed sequence of two to four bytes that starts here, or 0. */
  private static int sequence(byte[] bytes, int i, int to) {
    int first = bytes[i] & 0xff;
    int length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
    if (length == 0 || i > to - length) {
      return 0;
    }
    for (int k = 1; k < length; k++) {
      if ((bytes[i + k] & 0xc0) != 0x80) {
        return 0;
      }
    }
    int second = bytes[i + 1] & 0xff;
    boolean overlong = (first == 0xe0 && second < 0xa0) || (first == 0xf0 && second < 0x90);
    boolean outside = (first == 0xed && second > 0x9f) || (first == 0xf4 && second > 0x8f);
    return overlong || outside ? 0 : length;
  }
}
