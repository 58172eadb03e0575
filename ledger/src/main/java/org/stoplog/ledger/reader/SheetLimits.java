package org.stoplog.ledger.reader;

import java.time.Duration;

/**
 * How much of a workbook is read; what has more is refused.
 *
 * @param rows of a sheet, without the empty ones
 * @param columns in which anything may stand
 * @param sheets of the workbook
 * @param bytes that all texts may come to, as JSON
 * @param child bounds of the process that reads it; its longest line is the longest cell
 */
public record SheetLimits(int rows, int columns, int sheets, int bytes, ReadRequest.Limits child) {
  /** What a cell can hold (ECMA-376, as the programs that write it bound it). */
  private static final int LONGEST_CELL = 32_767;

  /** For what a person fills in by hand. */
  public static final SheetLimits FILLED_IN =
      new SheetLimits(
          5_000,
          60,
          40,
          16 << 20,
          new ReadRequest.Limits(256, 64, Duration.ofSeconds(30), LONGEST_CELL, 50L << 20, 200));

  /**
   * For a list that a program wrote.
   *
   * @param rows most of a sheet
   */
  public static SheetLimits list(int rows) {
    return new SheetLimits(
        rows,
        60,
        40,
        48 << 20,
        new ReadRequest.Limits(768, 64, Duration.ofSeconds(90), LONGEST_CELL, 256L << 20, 200));
  }
}
