package org.stoplog.server.inquiries;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where anybody may ask whether they are affected.
 *
 * @param title of the incident, as the world reads it; null for the list of all
 * @param others pages to go on to; none on the page of an incident
 * @param error why the question was not taken; null when it was, or none was asked
 */
public record PublicAskPage(
    String path,
    @Nullable String title,
    List<Link> others,
    String typed,
    @Nullable String error,
    boolean isTaken) {
  public PublicAskPage {
    others = List.copyOf(others);
  }

  /** Another page. */
  public record Link(String path, String title) {}

  @Override
  public String toString() {
    return "PublicAskPage[…]";
  }
}
