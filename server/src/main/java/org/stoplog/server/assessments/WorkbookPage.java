package org.stoplog.server.assessments;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Taking over a workbook that a supplier filled in. */
public record WorkbookPage(
    int supplier, String name, @Nullable Preview preview, @Nullable String error) {

  /**
   * What would be taken.
   *
   * @param path where it is confirmed
   * @param lines the first ones
   * @param strange rows whose answer is not understood
   */
  public record Preview(
      String path, String about, int questions, long answered, List<Line> lines, String strange) {
    public Preview {
      lines = List.copyOf(lines);
    }
  }

  /** A question as it was read. */
  public record Line(String id, String question, String answer, String words) {}
}
