package org.stoplog.server.statements;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The public site, for those who look after it.
 *
 * @param address of its first page; null when the public listener is closed
 * @param keyId of the key of signatures
 * @param error why nothing was exported; null when nothing is wrong
 * @param base what was typed as the address of the export
 */
public record SitePage(
    @Nullable String address,
    String keyId,
    String keyPem,
    List<Line> lines,
    @Nullable String error,
    String base) {
  public SitePage {
    lines = List.copyOf(lines);
  }

  /**
   * @param path at the public listener; null without one
   */
  public record Line(
      String title, String slug, int number, String at, String next, @Nullable String path) {}
}
