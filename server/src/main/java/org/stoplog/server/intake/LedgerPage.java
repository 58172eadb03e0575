package org.stoplog.server.intake;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of batches.
 *
 * @param canImport whether this person may import
 * @param older address of the next page, null on the last
 * @param newer address of the page before, null on the first
 * @param export address of all that fit, as CSV
 */
public record LedgerPage(
    boolean canImport,
    Filter filter,
    List<Supplier> suppliers,
    List<Column> columns,
    List<Line> batches,
    List<Waiting> uploads,
    String total,
    @Nullable String older,
    @Nullable String newer,
    String export) {
  public LedgerPage {
    suppliers = List.copyOf(suppliers);
    columns = List.copyOf(columns);
    batches = List.copyOf(batches);
    uploads = List.copyOf(uploads);
  }

  /** What was asked for; empty means all. */
  public record Filter(String kind, String supplier, String state, String sort) {}

  public record Supplier(String id, String name) {}

  /**
   * A column to sort by.
   *
   * @param order {@code ascending}, {@code descending} or null
   */
  public record Column(String title, String path, @Nullable String order) {}

  /** A batch. */
  public record Line(
      long id,
      String path,
      String kind,
      String supplier,
      String connection,
      String file,
      String rows,
      String leftOut,
      String days,
      String at,
      String by,
      String state) {}

  /** A file that was uploaded and is not imported yet. */
  public record Waiting(String path, String file, String state, String goes) {}
}
