package org.stoplog.server.clocks;

import java.util.List;

/** How what duties of an incident come to changed, the newest first. */
public record HistoryPage(String room, String incident, String list, List<Change> changes) {
  public HistoryPage {
    changes = List.copyOf(changes);
  }

  /**
   * A change.
   *
   * @param cause what was different
   * @param moved each duty that moved, in words
   * @param more how many moved beside
   */
  public record Change(int number, String at, String cause, List<String> moved, int more) {
    public Change {
      moved = List.copyOf(moved);
    }
  }
}
