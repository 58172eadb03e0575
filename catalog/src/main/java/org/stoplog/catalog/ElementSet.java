package org.stoplog.catalog;

import java.util.ArrayList;
import java.util.List;

/**
 * A set of data elements as two longs: bit n of {@code low} is ordinal n, bit n of {@code high} is
 * ordinal 64 + n. Holds ordinals 0 to 126, so that the set is also a non-negative 128-bit integer.
 */
public record ElementSet(long low, long high) {
  public static final ElementSet NONE = new ElementSet(0, 0);

  /** Highest ordinal that fits. */
  public static final int MAX_ORDINAL = 126;

  public static ElementSet of(int ordinal) {
    if (ordinal < 0 || ordinal > MAX_ORDINAL) {
      throw new IllegalArgumentException("ordinal " + ordinal + " is not in 0.." + MAX_ORDINAL);
    }
    return ordinal < 64
        ? new ElementSet(1L << ordinal, 0)
        : new ElementSet(0, 1L << (ordinal - 64));
  }

  public ElementSet plus(ElementSet other) {
    return new ElementSet(low | other.low, high | other.high);
  }

  public ElementSet minus(ElementSet other) {
    return new ElementSet(low & ~other.low, high & ~other.high);
  }

  public ElementSet and(ElementSet other) {
    return new ElementSet(low & other.low, high & other.high);
  }

  public boolean contains(int ordinal) {
    return ordinal < 64 ? (low >>> ordinal & 1) == 1 : (high >>> (ordinal - 64) & 1) == 1;
  }

  public boolean isEmpty() {
    return low == 0 && high == 0;
  }

  public int size() {
    return Long.bitCount(low) + Long.bitCount(high);
  }

  /** Ordinals in rising order. */
  public List<Integer> ordinals() {
    List<Integer> ordinals = new ArrayList<>(size());
    for (int ordinal = 0; ordinal <= MAX_ORDINAL; ordinal++) {
      if (contains(ordinal)) {
        ordinals.add(ordinal);
      }
    }
    return ordinals;
  }
}
