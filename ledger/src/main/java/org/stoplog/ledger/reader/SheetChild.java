package org.stoplog.ledger.reader;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import tools.jackson.databind.json.JsonMapper;

/** The program that reads one stranger's workbook; started by {@link ChildProcess}. */
final class SheetChild {
  static final int ANSWER = 1;
  static final int REFUSED = 2;

  private static final String MACROS = "vbaProject.bin";
  private static final ReadRequest.Limits LIMITS =
      new ReadRequest.Limits(0, 0, Duration.ZERO, 0, 50L << 20, 200);

  private SheetChild() {}

  public static void main(String[] arguments) throws IOException {
    DataOutputStream pipe = new DataOutputStream(new FileOutputStream(FileDescriptor.out));
    System.setOut(System.err);
    DataInputStream stdin = new DataInputStream(System.in);
    if (stdin.readInt() != 0) {
      throw new IOException("there is nothing to ask");
    }
    Thread.ofPlatform().daemon().name("parent").start(() -> Child.endWithParent(stdin));
    try {
      say(ANSWER, JsonMapper.builder().build().writeValueAsBytes(read()), pipe);
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

  private static SheetOutline read() throws IOException {
    XlsxRead.refuseBombs(LIMITS, Child.INPUT);
    boolean hasMacros;
    try (ZipFile zip = new ZipFile(Child.INPUT.toFile())) {
      hasMacros = zip.stream().anyMatch(entry -> entry.getName().endsWith(MACROS));
    }
    try (ReadableWorkbook book =
        new ReadableWorkbook(Child.INPUT.toFile(), new ReadingOptions(true, false))) {
      List<SheetOutline.Sheet> sheets = new ArrayList<>();
      for (Iterator<Sheet> all = book.getSheets().iterator(); all.hasNext(); ) {
        if (sheets.size() == SheetReader.MOST_SHEETS) {
          throw tooLarge();
        }
        sheets.add(sheet(all.next()));
      }
      return new SheetOutline(hasMacros, sheets);
    }
  }

  private static StoplogException tooLarge() {
    return new StoplogException(Problem.ARCHIVE_TOO_LARGE, "more than a person fills in");
  }

  private static SheetOutline.Sheet sheet(Sheet sheet) throws IOException {
    List<SheetOutline.Line> lines = new ArrayList<>();
    try (Stream<Row> rows = sheet.openStream()) {
      for (Iterator<Row> all = rows.iterator(); all.hasNext(); ) {
        Row row = all.next();
        SheetOutline.Line line = line(row);
        if (line.cells().stream().allMatch(String::isBlank) && line.formulas().isEmpty()) {
          continue;
        }
        if (lines.size() == SheetReader.MOST_ROWS) {
          throw tooLarge();
        }
        lines.add(line);
      }
    }
    return new SheetOutline.Sheet(sheet.getName(), lines);
  }

  private static SheetOutline.Line line(Row row) {
    if (row.getCellCount() > SheetReader.MOST_COLUMNS
        && row.stream().skip(SheetReader.MOST_COLUMNS).anyMatch(SheetChild::isFilled)) {
      throw tooLarge();
    }
    List<String> cells = new ArrayList<>();
    List<Integer> formulas = new ArrayList<>();
    for (int i = 0; i < Math.min(row.getCellCount(), SheetReader.MOST_COLUMNS); i++) {
      Cell cell = XlsxRead.cell(row, i);
      String text = XlsxRead.text(cell);
      if (text.length() > SheetReader.LONGEST_CELL) {
        throw tooLarge();
      }
      if (XlsxRead.isFormula(cell)) {
        formulas.add(i);
      }
      cells.add(text);
    }
    return new SheetOutline.Line(row.getRowNum(), cells, formulas);
  }

  private static boolean isFilled(@org.jspecify.annotations.Nullable Cell cell) {
    return cell != null && !XlsxRead.text(cell).isBlank();
  }
}
