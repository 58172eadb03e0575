package org.stoplog.server.clocks;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.obligations.Clock;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.Times;

/**
 * Times of an incident that cannot all be true. Clocks run from the earliest that is said
 * meanwhile; somebody has to find out which is right.
 */
final class Contradictions {
  private Contradictions() {}

  /**
   * @param events suspicion, told and awareness
   * @param said what each source says
   * @param starts what clocks run from
   * @param met when duties were met, by their ids
   */
  static List<String> of(
      Map<String, Instant> events,
      List<IncidentDoor.SaidTime> said,
      Map<Clock.Start, Instant> starts,
      Map<String, Instant> met) {
    List<String> found = new ArrayList<>(differing(said));
    Instant aware = events.get("awareness");
    Instant known =
        Stream.of("suspicion", "told")
            .map(events::get)
            .filter(java.util.Objects::nonNull)
            .min(Comparator.naturalOrder())
            .orElse(null);
    if (aware != null && known != null && aware.isBefore(known)) {
      found.add(
          "We became aware "
              + Times.second(aware)
              + ", before anybody of us suspected it or was told: "
              + Times.second(known)
              + ".");
    }
    Instant discovery = starts.get(Clock.Start.DISCOVERY);
    starts.forEach(
        (start, at) -> {
          if (start != Clock.Start.DISCOVERY && isBefore(at, discovery)) {
            found.add(
                "The "
                    + start.word().replace('-', ' ')
                    + " is said to have been "
                    + Times.second(at)
                    + ", before the discovery.");
          }
        });
    met.forEach(
        (duty, at) -> {
          if (isBefore(at, discovery)) {
            found.add(
                duty + " is said to have been met " + Times.second(at) + ", before the discovery.");
          }
        });
    return found;
  }

  private static boolean isBefore(Instant at, @Nullable Instant discovery) {
    return discovery != null && at.isBefore(discovery);
  }

  /** Sources that say different times of the same. */
  private static List<String> differing(List<IncidentDoor.SaidTime> said) {
    Map<String, TreeSet<String>> words = new LinkedHashMap<>();
    said.stream()
        .filter(one -> !one.said().equals("unknown"))
        .forEach(one -> words.computeIfAbsent(one.title(), _ -> new TreeSet<>()).add(one.said()));
    return words.entrySet().stream()
        .filter(one -> one.getValue().size() > 1)
        .map(
            one ->
                one.getKey()
                    + ": sources say different times, "
                    + String.join(" and ", one.getValue())
                    + ". The earliest counts.")
        .toList();
  }
}
