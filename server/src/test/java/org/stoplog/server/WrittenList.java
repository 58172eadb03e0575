package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.stoplog.ledger.register.TextSheet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A list as it was taken away, whatever its format.
 *
 * @param rows cells as texts, empty for an empty cell
 */
public record WrittenList(List<String> columns, List<List<String>> rows) {
  /** The apostrophe before what a spreadsheet would run is of the format, not of the cell. */
  public static WrittenList ofCsv(byte[] content) throws IOException {
    List<List<String>> all = new ArrayList<>();
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder().ofCsvRecord(new String(content, StandardCharsets.UTF_8))) {
      for (CsvRecord record : reader) {
        all.add(
            record.getFields().stream()
                .map(cell -> cell.matches("(?s)'[=+\\-@\t\r].*") ? cell.substring(1) : cell)
                .toList());
      }
    }
    return new WrittenList(all.getFirst(), all.subList(1, all.size()));
  }

  /** Its cells must be texts alone. */
  public static WrittenList ofWorkbook(byte[] content) throws IOException {
    List<List<String>> all = new ArrayList<>();
    try (ReadableWorkbook book = new ReadableWorkbook(new ByteArrayInputStream(content))) {
      for (Row row : book.getFirstSheet().read()) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < (all.isEmpty() ? row.getCellCount() : all.getFirst().size()); i++) {
          Cell cell = i < row.getCellCount() ? row.getCell(i) : null;
          if (cell != null) {
            assertThat(cell.getType()).isIn(CellType.STRING, CellType.EMPTY);
            assertThat(cell.getFormula()).isNull();
          }
          cells.add(cell == null ? "" : TextSheet.unescaped(cell.getText()));
        }
        all.add(List.copyOf(cells));
      }
    }
    return new WrittenList(all.getFirst(), all.subList(1, all.size()));
  }

  /** Of one that has rows: without any JSON has no columns. */
  public static WrittenList ofJson(byte[] content) {
    JsonNode all = new JsonMapper().readTree(content);
    List<String> columns = List.copyOf(all.get(0).propertyNames());
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode one : all) {
      assertThat(List.copyOf(one.propertyNames())).isEqualTo(columns);
      rows.add(columns.stream().map(column -> one.get(column).asString("")).toList());
    }
    return new WrittenList(columns, List.copyOf(rows));
  }
}
