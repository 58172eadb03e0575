package org.stoplog.server.suppliers;

import java.util.List;

/**
 * Suppliers that stand behind others, and in whose hands how many people are together.
 *
 * @param height of the drawing
 */
public record ConcentrationPage(
    List<Line> lines,
    List<Node> behind,
    List<Node> used,
    List<Edge> edges,
    int height,
    String shown) {
  public ConcentrationPage {
    lines = List.copyOf(lines);
    behind = List.copyOf(behind);
    used = List.copyOf(used);
    edges = List.copyOf(edges);
  }

  /**
   * One that stands behind others.
   *
   * @param people of whom it may have something, through all that use it
   */
  public record Line(
      int id, String name, int suppliers, String names, String people, int elements) {}

  /** A name in the drawing; {@code y} is its middle. */
  public record Node(int id, String name, String note, int y) {}

  /** That what one is sent may be at another. */
  public record Edge(int fromY, int toY, int width) {}
}
