package org.stoplog.ledger.reader;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cells of a workbook, as texts.
 *
 * @param hasMacros whether programs are in it; they are never run
 */
public record SheetOutline(boolean hasMacros, List<Sheet> sheets) {
  public SheetOutline {
    sheets = List.copyOf(sheets);
  }

  /**
   * A sheet, without its empty rows.
   *
   * @param merged areas that show the text of their first cell; their other cells are empty
   */
  public record Sheet(String name, List<Line> lines, List<Area> merged) {
    public Sheet {
      lines = List.copyOf(lines);
      merged = List.copyOf(merged);
    }

    /** The area over this cell that is merged from several rows; null when there is none. */
    public @Nullable Area across(int row, int column) {
      for (Area one : merged) {
        if (one.firstRow() < one.lastRow() && one.holds(row, column)) {
          return one;
        }
      }
      return null;
    }
  }

  /** Cells that are shown as one: rows from 1, columns from 0, the last ones among them. */
  public record Area(int firstRow, int firstColumn, int lastRow, int lastColumn) {
    public boolean holds(int row, int column) {
      return firstRow <= row && row <= lastRow && firstColumn <= column && column <= lastColumn;
    }

    /** As programs that show it call it: {@code A3:B5}. */
    public String name() {
      return columnName(firstColumn) + firstRow + ":" + columnName(lastColumn) + lastRow;
    }
  }

  /** As programs that show it call a column from 0 on: A, B … AA. */
  public static String columnName(int column) {
    return column < 26
        ? String.valueOf((char) ('A' + column))
        : columnName(column / 26 - 1) + (char) ('A' + column % 26);
  }

  /**
   * A row.
   *
   * @param number as the program that shows it counts, from 1
   * @param cells texts from the first column on; empty for an empty one; a day is 2025-11-08
   * @param formulas columns, from 0, whose text is what a formula came to when it was saved, or is
   *     missing because it came to an error
   */
  public record Line(int number, List<String> cells, List<Integer> formulas) {
    public Line {
      cells = List.copyOf(cells);
      formulas = List.copyOf(formulas);
    }

    /** Empty beyond the last one. */
    public String cell(int column) {
      return column < cells.size() ? cells.get(column) : "";
    }

    @Override
    public String toString() {
      return "Line[" + number + "]";
    }
  }
}
