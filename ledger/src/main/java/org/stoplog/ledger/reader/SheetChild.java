package org.stoplog.ledger.reader;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/** The program that reads one stranger's workbook; started by {@link ChildProcess}. */
final class SheetChild {
  static final int ANSWER = 1;
  static final int REFUSED = 2;

  private static final String MACROS = "vbaProject.bin";
  private static final int LONGEST_REQUEST = 4096;

  /** How a day is written that has no time. */
  private static final String MIDNIGHT = "T00:00";

  private final SheetLimits limits;

  private SheetChild(SheetLimits limits) {
    this.limits = limits;
  }

  public static void main(String[] arguments) throws IOException {
    DataOutputStream pipe = new DataOutputStream(new FileOutputStream(FileDescriptor.out));
    System.setOut(System.err);
    DataInputStream stdin = new DataInputStream(System.in);
    int length = stdin.readInt();
    if (length < 0 || length > LONGEST_REQUEST) {
      throw new IOException("a request of " + length + " bytes");
    }
    byte[] asked = stdin.readNBytes(length);
    Thread.ofPlatform().daemon().name("parent").start(() -> Child.endWithParent(stdin));
    try {
      SheetLimits limits = SheetReader.JSON.readValue(asked, SheetLimits.class);
      byte[] read = SheetReader.JSON.writeValueAsBytes(new SheetChild(limits).read());
      if (read.length > limits.bytes()) {
        throw tooLarge();
      }
      say(ANSWER, read, pipe);
    } catch (StoplogException e) {
      say(REFUSED, e.problem().slug().getBytes(StandardCharsets.UTF_8), pipe);
    } catch (OutOfMemoryError e) {
      Runtime.getRuntime().halt(Child.OUT_OF_MEMORY);
    } catch (RuntimeException | IOException | LinkageError | StackOverflowError e) {
      // What a library says of a file may hold its words.
      say(REFUSED, Problem.FILE_DAMAGED.slug().getBytes(StandardCharsets.UTF_8), pipe);
    }
    Runtime.getRuntime().halt(0);
  }

  private static void say(int kind, byte[] what, DataOutputStream pipe) throws IOException {
    pipe.write(kind);
    pipe.writeInt(what.length);
    pipe.write(what);
    pipe.flush();
  }

  private SheetOutline read() throws IOException {
    XlsxRead.refuseBombs(limits.child(), Child.INPUT);
    boolean hasMacros;
    Map<String, List<SheetOutline.Area>> merged;
    try (ZipFile zip = new ZipFile(Child.INPUT.toFile())) {
      hasMacros = zip.stream().anyMatch(entry -> entry.getName().endsWith(MACROS));
      merged = SheetMerges.of(zip);
    }
    try (ReadableWorkbook book =
        new ReadableWorkbook(Child.INPUT.toFile(), new ReadingOptions(true, false))) {
      List<SheetOutline.Sheet> sheets = new ArrayList<>();
      for (Iterator<Sheet> all = book.getSheets().iterator(); all.hasNext(); ) {
        if (sheets.size() == limits.sheets()) {
          throw tooLarge();
        }
        Sheet sheet = all.next();
        sheets.add(
            new SheetOutline.Sheet(
                sheet.getName(), lines(sheet), merged.getOrDefault(sheet.getId(), List.of())));
      }
      return new SheetOutline(hasMacros, sheets);
    }
  }

  private static StoplogException tooLarge() {
    return new StoplogException(Problem.ARCHIVE_TOO_LARGE, "more than was allowed");
  }

  private List<SheetOutline.Line> lines(Sheet sheet) throws IOException {
    List<SheetOutline.Line> lines = new ArrayList<>();
    try (Stream<Row> rows = sheet.openStream()) {
      for (Iterator<Row> all = rows.iterator(); all.hasNext(); ) {
        Row row = all.next();
        SheetOutline.Line line = line(row);
        if (line.cells().stream().allMatch(String::isBlank) && line.formulas().isEmpty()) {
          continue;
        }
        if (lines.size() == limits.rows()) {
          throw tooLarge();
        }
        lines.add(line);
      }
    }
    return lines;
  }

  private SheetOutline.Line line(Row row) {
    if (row.getCellCount() > limits.columns()
        && row.stream().skip(limits.columns()).anyMatch(SheetChild::isFilled)) {
      throw tooLarge();
    }
    List<String> cells = new ArrayList<>();
    List<Integer> formulas = new ArrayList<>();
    for (int i = 0; i < Math.min(row.getCellCount(), limits.columns()); i++) {
      Cell cell = XlsxRead.cell(row, i);
      String text = text(cell);
      if (text.length() > limits.child().lineBytes()) {
        throw tooLarge();
      }
      if (XlsxRead.isFormula(cell) || (cell != null && cell.getType() == CellType.ERROR)) {
        formulas.add(i);
      }
      cells.add(text);
    }
    while (!cells.isEmpty() && cells.getLast().isEmpty()) {
      cells.removeLast();
    }
    return new SheetOutline.Line(row.getRowNum(), cells, formulas);
  }

  private static String text(@Nullable Cell cell) {
    String text = XlsxRead.text(cell);
    boolean isDay = cell != null && cell.getType() == CellType.NUMBER && text.endsWith(MIDNIGHT);
    return isDay ? text.substring(0, text.length() - MIDNIGHT.length()) : text;
  }

  private static boolean isFilled(@Nullable Cell cell) {
    return cell != null && !XlsxRead.text(cell).isBlank();
  }
}
