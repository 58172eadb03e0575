package org.stoplog.server.notices;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.obligations.Obligation;
import org.stoplog.server.clocks.DoneActs;
import org.stoplog.server.incidents.IncidentDoor;

/** Waves that told people and ended, as acts that may meet a duty. */
final class EndedWaves implements DoneActs {
  private final IncidentDoor door;

  EndedWaves(IncidentDoor door) {
    this.door = door;
  }

  @Override
  public List<Done> of(JdbcClient jdbc, UUID incident) {
    // A wave keeps the real time of its end; deadlines go by the clock that a drill may shift.
    Map<String, Instant> ended = door.happened(jdbc, incident, "notice.wave-ended");
    WaveRows rows = new WaveRows(jdbc);
    List<Done> done = new ArrayList<>();
    for (Notice notice : new NoticeRows(jdbc, door).of(incident)) {
      for (Wave wave : rows.of(notice.id())) {
        Instant at = ended.get(wave.name());
        if (at != null && !wave.terms().drill()) {
          done.add(
              new Done(
                  "wave " + wave.name() + " of letters",
                  wave.path(),
                  at,
                  Obligation.Tells.INDIVIDUALS));
        }
      }
    }
    done.sort(Comparator.comparing(Done::at).reversed());
    return done;
  }
}
