package org.stoplog.server.severity;

import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.severity.Severity;
import org.stoplog.server.incidents.IncidentDoor;

/** The severity of incidents, for whoever speaks of it elsewhere; in the caller's transaction. */
public final class Severities {
  private final JdbcClient jdbc;
  private final IncidentDoor door;

  public Severities(JdbcClient jdbc, IncidentDoor door) {
    this.jdbc = jdbc;
    this.door = door;
  }

  /** What is judged by now. */
  public Judgement current(UUID incident) {
    return at(jdbc, incident, Integer.MAX_VALUE);
  }

  /**
   * What was judged once.
   *
   * @param number of the judgement
   */
  public static Judgement at(JdbcClient jdbc, UUID incident, int number) {
    return JudgementRows.judgement(jdbc, incident, number);
  }

  /** The score of those for whom it is worst, in the newest exposure; empty without one. */
  public Optional<Severity> worst(UUID incident) {
    return Cohorts.of(door.groups(jdbc, incident), current(incident)).all().stream()
        .map(Cohorts.Cohort::severity)
        .findFirst();
  }
}
