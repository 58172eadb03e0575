package org.stoplog.ledger.register;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Nearest;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/** What all formats of a suppliers file have in common: a header, and rows of texts under it. */
final class RegisterTable {
  /** Rows of a register are written and read as a whole; this many are in memory at once. */
  static final int MOST_ROWS = 60_000;

  private static final int SHOWN = 60;

  private final String file;
  private final Faults faults;
  private final List<Row> rows = new ArrayList<>();
  private @Nullable List<Column> header;

  /**
   * @param file its name, for what is told of it
   */
  RegisterTable(String file) {
    this.file = file;
    this.faults = new Faults(file);
  }

  /** Whether the first row was the header. */
  boolean hasHeader() {
    return header != null;
  }

  /**
   * Takes the header.
   *
   * @throws StoplogException REGISTER_INVALID, HEADER_DUPLICATE or HEADER_MISSING
   */
  void header(long line, List<String> names) {
    List<Column> columns = new ArrayList<>();
    Set<Column> seen = EnumSet.noneOf(Column.class);
    for (String name : names) {
      Column column = column(line, name);
      if (!seen.add(column)) {
        throw new StoplogException(
            Problem.HEADER_DUPLICATE, file + ": the column " + column.header() + " is there twice");
      }
      columns.add(column);
    }
    if (!seen.contains(Column.SUPPLIER)) {
      throw new StoplogException(Problem.HEADER_MISSING, file + ": there is no column supplier");
    }
    header = columns;
  }

  /**
   * The column of that name.
   *
   * @throws StoplogException REGISTER_INVALID with the nearest one when there is none
   */
  Column column(long line, String name) {
    String word = name.strip().toLowerCase(Locale.ROOT);
    if (!Column.headers().contains(word)) {
      throw wrong(
          line,
          "unknown column \"%s\"; %s"
              .formatted(
                  word.length() > SHOWN ? word.substring(0, SHOWN) + "…" : word,
                  Nearest.hint(word, Column.headers())));
    }
    return Column.valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** Where a cell stands, for a fault; null beyond the header. */
  @Nullable Column at(int number) {
    List<Column> columns = header;
    return columns == null || number >= columns.size() ? null : columns.get(number);
  }

  /** Takes a row under the header, with as many cells. */
  void row(long line, List<String> texts) {
    List<Column> columns = header;
    if (columns == null) {
      throw new IllegalStateException("a row comes after its header");
    }
    if (texts.size() != columns.size()) {
      faults.add(line, "%d cells under %d headers".formatted(texts.size(), columns.size()));
      return;
    }
    Map<Column, String> cells = new EnumMap<>(Column.class);
    for (int i = 0; i < columns.size(); i++) {
      cells.put(columns.get(i), texts.get(i).strip());
    }
    add(line, cells);
  }

  /** Takes a row whose cells have names. */
  void add(long line, Map<Column, String> cells) {
    if (rows.size() == MOST_ROWS) {
      throw wrong(line, "more than " + MOST_ROWS + " rows; split the file");
    }
    boolean isHeader =
        cells.entrySet().stream()
            .allMatch(one -> one.getKey().header().equalsIgnoreCase(one.getValue()));
    if (isHeader) {
      faults.add(line, "is the header again; take the row out");
      return;
    }
    cells.forEach(
        (column, cell) -> {
          if (cell.codePoints().anyMatch(RegisterTable::isNone)) {
            faults.add(line, column, "holds what is no character");
          }
        });
    rows.add(new Row(line, cells));
  }

  /** Neither a file in UTF-8 nor the database can hold it. */
  private static boolean isNone(int c) {
    return c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  void fault(long line, @Nullable Column column, String what) {
    if (column == null) {
      faults.add(line, what);
    } else {
      faults.add(line, column, what);
    }
  }

  /** For what makes the rest unreadable. */
  StoplogException wrong(long line, String what) {
    return new StoplogException(
        Problem.REGISTER_INVALID, "%s, line %d: %s".formatted(file, line, what));
  }

  /**
   * All rows, checked.
   *
   * @throws StoplogException REGISTER_INVALID with line and column of every fault; FILE_EMPTY
   */
  List<Row> checked() {
    RowCheck check = new RowCheck(faults);
    rows.forEach(check::check);
    faults.throwIfAny();
    if (rows.isEmpty()) {
      throw new StoplogException(Problem.FILE_EMPTY, file + " holds no rows");
    }
    return List.copyOf(rows);
  }
}
