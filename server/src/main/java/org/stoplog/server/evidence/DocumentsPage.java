package org.stoplog.server.evidence;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Documents of one supplier, or of all.
 *
 * @param supplier null for all
 */
public record DocumentsPage(
    @Nullable Integer supplier,
    String title,
    String state,
    List<Line> lines,
    boolean canEdit,
    @Nullable String error) {
  public DocumentsPage {
    lines = List.copyOf(lines);
  }

  /**
   * One of them.
   *
   * @param until empty for no end
   * @param review what somebody found; null while nobody has looked
   */
  public record Line(
      String id,
      int supplier,
      String supplierName,
      String name,
      String about,
      String from,
      String until,
      boolean isOver,
      boolean isSoonOver,
      @Nullable String review,
      @Nullable String assessment) {}
}
