package org.stoplog.ledger.register;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.reader.SheetLimits;
import org.stoplog.ledger.reader.SheetOutline;
import org.stoplog.ledger.reader.SheetReader;

/**
 * The suppliers as a workbook (XLSX): the sheet Suppliers with a header and a row for each, all
 * cells texts, so that no program takes a cell for a number, a day or a formula; the sheet Format
 * says which version it is, and may be missing. People exchange workbooks, so it is read in the
 * reader's child.
 */
final class RegisterWorkbook {
  private static final String SHEET = "Suppliers";
  private static final String FORMAT = "Format";

  private RegisterWorkbook() {}

  /**
   * Reads and checks all rows.
   *
   * @param file its name, for what is told of it
   */
  static List<Row> read(Path workbook, String file, Path workFolder) {
    // One more row than is taken, and the header: what is too long is told by its line.
    SheetLimits limits = SheetLimits.list(RegisterTable.MOST_ROWS + 2);
    SheetOutline outline;
    try {
      outline = new SheetReader(workFolder, limits).read(workbook);
    } catch (StoplogException e) {
      throw new StoplogException(e.problem(), file + ": " + e.getMessage(), e);
    }
    if (outline.hasMacros()) {
      throw wrong(file, "has macros; save it without them, as XLSX");
    }
    checkVersion(outline, file);
    SheetOutline.Sheet sheet = sheet(outline, file);
    RegisterTable table = new RegisterTable(file);
    for (SheetOutline.Line line : sheet.lines()) {
      if (table.hasHeader()) {
        row(table, line);
      } else {
        header(table, line);
        merged(table, sheet);
      }
    }
    return table.checked();
  }

  /** Only the first of the cells has the text: the others would empty what is there. */
  private static void merged(RegisterTable table, SheetOutline.Sheet sheet) {
    for (SheetOutline.Area area : sheet.merged()) {
      table.fault(
          area.firstRow(),
          table.at(area.firstColumn()),
          "%s are merged; take them apart and write into each what it says".formatted(area.name()));
    }
  }

  private static void header(RegisterTable table, SheetOutline.Line line) {
    if (!line.formulas().isEmpty()) {
      throw table.wrong(line.number(), formula(line, line.formulas().getFirst()));
    }
    table.header(line.number(), line.cells());
  }

  private static void row(RegisterTable table, SheetOutline.Line line) {
    for (int column : line.formulas()) {
      table.fault(line.number(), table.at(column), formula(line, column));
    }
    List<String> cells = new ArrayList<>();
    line.cells().forEach(cell -> cells.add(TextSheet.unescaped(cell)));
    // Empty cells at the end of a row are not in the file.
    while (table.at(cells.size()) != null) {
      cells.add("");
    }
    table.row(line.number(), cells);
  }

  private static String formula(SheetOutline.Line line, int column) {
    return "cell %s%d is a formula or an error; write what it comes to"
        .formatted(SheetOutline.columnName(column), line.number());
  }

  /** The one with the suppliers, and no other one that looks so. */
  private static SheetOutline.Sheet sheet(SheetOutline outline, String file) {
    SheetOutline.Sheet found = null;
    List<String> names = new ArrayList<>();
    for (SheetOutline.Sheet sheet : outline.sheets()) {
      names.add("\"" + sheet.name() + "\"");
      if (sheet.name().strip().equalsIgnoreCase(SHEET)) {
        found = sheet;
      }
    }
    if (found == null) {
      throw wrong(
          file,
          "has no sheet \"%s\", but %s; rename the one with the suppliers"
              .formatted(SHEET, String.join(", ", names)));
    }
    for (SheetOutline.Sheet sheet : outline.sheets()) {
      if (!sheet.name().equals(found.name())
          && !sheet.lines().isEmpty()
          && isHeader(sheet.lines().getFirst())) {
        throw wrong(
            file,
            "the sheet \"%s\" has suppliers too; put all of them into \"%s\""
                .formatted(sheet.name(), SHEET));
      }
    }
    return found;
  }

  private static boolean isHeader(SheetOutline.Line line) {
    return line.cells().stream()
        .anyMatch(cell -> cell.strip().equalsIgnoreCase(Column.SUPPLIER.header()));
  }

  private static void checkVersion(SheetOutline outline, String file) {
    for (SheetOutline.Sheet sheet : outline.sheets()) {
      if (sheet.name().equalsIgnoreCase(FORMAT) && !sheet.lines().isEmpty()) {
        SheetOutline.Line mark = sheet.lines().getFirst();
        if (!mark.cell(0).equals(RegisterJson.MARK)) {
          throw wrong(
              file, "its sheet \"%s\" does not say %s".formatted(FORMAT, RegisterJson.MARK));
        }
        if (!mark.cell(1).equals("" + RegisterJson.VERSION)) {
          throw wrong(
              file,
              "its version is not %d, which is all that is read".formatted(RegisterJson.VERSION));
        }
      }
    }
  }

  private static StoplogException wrong(String file, String what) {
    return new StoplogException(Problem.REGISTER_INVALID, file + ": " + what);
  }

  /** Writes a workbook that is read back; the stream stays open. */
  static void write(OutputStream out, List<Row> rows) throws IOException {
    if (rows.size() > RegisterTable.MOST_ROWS) {
      throw new StoplogException(
          Problem.REGISTER_INVALID,
          "the register has %d rows, more than the %d that a file takes"
              .formatted(rows.size(), RegisterTable.MOST_ROWS));
    }
    // Closing it would close the caller's stream.
    Workbook book = new Workbook(out, "Stoplog", "1.0");
    List<Column> columns = List.of(Column.values());
    TextSheet sheet =
        new TextSheet(
            book, SHEET, columns.stream().map(Column::header).toList(), Problem.REGISTER_INVALID);
    for (Row row : rows) {
      sheet.row(columns.stream().map(one -> row.cells().getOrDefault(one, "")).toList());
    }
    Worksheet format = book.newWorksheet(FORMAT);
    format.value(0, 0, RegisterJson.MARK);
    format.value(0, 1, "" + RegisterJson.VERSION);
    book.finish();
  }
}
