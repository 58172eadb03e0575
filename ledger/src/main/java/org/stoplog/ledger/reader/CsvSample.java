package org.stoplog.ledger.reader;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/**
 * The first records of separated text.
 *
 * @param separator given or guessed
 * @param records the first thousand
 * @param headerBytes length of the first record and the blank lines around it
 * @param headerLines lines of the same
 */
record CsvSample(char separator, List<List<String>> records, int headerBytes, long headerLines) {
  private static final char[] SEPARATORS = {',', ';', '\t', '|'};
  private static final int RECORDS = 1001;
  private static final int RECORDS_FOR_SEPARATOR = 100;

  /**
   * @param sample whole lines as UTF-8
   * @throws StoplogException {@link Problem#DATA_MALFORMED} when there is no whole line
   */
  static CsvSample of(byte[] sample, @Nullable Character given) {
    if (sample.length == 0) {
      throw new StoplogException(
          Problem.DATA_MALFORMED, "line 1 is too long for a header or a first row");
    }
    String text = new String(sample, StandardCharsets.UTF_8);
    char separator = given == null ? guess(text) : given;
    List<CsvRecord> records = parse(text, separator, RECORDS);
    long secondLine = records.size() > 1 ? records.get(1).getStartingLineNumber() : Long.MAX_VALUE;
    int bytes = 0;
    long line = 1;
    while (bytes < sample.length && line < secondLine) {
      if (sample[bytes++] == '\n') {
        line++;
      }
    }
    return new CsvSample(
        separator, records.stream().map(CsvRecord::getFields).toList(), bytes, line - 1);
  }

  /** The one that splits the most records into equally many fields. */
  private static char guess(String text) {
    char best = ',';
    long bestScore = 0;
    for (char separator : SEPARATORS) {
      List<CsvRecord> records = parse(text, separator, RECORDS_FOR_SEPARATOR);
      int fields = records.isEmpty() ? 1 : records.getFirst().getFieldCount();
      long alike = records.stream().filter(r -> r.getFieldCount() == fields).count();
      long score = fields == 1 ? 0 : alike * 1000 + fields;
      if (score > bestScore) {
        best = separator;
        bestScore = score;
      }
    }
    return best;
  }

  private static List<CsvRecord> parse(String text, char separator, int most) {
    List<CsvRecord> records = new ArrayList<>();
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder()
            .fieldSeparator(separator)
            .skipEmptyLines(true)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .ofCsvRecord(text)) {
      for (CsvRecord record : reader) {
        records.add(record);
        if (records.size() == most) {
          break;
        }
      }
    } catch (CsvParseException e) {
      // What comes before it is sample enough; the row is left out when it is read.
      return records;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return records;
  }
}
