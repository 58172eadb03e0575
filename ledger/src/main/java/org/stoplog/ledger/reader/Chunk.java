package org.stoplog.ledger.reader;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A piece of a text that holds whole records. Reused; owned by one thread at a time. */
final class Chunk {
  /**
   * A record that could not be cut out.
   *
   * @param column number of the column at fault from 0, or -1
   */
  record Fault(long line, int column, String reason) {}

  byte[] bytes;
  int length;

  /** Line where the first record starts, from 1. */
  long firstLine;

  /** Set instead of any records. */
  @Nullable Fault fault;

  Chunk(int capacity) {
    bytes = new byte[capacity];
  }

  void grow(int capacity) {
    if (bytes.length < capacity) {
      bytes = Arrays.copyOf(bytes, capacity);
    }
  }
}
