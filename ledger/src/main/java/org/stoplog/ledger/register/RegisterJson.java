package org.stoplog.ledger.register;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Nearest;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * The suppliers as JSON: {@code {"format": "stoplog-suppliers", "version": 1, "columns": [...],
 * "suppliers": [{"supplier": "Acme", ...}]}}. The columns may be left out; then the file has those
 * that any supplier names. What a supplier leaves out is empty.
 */
final class RegisterJson {
  static final String MARK = "stoplog-suppliers";
  static final int VERSION = 1;

  private static final int DEEPEST = 8;
  private static final int LONGEST = 100_000;
  private static final List<String> MEMBERS = List.of("format", "version", "columns", "suppliers");
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxStringLength(LONGEST)
                  .maxNumberLength(100)
                  .maxNameLength(1_000)
                  .build())
          .build();

  /** A supplier of the list, before it is known which columns the file has. */
  private record Item(long line, Map<Column, String> cells) {}

  private final RegisterTable table;
  private final JsonParser in;
  private final List<Item> items = new ArrayList<>();
  private final Set<Column> named = EnumSet.noneOf(Column.class);
  private @Nullable List<Column> columns;

  private RegisterJson(RegisterTable table, JsonParser in) {
    this.table = table;
    this.in = in;
  }

  static List<Row> read(String text, String file) {
    RegisterTable table = new RegisterTable(file);
    try (JsonParser in = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      new RegisterJson(table, in).bounded();
    }
    return table.checked();
  }

  private void bounded() {
    try {
      document();
    } catch (StreamConstraintsException e) {
      throw table.wrong(
          in.currentLocation().getLineNr(),
          "nested deeper, or with longer texts, than a suppliers file is");
    } catch (JacksonException e) {
      // Without its cause, which quotes the file.
      throw table.wrong(in.currentLocation().getLineNr(), "not readable as JSON, or it breaks off");
    }
  }

  private long line() {
    return in.currentTokenLocation().getLineNr();
  }

  private void document() {
    if (in.nextToken() != JsonToken.START_OBJECT) {
      throw table.wrong(line(), "a suppliers file is an object with " + String.join(", ", MEMBERS));
    }
    Set<String> seen = new HashSet<>();
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      if (!MEMBERS.contains(name)) {
        throw table.wrong(
            line(), "unknown member " + shown(name) + "; " + Nearest.hint(name, MEMBERS));
      }
      if (!seen.add(name)) {
        throw table.wrong(line(), "the member \"" + name + "\" is there twice");
      }
      member(name);
    }
    if (in.nextToken() != null) {
      throw table.wrong(line(), "there is more after the end of the document");
    }
    for (String name : List.of("format", "version", "suppliers")) {
      if (!seen.contains(name)) {
        throw table.wrong(1, "the member \"" + name + "\" is missing");
      }
    }
    rows();
  }

  private void member(String name) {
    JsonToken value = in.nextToken();
    switch (name) {
      case "format" -> {
        if (value != JsonToken.VALUE_STRING || !in.getString().equals(MARK)) {
          throw table.wrong(line(), "the format is not \"" + MARK + "\"");
        }
      }
      case "version" -> {
        if (value != JsonToken.VALUE_NUMBER_INT || !in.getString().equals("" + VERSION)) {
          throw table.wrong(
              line(), "the version is not " + VERSION + ", which is all that is read");
        }
      }
      case "columns" -> columns(value);
      default -> suppliers(value);
    }
  }

  private void columns(JsonToken begin) {
    List<Column> found = new ArrayList<>();
    if (begin != JsonToken.START_ARRAY) {
      throw table.wrong(line(), "columns are a list of names");
    }
    while (in.nextToken() != JsonToken.END_ARRAY) {
      if (in.currentToken() != JsonToken.VALUE_STRING) {
        throw table.wrong(line(), "columns are a list of names");
      }
      found.add(table.column(line(), in.getString()));
    }
    columns = found;
  }

  private void suppliers(JsonToken begin) {
    if (begin != JsonToken.START_ARRAY) {
      throw table.wrong(line(), "suppliers are a list of objects");
    }
    while (in.nextToken() != JsonToken.END_ARRAY) {
      if (in.currentToken() != JsonToken.START_OBJECT) {
        throw table.wrong(line(), "suppliers are a list of objects");
      }
      if (items.size() > RegisterTable.MOST_ROWS) {
        throw table.wrong(line(), "more than " + RegisterTable.MOST_ROWS + " rows; split the file");
      }
      items.add(item());
    }
  }

  private Item item() {
    long line = line();
    Map<Column, String> cells = new EnumMap<>(Column.class);
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      Column column = table.column(line(), name);
      boolean isFirst = !cells.containsKey(column);
      if (!isFirst) {
        table.fault(line(), column, "is there twice");
      }
      String text = text(column);
      if (isFirst) {
        cells.put(column, text);
      }
    }
    named.addAll(cells.keySet());
    return new Item(line, cells);
  }

  /** Empty for null, and for what is no text, which is a fault. */
  private String text(Column column) {
    JsonToken value = in.nextToken();
    if (value == JsonToken.VALUE_STRING) {
      return in.getString().strip();
    }
    if (value != JsonToken.VALUE_NULL) {
      table.fault(line(), column, "is no text; write it in quotes");
      in.skipChildren();
    }
    return "";
  }

  private void rows() {
    List<Column> all = columns == null ? List.copyOf(named) : columns;
    if (!items.isEmpty() || columns != null) {
      table.header(1, all.stream().map(Column::header).toList());
    }
    for (Item item : items) {
      for (Column column : item.cells().keySet()) {
        if (!all.contains(column)) {
          table.fault(item.line(), column, "is not among the columns of the file");
        }
      }
      table.row(item.line(), all.stream().map(one -> item.cells().getOrDefault(one, "")).toList());
    }
  }

  private static String shown(String name) {
    return "\"" + (name.length() > 60 ? name.substring(0, 60) + "…" : name) + "\"";
  }

  /** One supplier a line, so that two files can be compared by eye. */
  static void write(OutputStream out, List<Row> rows) throws IOException {
    StringBuilder text = new StringBuilder();
    text.append("{\"format\":\"%s\",\"version\":%d,\n".formatted(MARK, VERSION));
    text.append("\"columns\":").append(JSON.writeValueAsString(Column.headers()));
    text.append(",\n\"suppliers\":[");
    String between = "\n";
    for (Row row : rows) {
      Map<String, String> cells = new LinkedHashMap<>();
      row.cells()
          .forEach(
              (column, cell) -> {
                if (!cell.isEmpty()) {
                  cells.put(column.header(), cell);
                }
              });
      text.append(between).append(JSON.writeValueAsString(cells));
      between = ",\n";
    }
    out.write(text.append("\n]}\n").toString().getBytes(StandardCharsets.UTF_8));
  }
}
