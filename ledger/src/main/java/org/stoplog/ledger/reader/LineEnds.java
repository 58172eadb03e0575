package org.stoplog.ledger.reader;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds the ends of lines, eight bytes at a time. */
final class LineEnds {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long LOW_BITS = 0x7f7f7f7f7f7f7f7fL;

  private LineEnds() {}

  /** Place of the first line feed, or {@code to}. */
  static int next(byte[] bytes, int from, int to) {
    int i = from;
    for (; i <= to - 8; i += 8) {
      long found = feeds((long) LONGS.get(bytes, i));
      if (found != 0) {
        return i + (Long.numberOfTrailingZeros(found) >>> 3);
      }
    }
    while (i < to && bytes[i] != '\n') {
      i++;
    }
    return i;
  }

  static long count(byte[] bytes, int from, int to) {
    long count = 0;
    int i = from;
    for (; i <= to - 8; i += 8) {
      count += Long.bitCount(feeds((long) LONGS.get(bytes, i)));
    }
    for (; i < to; i++) {
      count += bytes[i] == '\n' ? 1 : 0;
    }
    return count;
  }

  /** The high bit of each byte that is a line feed, and of no other. */
  private static long feeds(long word) {
    long zeros = word ^ '\n' * ONES;
    return ~((zeros & LOW_BITS) + LOW_BITS | zeros | LOW_BITS);
  }
}
