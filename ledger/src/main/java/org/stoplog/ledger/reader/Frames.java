package org.stoplog.ledger.reader;

/**
 * What goes over the pipe from the child to the parent: a type (one byte), a length (four bytes,
 * big endian) and so many bytes. Numbers inside are LEB128 unless said otherwise.
 */
final class Frames {
  /** The mapping as YAML, before any row. */
  static final byte MAPPING = 1;

  /** Two longs, big endian: the next set of elements. */
  static final byte ELEMENT_SET = 2;

  /**
   * Rows, one after the other: lines since the row before, doubled, plus one when a time follows
   * (eight bytes, big endian); index of the set of elements; number of cells; and for each cell its
   * field, its length and its bytes.
   */
  static final byte ROWS = 3;

  /** Line; length of the column plus one, or 0 for none; column; length of the reason; reason. */
  static final byte LEFT_OUT = 4;

  /** Bytes of the file read so far. */
  static final byte PROGRESS = 5;

  /** Rows, rows left out and for each field its non-empty cells. Nothing comes after it. */
  static final byte END = 6;

  /** Length of the problem's slug; slug; message. Nothing comes after it. */
  static final byte PROBLEM = 7;

  /** So many rows more were passed over, since they are not those that were asked for. */
  static final byte PASSED_OVER = 8;

  static final int HEADER_BYTES = 5;
  static final int MOST_BYTES = 4 << 20;

  /** A block of rows is closed when it has grown past this. */
  static final int BLOCK_BYTES = 1 << 20;

  static final int BLOCK_ROWS = 8192;

  /** Longest value that is handed over, in bytes. */
  static final int MOST_CELL_BYTES = 4096;

  static final int MOST_FIELDS = 4096;
  static final int MOST_SETS = 1 << 20;
  static final int MOST_COLUMN_BYTES = 1024;
  static final int MOST_MESSAGE_BYTES = 8192;

  private Frames() {}
}
