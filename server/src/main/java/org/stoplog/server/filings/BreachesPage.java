package org.stoplog.server.filings;

import java.util.List;

/** The register of breaches. */
public record BreachesPage(List<Line> lines) {
  public BreachesPage {
    lines = List.copyOf(lines);
  }

  /**
   * A breach.
   *
   * @param aware when we became aware, or that nobody decided it
   * @param authorities what authorities were told, or why not
   * @param told what people were told, or why not
   */
  public record Line(
      String path,
      String name,
      String title,
      String supplier,
      String state,
      String aware,
      String people,
      String data,
      String severity,
      String authorities,
      String told,
      String measures) {}
}
