package org.stoplog.ledger.reader;

/** Turns one line of an event export into rows. Not thread-safe: one for each thread. */
interface LineDecoder {
  /**
   * Decodes the JSON text in {@code bytes[from, to)}. Anything wrong with it ends in {@link
   * RowWriter#leaveOut}, never in an exception.
   */
  void decode(long line, byte[] bytes, int from, int to, RowWriter out);
}
