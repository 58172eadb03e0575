package org.stoplog.ledger.reader;

/**
 * A few thousand rows of a file, row after row in flat arrays so that a hundred million rows make
 * no garbage. A block is valid only during {@link RowHandler#rows}.
 *
 * <p>Row r has the cells {@code firstCell[r]} (inclusive) to {@code firstCell[r + 1]} (exclusive).
 * Cell c belongs to {@code mapping.fields().get(field[c])} and its value, trimmed and never empty,
 * is UTF-8 in {@code bytes} from {@code start[c]} for {@code length[c]} bytes. Only cells whose
 * value is needed are here; cells of role ELEMENT count in {@code elements} alone.
 */
public final class RowBlock {
  /** Value of {@link #time} for a row without a time. */
  public static final long NO_TIME = Long.MIN_VALUE;

  public int rows;

  /** Line of the file where the row starts, from 1 (for Parquet and XLSX: the row, from 1). */
  public long[] line = new long[0];

  /** Milliseconds since 1970-01-01 UTC, or {@link #NO_TIME}. */
  public long[] time = new long[0];

  /**
   * Index of the row's set of elements in the reader's dictionary ({@link RowHandler#elementSet}).
   */
  public int[] elements = new int[0];

  public int[] firstCell = new int[1];
  public short[] field = new short[0];
  public int[] start = new int[0];
  public int[] length = new int[0];
  public byte[] bytes = new byte[0];
}
