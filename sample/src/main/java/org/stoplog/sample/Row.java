package org.stoplog.sample;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of a table.
 *
 * @param subject whom the row is about
 * @param day UTC day of the row, or {@link Subject#UNDATED}
 * @param organisation that the row names beside its subject, or null
 * @param cells one for each column, empty for none
 */
record Row(Subject subject, int day, @Nullable Organisation organisation, List<String> cells) {
  Row {
    cells = List.copyOf(cells);
  }

  /** Elements of the filled cells. */
  int mask(List<Column> columns) {
    int mask = 0;
    for (int i = 0; i < cells.size(); i++) {
      Datum datum = columns.get(i).datum();
      if (datum != null && !cells.get(i).isBlank()) {
        mask |= datum.bit();
      }
    }
    return mask;
  }
}
