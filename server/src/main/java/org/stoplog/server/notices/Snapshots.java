package org.stoplog.server.notices;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;
import org.stoplog.server.incidents.IncidentDoor;

/** What a notice is held against: the numbers that were frozen with an exposure, and the rows. */
final class Snapshots {
  private final IncidentDoor door;

  Snapshots(IncidentDoor door) {
    this.door = door;
  }

  /** Of the newest exposure of an incident, before there is a wave. */
  Lint.Snapshot newest(JdbcClient jdbc, UUID incident) {
    List<IncidentDoor.Frozen> frozen = door.exposures(jdbc, incident, 1);
    return frozen.isEmpty()
        ? snapshot(jdbc, Optional.empty(), ElementSet.NONE)
        : snapshot(
            jdbc, door.elements(jdbc, incident, frozen.getFirst().exposure()), ElementSet.NONE);
  }

  /** Of what a wave was frozen from, and of its rows. */
  Lint.Snapshot of(JdbcClient jdbc, Wave wave) {
    return snapshot(
        jdbc,
        door.elements(jdbc, wave.incident(), wave.terms().exposure()),
        audience(jdbc, wave.id()));
  }

  private static Lint.Snapshot snapshot(
      JdbcClient jdbc, Optional<IncidentDoor.Exposed> exposed, ElementSet audience) {
    return new Lint.Snapshot(
        java.util.Set.copyOf(LinkList.of(jdbc).hosts()),
        audience.plus(
            exposed.map(one -> Elements.catalogue().setOf(one.elements())).orElse(ElementSet.NONE)),
        exposed.isPresent(),
        exposed.filter(IncidentDoor.Exposed::isPartlyUnknown).isPresent());
  }

  /** All elements of all who get it. */
  static ElementSet audience(JdbcClient jdbc, UUID wave) {
    return jdbc.sql(
            """
            select coalesce(bit_or(low), 0), coalesce(bit_or(high), 0) from notice_frozen
            where wave = :wave
            """)
        .param("wave", wave)
        .query((row, number) -> new ElementSet(row.getLong(1), row.getLong(2)))
        .single();
  }
}
