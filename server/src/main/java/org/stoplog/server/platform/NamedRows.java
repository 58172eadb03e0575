package org.stoplog.server.platform;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dhatim.fastexcel.Workbook;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.register.RegisterFormat;
import org.stoplog.ledger.register.TextSheet;
import tools.jackson.databind.json.JsonMapper;

/**
 * Rows of named columns to take away: as CSV, as a workbook (XLSX) or as JSON, with the same cells.
 * In CSV what a spreadsheet would run as a formula gets an apostrophe; a workbook has texts alone,
 * and JSON an object for each row.
 */
public final class NamedRows {
  /** End of the path of such a list; the handler's parameter is a {@link RegisterFormat}. */
  public static final String FORMAT = ".{format:csv|xlsx|json}";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final List<String> columns;
  private final List<List<@Nullable Object>> rows = new ArrayList<>();

  public NamedRows(String... columns) {
    this.columns = List.of(columns);
  }

  /**
   * Adds a row.
   *
   * @param cells one for each column; null is an empty cell, numbers and truths stay such in JSON
   */
  public void add(@Nullable Object... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(cells.length + " cells for " + columns.size());
    }
    List<@Nullable Object> row = new ArrayList<>();
    Collections.addAll(row, cells);
    rows.add(row);
  }

  /**
   * As an answer that browsers save.
   *
   * @param name of ours, in ASCII, without an ending
   * @throws StoplogException REQUEST_INVALID for a text that is too long for a cell of a workbook
   */
  public ResponseEntity<byte[]> download(RegisterFormat format, String name) {
    return switch (format) {
      case CSV -> csv().download(name + "." + format.ending());
      case XLSX -> file(format, name, workbook(name));
      case JSON -> file(format, name, JSON.writeValueAsBytes(objects()));
    };
  }

  private static ResponseEntity<byte[]> file(RegisterFormat format, String name, byte[] content) {
    return ResponseEntity.ok()
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            "attachment; filename=\"" + name + "." + format.ending() + "\"")
        .contentType(MediaType.parseMediaType(format.mediaType()))
        .body(content);
  }

  private CsvLines csv() {
    CsvLines csv = new CsvLines(columns.toArray(String[]::new));
    rows.forEach(row -> csv.add(row.toArray()));
    return csv;
  }

  private byte[] workbook(String name) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Workbook book = new Workbook(out, "Stoplog", "1.0")) {
      TextSheet sheet = new TextSheet(book, name, columns, Problem.REQUEST_INVALID);
      for (List<@Nullable Object> row : rows) {
        sheet.row(row.stream().map(cell -> cell == null ? "" : cell.toString()).toList());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private List<Map<String, @Nullable Object>> objects() {
    List<Map<String, @Nullable Object>> objects = new ArrayList<>();
    for (List<@Nullable Object> row : rows) {
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      for (int i = 0; i < columns.size(); i++) {
        Object cell = row.get(i);
        boolean isPlain = cell == null || cell instanceof Number || cell instanceof Boolean;
        object.put(columns.get(i), isPlain ? cell : cell.toString());
      }
      objects.add(object);
    }
    return objects;
  }
}
