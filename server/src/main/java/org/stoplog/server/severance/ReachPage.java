package org.stoplog.server.severance;

import java.util.List;

/**
 * What the credentials of a connection could read.
 *
 * @param systems names of the register, to choose from
 * @param credentials as they are written down in the inventory
 */
public record ReachPage(
    int id,
    int supplier,
    String title,
    String state,
    List<Line> lines,
    List<String> credentials,
    List<String> systems,
    List<Choice> elements,
    Filled form) {
  public ReachPage {
    lines = List.copyOf(lines);
    credentials = List.copyOf(credentials);
    systems = List.copyOf(systems);
    elements = List.copyOf(elements);
  }

  /** One that is written down. */
  public record Line(
      String id,
      String credential,
      String words,
      int systemId,
      String system,
      boolean isRecorded) {}

  /** A data element. */
  public record Choice(String id, String label, boolean isChosen) {}
}
