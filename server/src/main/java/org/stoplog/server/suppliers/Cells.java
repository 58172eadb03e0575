package org.stoplog.server.suppliers;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.register.Column;
import org.stoplog.server.platform.InvalidBody;

/** What a program says of something in the register, as cells; what it leaves out is empty. */
final class Cells {
  private final Map<Column, String> fields;
  private final Map<Column, String> cells = new EnumMap<>(Column.class);

  /**
   * @param fields of the body, by the columns that they fill
   */
  Cells(Map<Column, String> fields) {
    this.fields = fields;
  }

  Cells put(Column column, @Nullable String value) {
    cells.put(column, value == null ? "" : value.strip());
    return this;
  }

  /** The register separates parts by semicolons. */
  Cells put(Column column, @Nullable List<String> parts) {
    if (parts != null
        && parts.stream().anyMatch(part -> part == null || part.contains(";") || part.isBlank())) {
      throw new InvalidBody("/" + fields.get(column), "Each is a text without a semicolon.");
    }
    return put(column, parts == null ? null : String.join(";", parts));
  }

  Map<Column, String> all() {
    return new EnumMap<>(cells);
  }

  /** Refuses a body for what the register found wrong of it. */
  void refuse(Map<Column, String> errors) {
    if (!errors.isEmpty()) {
      throw new InvalidBody(
          errors.entrySet().stream()
              .map(
                  one -> {
                    String field = fields.get(one.getKey());
                    return new InvalidBody.Fault(field == null ? "" : "/" + field, one.getValue());
                  })
              .toList());
    }
  }
}
