package org.stoplog.ledger.reader;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/**
 * Only the rows in which a column has one value count; blanks around it do not matter.
 *
 * @param column name as in the file, in any case
 * @param value what stands in it; may be a person's, so it is never told
 */
public record RowFilter(String column, String value) {
  public RowFilter {
    value = value.strip();
  }

  /**
   * A mapping that knows the column, so that the reader looks at it. Null stays null: a guessed
   * mapping knows all columns.
   */
  public @Nullable Mapping known(@Nullable Mapping mapping) {
    if (mapping == null || mapping.fields().stream().anyMatch(this::isOf)) {
      return mapping;
    }
    List<Field> fields = new ArrayList<>(mapping.fields());
    fields.add(new Field(column, Role.IGNORE, null, null));
    return new Mapping(
        mapping.format(),
        mapping.encoding(),
        mapping.separator(),
        mapping.header(),
        mapping.sheet(),
        mapping.dateOrder(),
        mapping.region(),
        fields);
  }

  /**
   * Index of the column's field.
   *
   * @param columnOf for each field its column in the file, or -1
   * @throws StoplogException {@link Problem#MAPPING_INVALID} when the file has no such column
   */
  int field(List<Field> fields, int[] columnOf, List<String> columns) {
    for (int i = 0; i < fields.size(); i++) {
      if (isOf(fields.get(i)) && columnOf[i] >= 0) {
        return i;
      }
    }
    throw new StoplogException(
        Problem.MAPPING_INVALID,
        "the file has no column \"" + column + "\"; it has: " + TablePlan.names(columns));
  }

  private boolean isOf(Field field) {
    return field.column().strip().toLowerCase(Locale.ROOT).equals(key());
  }

  private String key() {
    return column.strip().toLowerCase(Locale.ROOT);
  }

  /** Leaves the value out: it could be a person's. */
  @Override
  public String toString() {
    return "RowFilter[column=" + column + "]";
  }
}
