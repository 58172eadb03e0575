package org.stoplog.ledger.register;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One row of a suppliers file: a supplier, an engagement, a connection, a grant, or some of them.
 *
 * @param line where it starts, from 1
 * @param cells trimmed, empty for an empty cell; a column that the file does not have is missing
 */
public record Row(long line, Map<Column, String> cells) {
  public Row {
    EnumMap<Column, String> copy = new EnumMap<>(Column.class);
    copy.putAll(cells);
    cells = Collections.unmodifiableMap(copy);
  }

  /** The cell's text, null when it is empty or its column missing. */
  public @Nullable String text(Column column) {
    String text = cells.get(column);
    return text == null || text.isEmpty() ? null : text;
  }

  /** Columns that the file has. */
  public Set<Column> columns() {
    return cells.keySet();
  }

  /** Day of a checked cell, null when empty. */
  @Nullable LocalDate day(Column column) {
    String text = text(column);
    return text == null ? null : LocalDate.parse(text);
  }

  /** Parts of a cell that are separated by semicolons. */
  List<String> parts(Column column) {
    String text = text(column);
    return text == null
        ? List.of()
        : Arrays.stream(text.split(";", -1)).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }
}
