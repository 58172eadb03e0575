package org.stoplog.server.clocks;

import java.util.List;

/** All that the catalogue has on a duty. */
public record DutyPage(
    String id,
    String recipient,
    boolean isVerified,
    List<Pair> pairs,
    List<String> content,
    List<String> exemptions,
    List<String> sources) {
  public DutyPage {
    pairs = List.copyOf(pairs);
    content = List.copyOf(content);
    exemptions = List.copyOf(exemptions);
    sources = List.copyOf(sources);
  }

  /** A line of it. */
  public record Pair(String name, String text) {}
}
