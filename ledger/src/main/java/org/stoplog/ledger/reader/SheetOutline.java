package org.stoplog.ledger.reader;

import java.util.List;

/**
 * The cells of a workbook, as texts.
 *
 * @param hasMacros whether programs are in it; they are never run
 */
public record SheetOutline(boolean hasMacros, List<Sheet> sheets) {
  public SheetOutline {
    sheets = List.copyOf(sheets);
  }

  /** A sheet, without its empty rows. */
  public record Sheet(String name, List<Line> lines) {
    public Sheet {
      lines = List.copyOf(lines);
    }
  }

  /**
   * A row.
   *
   * @param number as the program that shows it counts, from 1
   * @param cells texts from the first column on; empty for an empty one
   * @param formulas columns, from 0, whose text is what a formula came to when it was saved
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
