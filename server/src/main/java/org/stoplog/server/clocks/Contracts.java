package org.stoplog.server.clocks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoplog.server.incidents.FrozenFigures;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.people.OrganisationDesk;

/**
 * By when contracts with customers have us tell those of whom somebody is in the newest exposure.
 * Whether they were told is on the board of organisations.
 */
final class Contracts {
  private final IncidentDoor door;
  private final OrganisationDesk desk;

  Contracts(IncidentDoor door, OrganisationDesk desk) {
    this.door = door;
    this.desk = desk;
  }

  /**
   * A clause.
   *
   * @param words what its hours run from
   * @param by null while no time is recorded for that
   */
  record Clause(String organisation, int hours, String words, @Nullable Instant by) {}

  /** The earliest first; those that wait for a time last. */
  List<Clause> of(IncidentDoor.Seen seen) {
    Set<String> affected =
        door.latestFigures(seen.jdbc(), seen.id())
            .map(FrozenFigures::organisations)
            .orElse(Map.of())
            .keySet();
    if (affected.isEmpty()) {
      return List.of();
    }
    Map<Integer, String> names = desk.names();
    Map<String, Instant> events = door.clauseEvents(seen.jdbc(), seen.id());
    List<Clause> clauses = new ArrayList<>();
    desk.clauses()
        .forEach(
            (organisation, dues) -> {
              String name = names.getOrDefault(organisation, "");
              if (affected.contains(name)) {
                for (OrganisationDesk.Due due : dues) {
                  Instant event = events.get(due.event());
                  clauses.add(
                      new Clause(
                          name,
                          due.hours(),
                          due.words(),
                          event == null ? null : event.plus(Duration.ofHours(due.hours()))));
                }
              }
            });
    clauses.sort(
        Comparator.comparing(Clause::by, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(Clause::organisation));
    return clauses;
  }
}
