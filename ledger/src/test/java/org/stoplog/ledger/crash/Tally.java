package org.stoplog.ledger.crash;

import java.util.Map;
import java.util.TreeMap;

/** Where kills landed, and what was there afterwards. */
final class Tally {
  private final Map<String, int[]> hits = new TreeMap<>();
  private final Map<String, Integer> problems = new TreeMap<>();

  /**
   * @param done how much of the work was there after the kill: 0 nothing, 1 all, 2 one commit of
   *     two
   */
  void hit(Blow.Victim victim, String phase, int done) {
    hits.computeIfAbsent("%-10s %s".formatted(victim, phase), key -> new int[3])[done]++;
  }

  void problem(String slug) {
    problems.merge(slug, 1, Integer::sum);
  }

  int hits(String phase) {
    return hits.entrySet().stream()
        .filter(hit -> hit.getKey().endsWith(" " + phase))
        .mapToInt(hit -> hit.getValue()[0] + hit.getValue()[1] + hit.getValue()[2])
        .sum();
  }

  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder("%-45s %5s %5s %5s%n".formatted("killed, in", "none", "all", "half"));
    hits.forEach((what, n) -> text.append("%-45s %5d %5d %5d%n".formatted(what, n[0], n[1], n[2])));
    return text + "said by those that lived on: " + problems + "\n";
  }
}
