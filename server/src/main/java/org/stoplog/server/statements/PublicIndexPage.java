package org.stoplog.server.statements;

import java.util.List;

/**
 * All statements, the newest first.
 *
 * @param asked pages on which strangers may ask something
 * @param key where the key of signatures is
 */
public record PublicIndexPage(
    Words words,
    String publisher,
    List<Line> lines,
    List<Link> feeds,
    List<Link> asked,
    String key) {
  public PublicIndexPage {
    lines = List.copyOf(lines);
    feeds = List.copyOf(feeds);
    asked = List.copyOf(asked);
  }

  /** A statement as it is now. */
  public record Line(
      String language,
      String title,
      String path,
      int number,
      String at,
      String machine,
      boolean isWithdrawn) {}

  /**
   * @param type of what is there; empty for a page
   */
  public record Link(String title, String path, String type) {}
}
