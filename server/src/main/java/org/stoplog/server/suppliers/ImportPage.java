package org.stoplog.server.suppliers;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The import of suppliers.
 *
 * @param errors what is wrong with the file, a line each
 * @param preview what would be done, null before a file was looked at
 */
public record ImportPage(
    String source,
    List<TonightPage.Choice> sources,
    List<String> errors,
    @Nullable Preview preview) {
  public ImportPage {
    sources = List.copyOf(sources);
    errors = List.copyOf(errors);
  }

  /**
   * What would be done.
   *
   * @param action where it is done
   * @param more how many lines are not shown
   */
  public record Preview(
      String action, String title, String button, List<String> lines, int more, boolean isNothing) {
    public Preview {
      lines = List.copyOf(lines);
    }
  }
}
