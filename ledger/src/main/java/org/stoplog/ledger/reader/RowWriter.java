package org.stoplog.ledger.reader;

import org.jspecify.annotations.Nullable;

/**
 * Takes the rows of one file inside the child, cell by cell. One row at a time; not thread-safe.
 */
interface RowWriter {
  /** Starts a row. @param line line of the file where it starts, from 1 */
  void begin(long line);

  /** When the data went: milliseconds since 1970-01-01 UTC. */
  void time(long epochMillis);

  /** The row discloses this element. @param ordinal of the catalogue */
  void element(int ordinal);

  /** A value that the parent needs. @param field index in the mapping's fields */
  void cell(int field, byte[] bytes, int from, int length);

  /** Counts a non-empty cell for the fill rate without handing its value over. */
  void filled(int field);

  /** The started row is not one of those that were asked for. */
  void passOver();

  /** The row is complete. */
  void end();

  /** Gives the started row up. @param reason slug as in {@link LeftOut#reason} */
  void leaveOut(@Nullable String column, String reason);
}
