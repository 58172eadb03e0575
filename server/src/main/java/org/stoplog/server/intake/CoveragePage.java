package org.stoplog.server.intake;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the record covers: connections by months.
 *
 * @param state one line that sums it up
 * @param years each with its months
 */
public record CoveragePage(
    String state,
    List<String> months,
    List<Group> suppliers,
    String from,
    String to,
    String earlier,
    @Nullable String later) {
  public CoveragePage {
    months = List.copyOf(months);
    suppliers = List.copyOf(suppliers);
  }

  /** A supplier and its connections. */
  public record Group(String supplier, String summary, List<Line> connections) {
    public Group {
      connections = List.copyOf(connections);
    }
  }

  /**
   * A connection.
   *
   * @param imported when something was imported last, and how long ago
   */
  public record Line(String connection, String imported, List<Cell> cells) {
    public Line {
      cells = List.copyOf(cells);
    }
  }

  /**
   * A month.
   *
   * @param style {@code recorded}, {@code imported}, {@code declared}, {@code dark} or {@code none}
   * @param mark a shape that tells it without colour
   * @param words the state in words
   */
  public record Cell(String style, String mark, String words) {}
}
