package org.stoplog.server.notices;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/** The end of a wave: one entry with the counts, and a hash over what became of each person. */
final class WaveEnd {
  private final Transactions transactions;
  private final IncidentDoor door;
  private final ServerClock clock;

  WaveEnd(Transactions transactions, IncidentDoor door, ServerClock clock) {
    this.transactions = transactions;
    this.door = door;
    this.clock = clock;
  }

  /** Ends it when no row waits for anything. */
  void ifOver(UUID id, @Nullable UUID by) {
    transactions.actIf(
        act -> {
          Wave wave = new WaveRows(act.jdbc()).find(id).orElseThrow();
          door.lock(act.jdbc(), wave.incident());
          Wave now = new WaveRows(act.jdbc()).lock(id).orElseThrow();
          if (now.state() == Wave.State.SENDING && Tally.of(act.jdbc(), id).isOver()) {
            end(act, now, by);
          }
          return true;
        });
  }

  /** In the caller's act, which holds incident and wave. */
  void end(Act act, Wave wave, @Nullable UUID by) {
    Map<String, Object> detail = close(act, wave);
    door.tell(act.jdbc(), wave.incident(), by, "notice.wave-ended", wave.name());
    act.record(by, "notice.wave-ended", detail);
  }

  /** Ends it without an entry, which the caller's act has. @return what the entry of an end says */
  Map<String, Object> close(Act act, Wave wave) {
    String proof;
    try {
      Tally.gather(act.connection(), wave.id());
      proof = new Audience(act.connection()).proof(wave.id());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    Tally tally = Tally.of(act.jdbc(), wave.id());
    new WaveRows(act.jdbc()).end(wave.id(), proof, clock.realNow());
    Map<String, Object> detail = new HashMap<>(tally.states());
    detail.put("incident", wave.incident().toString());
    detail.put("wave", wave.id().toString());
    detail.put("people", tally.people());
    detail.put("in-doubt", tally.inDoubt());
    detail.put("residual", tally.residual());
    detail.put("proof", proof);
    return detail;
  }
}
