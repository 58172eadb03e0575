package org.stoplog.server.suppliers;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What grants declare and what was seen.
 *
 * @param supplier null for the report over all
 */
public record DeclaredPage(
    String state, @Nullable Integer supplier, String title, List<Part> parts, List<Row> rows) {
  public DeclaredPage {
    parts = List.copyOf(parts);
    rows = List.copyOf(rows);
  }

  /** An engagement. */
  public record Part(String engagement, String state, List<Row> rows) {
    public Part {
      rows = List.copyOf(rows);
    }
  }

  /** An element. */
  public record Row(
      int supplier,
      String supplierName,
      String engagement,
      String element,
      String id,
      String finding,
      boolean isToDo,
      boolean isGrave,
      String people) {}
}
