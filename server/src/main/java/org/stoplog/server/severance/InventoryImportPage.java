package org.stoplog.server.severance;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The import of what to know of connections.
 *
 * @param errors what is wrong with the file, a line each
 * @param upload the file that was looked at; null before that
 * @param title what would happen, in a line
 */
public record InventoryImportPage(
    List<String> errors, @Nullable String upload, String title, List<String> lines, int more) {
  public InventoryImportPage {
    errors = List.copyOf(errors);
    lines = List.copyOf(lines);
  }
}
