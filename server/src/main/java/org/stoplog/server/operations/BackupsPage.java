package org.stoplog.server.operations;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The page of the backups.
 *
 * @param folder as it was named at the start; null when none was
 * @param state in one line
 */
public record BackupsPage(@Nullable String folder, String state, List<Line> lines) {
  public BackupsPage {
    lines = List.copyOf(lines);
  }

  /** A backup. */
  public record Line(String name, String at, String age, String size) {}
}
