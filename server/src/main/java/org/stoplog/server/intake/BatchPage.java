package org.stoplog.server.intake;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One batch.
 *
 * @param ended when and by whom it was replaced or taken back; null while it is live
 * @param canUndo whether this person may take it back now
 * @param contacts how many people's contacts it keeps; null when it keeps none
 * @param mapping as YAML, null when it was imported before mappings were kept
 * @param more address of the next rows left out, null on the last page
 */
public record BatchPage(
    LedgerPage.Line line,
    String sha256,
    String suppressed,
    @Nullable String contacts,
    @Nullable String ended,
    boolean canUndo,
    List<Reason> reasons,
    List<LeftOut> leftOut,
    @Nullable String more,
    List<MappingPage.Row> columns,
    @Nullable String mapping) {
  public BatchPage {
    reasons = List.copyOf(reasons);
    leftOut = List.copyOf(leftOut);
    columns = List.copyOf(columns);
  }

  /** Why rows were left out, and how many. */
  public record Reason(String words, String rows) {}

  /** A row that was left out: where, and why; never what it holds. */
  public record LeftOut(String line, String column, String words) {}
}
