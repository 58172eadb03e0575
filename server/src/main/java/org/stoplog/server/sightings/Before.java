package org.stoplog.server.sightings;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known when a lookout begins to look.
 *
 * @param last lines that were seen the last time; null before the first
 * @param seen the lines of all times, the newest first
 * @param domains of the supplier, or of all
 * @param suppliers names by number
 */
record Before(
    @Nullable String last, List<String> seen, Domains domains, Map<Integer, String> suppliers) {
  Before {
    seen = List.copyOf(seen);
    suppliers = Map.copyOf(suppliers);
  }

  /** Lines of the last time; none before the first. */
  List<String> lines() {
    return last == null ? List.of() : last.lines().toList();
  }

  String name(@Nullable Integer supplier) {
    return supplier == null ? "all suppliers" : suppliers.getOrDefault(supplier, "unknown");
  }
}
