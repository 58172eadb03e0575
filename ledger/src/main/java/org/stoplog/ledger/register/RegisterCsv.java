package org.stoplog.ledger.register;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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

/**
 * The suppliers as a CSV file; docs/reference/suppliers.md lists its columns. It is the user's own
 * file, so it is read here and not in the reader's child.
 */
public final class RegisterCsv {
  private static final int LARGEST = 16 << 20;

  private RegisterCsv() {}

  /**
   * Reads and checks all rows.
   *
   * @throws StoplogException {@link Problem#REGISTER_INVALID} with line and column of every fault
   */
  public static List<Row> read(Path path) {
    String file = String.valueOf(path.getFileName());
    return rows(text(path, file), file);
  }

  /**
   * The same of a file that is in memory.
   *
   * @param file its name, for what is told of it
   */
  public static List<Row> read(byte[] bytes, String file) {
    return rows(text(bytes, file), file);
  }

  private static List<Row> rows(String text, String file) {
    List<Row> rows = new ArrayList<>();
    Faults faults = new Faults(file);
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder()
            .fieldSeparator(separator(text))
            .skipEmptyLines(true)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .allowUnclosedQuote(true)
            .ofCsvRecord(text)) {
      @Nullable List<Column> header = null;
      for (CsvRecord row : reader) {
        if (header == null) {
          header = header(file, row);
        } else if (row.getFieldCount() != header.size()) {
          faults.add(
              row.getStartingLineNumber(),
              "%d cells under %d headers".formatted(row.getFieldCount(), header.size()));
        } else {
          rows.add(row(header, row));
        }
      }
    } catch (CsvParseException e) {
      throw new StoplogException(Problem.REGISTER_INVALID, file + ": not readable as CSV", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    RowCheck check = new RowCheck(faults);
    rows.forEach(check::check);
    faults.throwIfAny();
    if (rows.isEmpty()) {
      throw new StoplogException(Problem.FILE_EMPTY, file + " holds no rows");
    }
    return rows;
  }

  /** Writes a file that {@link #read} reads back. */
  public static void write(Writer out, List<Row> rows) throws IOException {
    try (CsvWriter csv = CsvWriter.builder().build(out)) {
      csv.writeRecord(Column.headers());
      for (Row row : rows) {
        csv.writeRecord(
            Arrays.stream(Column.values())
                .map(column -> row.cells().getOrDefault(column, ""))
                .toList());
      }
    }
  }

  private static Row row(List<Column> header, CsvRecord row) {
    Map<Column, String> cells = new EnumMap<>(Column.class);
    for (int i = 0; i < header.size(); i++) {
      cells.put(header.get(i), row.getField(i).strip());
    }
    return new Row(row.getStartingLineNumber(), cells);
  }

  private static List<Column> header(String file, CsvRecord row) {
    List<Column> header = new ArrayList<>();
    Set<Column> seen = EnumSet.noneOf(Column.class);
    for (String field : row.getFields()) {
      String name = field.strip().toLowerCase(Locale.ROOT);
      if (!Column.headers().contains(name)) {
        String shown = name.length() > 60 ? name.substring(0, 60) + "…" : name;
        throw new StoplogException(
            Problem.REGISTER_INVALID,
            "%s, line %d: unknown column \"%s\"; %s"
                .formatted(
                    file,
                    row.getStartingLineNumber(),
                    shown,
                    Nearest.hint(name, Column.headers())));
      }
      Column column = Column.valueOf(name.toUpperCase(Locale.ROOT));
      if (!seen.add(column)) {
        throw new StoplogException(
            Problem.HEADER_DUPLICATE, file + ": the column " + name + " is there twice");
      }
      header.add(column);
    }
    if (!seen.contains(Column.SUPPLIER)) {
      throw new StoplogException(Problem.HEADER_MISSING, file + ": there is no column supplier");
    }
    return header;
  }

  /** The one of the usual separators that the header has most of. */
  private static char separator(String text) {
    String header = text.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
    char best = ',';
    for (char candidate : new char[] {';', '\t'}) {
      if (count(header, candidate) > count(header, best)) {
        best = candidate;
      }
    }
    return best;
  }

  private static long count(String text, char wanted) {
    return text.chars().filter(c -> c == wanted).count();
  }

  private static String text(Path path, String file) {
    if (!Files.isRegularFile(path)) {
      throw new StoplogException(
          Files.exists(path) ? Problem.FILE_UNREADABLE : Problem.FILE_NOT_FOUND,
          path + (Files.exists(path) ? " is not a plain file" : " does not exist"));
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(path)) {
      bytes = in.readNBytes(LARGEST + 1);
    } catch (IOException e) {
      throw new StoplogException(Problem.FILE_UNREADABLE, path + " could not be read", e);
    }
    return text(bytes, file);
  }

  private static String text(byte[] bytes, String file) {
    if (bytes.length == 0) {
      throw new StoplogException(Problem.FILE_EMPTY, file + " is empty");
    }
    if (bytes.length > LARGEST) {
      throw new StoplogException(Problem.REGISTER_INVALID, file + " is larger than 16 MB");
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new StoplogException(Problem.ENCODING_UNREADABLE, file + " is not UTF-8 text", e);
    }
  }
}
