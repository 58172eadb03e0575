package org.stoplog.ledger.register;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/**
 * The suppliers as a CSV file; docs/reference/suppliers.md lists its columns. It is the user's own
 * file, so it is read here and not in the reader's child.
 */
public final class RegisterCsv {
  private RegisterCsv() {}

  /**
   * Reads and checks all rows.
   *
   * @throws StoplogException {@link Problem#REGISTER_INVALID} with line and column of every fault
   */
  public static List<Row> read(Path path) {
    String file = String.valueOf(path.getFileName());
    return rows(RegisterFile.text(RegisterFile.bytes(path), file), file);
  }

  static List<Row> rows(String text, String file) {
    RegisterTable table = new RegisterTable(file);
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder()
            .fieldSeparator(separator(text))
            .skipEmptyLines(true)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .allowUnclosedQuote(true)
            .ofCsvRecord(text)) {
      for (CsvRecord row : reader) {
        if (table.hasHeader()) {
          table.row(row.getStartingLineNumber(), row.getFields());
        } else {
          table.header(row.getStartingLineNumber(), row.getFields());
        }
      }
    } catch (CsvParseException e) {
      throw new StoplogException(Problem.REGISTER_INVALID, file + ": not readable as CSV", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return table.checked();
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
}
