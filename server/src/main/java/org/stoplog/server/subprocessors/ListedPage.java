package org.stoplog.server.subprocessors;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a supplier's own list says of its sub-processors, and taking a new one over.
 *
 * @param before what held before, in lines
 * @param source as it was typed
 */
public record ListedPage(
    int supplier,
    String name,
    List<Line> lines,
    List<String> before,
    boolean canEdit,
    String source,
    @Nullable Preview preview,
    List<String> errors) {
  public ListedPage {
    lines = List.copyOf(lines);
    before = List.copyOf(before);
    errors = List.copyOf(errors);
  }

  /**
   * A sub-processor.
   *
   * @param id in the register
   * @param origin which list said so, when, and on which line
   */
  public record Line(
      int id,
      String name,
      String domain,
      String purpose,
      String data,
      String place,
      String since,
      String origin) {}

  /**
   * What a list would change.
   *
   * @param path where it is confirmed
   * @param about numbers
   */
  public record Preview(
      String path, String about, List<String> fresh, List<String> gone, List<String> changed) {
    public Preview {
      fresh = List.copyOf(fresh);
      gone = List.copyOf(gone);
      changed = List.copyOf(changed);
    }

    public boolean isEmpty() {
      return fresh.isEmpty() && gone.isEmpty() && changed.isEmpty();
    }
  }
}
