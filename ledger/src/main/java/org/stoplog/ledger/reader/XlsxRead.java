package org.stoplog.ledger.reader;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
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

/** Reads one sheet of a workbook. A formula counts as the value that was saved with it. */
final class XlsxRead {
  private static final int SAMPLE_ROWS = 1001;
  private static final int MOST_DIGITS = 400;
  private static final String NO_RESULT = "formula-without-value";

  private XlsxRead() {}

  static void run(ChildRequest request, Path file, ChildOutput out) {
    try {
      refuseBombs(request.read().limits(), file);
      try (ReadableWorkbook book =
          new ReadableWorkbook(file.toFile(), new ReadingOptions(true, false))) {
        read(request, book, out);
      }
    } catch (StoplogException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new StoplogException(Problem.FILE_DAMAGED, "the XLSX file cannot be read", e);
    }
  }

  /** The library holds all texts of a workbook in memory and believes the sizes it is told. */
  static void refuseBombs(ReadRequest.Limits limits, Path file) throws IOException {
    long size = Files.size(file);
    byte[] buffer = new byte[64 << 10];
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (Iterator<? extends ZipEntry> all = zip.stream().iterator(); all.hasNext(); ) {
        try (InputStream entry =
            new InflateGuard(zip.getInputStream(all.next()), limits, () -> size)) {
          while (entry.read(buffer) >= 0) {
            // Only its length counts.
          }
        }
      }
    }
  }

  private static void read(ChildRequest request, ReadableWorkbook book, ChildOutput out)
      throws IOException {
    Mapping given = request.read().mapping();
    Sheet sheet = sheet(book, given == null ? null : given.sheet());
    TablePlan plan;
    try (Stream<Row> rows = sheet.openStream()) {
      List<List<String>> sample =
          rows.map(row -> texts(row))
              .filter(row -> row.stream().anyMatch(text -> !text.isBlank()))
              .limit(SAMPLE_ROWS)
              .toList();
      plan = TablePlan.of(request.read(), Format.XLSX, null, null, sample);
    }
    if (ChildReading.begin(request, plan.mapping(), out)) {
      return;
    }
    RowEmitter emitter = new RowEmitter(plan.mapping().fields().size(), new SetDictionary());
    RowMapper mapper = RowMapper.of(plan, request.read(), emitter);
    try (Stream<Row> rows = sheet.openStream()) {
      boolean isHeader = plan.mapping().header();
      int count = 0;
      for (Iterator<Row> all = rows.iterator(); all.hasNext(); ) {
        Row row = all.next();
        List<String> texts = texts(row);
        if (texts.stream().allMatch(String::isBlank) && !hasFormula(row)) {
          continue;
        }
        if (!isHeader) {
          row(plan, mapper, row, texts);
        }
        isHeader = false;
        if (++count % Frames.BLOCK_ROWS == 0) {
          emitter.drain(out);
        }
      }
    }
    emitter.drain(out);
    out.end(emitter.rowTotal(), emitter.leftOutTotal(), emitter.cells());
  }

  private static void row(TablePlan plan, RowMapper mapper, Row row, List<String> texts) {
    if (texts.stream().skip(plan.columns().size()).anyMatch(text -> !text.isBlank())) {
      mapper.leaveOut(row.getRowNum(), null, "ragged-row");
      return;
    }
    mapper.begin(row.getRowNum());
    for (int i = 0; i < plan.columnOf().length; i++) {
      int column = plan.columnOf()[i];
      if (column < 0 || column >= texts.size()) {
        continue;
      }
      String text = texts.get(column);
      Role role = plan.mapping().fields().get(i).role();
      if (text.isEmpty() && role != Role.IGNORE && isFormula(cell(row, column))) {
        mapper.fail(i, NO_RESULT);
      } else {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        mapper.cell(i, bytes, 0, bytes.length);
      }
    }
    mapper.end();
  }

  private static Sheet sheet(ReadableWorkbook book, @Nullable String name) {
    if (name == null) {
      return book.getFirstSheet();
    }
    return book.findSheet(name)
        .orElseThrow(
            () ->
                new StoplogException(
                    Problem.MAPPING_INVALID, "the workbook has no sheet \"" + name + "\""));
  }

  private static List<String> texts(Row row) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < Math.min(row.getCellCount(), Frames.MOST_FIELDS + 1); i++) {
      texts.add(text(cell(row, i)));
    }
    return texts;
  }

  static @Nullable Cell cell(Row row, int column) {
    return row.hasCell(column) ? row.getCell(column) : null;
  }

  private static boolean hasFormula(Row row) {
    return row.stream().anyMatch(XlsxRead::isFormula);
  }

  static boolean isFormula(@Nullable Cell cell) {
    return cell != null && cell.getType() == CellType.FORMULA;
  }

  static String text(@Nullable Cell cell) {
    if (cell == null) {
      return "";
    }
    String raw = cell.getRawValue();
    return switch (cell.getType()) {
      case NUMBER -> number(cell, raw);
      case STRING -> cell.getText();
      case BOOLEAN -> Boolean.TRUE.equals(cell.getValue()) ? "true" : "false";
      case FORMULA -> raw == null ? "" : raw;
      case ERROR, EMPTY -> "";
    };
  }

  private static String number(Cell cell, @Nullable String raw) {
    if (isDate(cell.getDataFormatString())) {
      return cell.asDate().toString();
    }
    try {
      BigDecimal number = raw == null ? BigDecimal.ZERO : new BigDecimal(raw);
      // 4.9176E11 is a telephone number; 1E999999999 written out would fill the memory.
      return raw == null || Math.abs(number.scale()) > MOST_DIGITS
          ? ""
          : number.stripTrailingZeros().toPlainString();
    } catch (NumberFormatException e) {
      return "";
    }
  }

  /** Whether a number format shows a day; text in quotes and colours are no part of it. */
  private static boolean isDate(@Nullable String format) {
    if (format == null) {
      return false;
    }
    String bare = format.replaceAll("\"[^\"]*\"|\\[[^\\]]*\\]|\\\\.", "");
    return bare.matches("(?i).*(yy|d).*");
  }
}
