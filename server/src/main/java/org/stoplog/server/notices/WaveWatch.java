package org.stoplog.server.notices;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.ServerLog;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.platform.Watch;
import org.stoplog.server.platform.Works;

/**
 * Takes waves up again when a copy that was put off is due, and lets those stand still whose work
 * was stopped or failed. At the start it lets those stand still that a backup brought back: what
 * was sent after the backup is not in their rows.
 */
final class WaveWatch extends Watch implements WaveLook {
  private static final Duration EVERY = Duration.ofSeconds(20);

  private final Transactions transactions;
  private final IncidentDoor door;
  private final ServerClock clock;
  private final Works works;

  WaveWatch(
      Transactions transactions, IncidentDoor door, ServerClock clock, Works works, ServerLog log) {
    super("waves", EVERY, log);
    this.transactions = transactions;
    this.door = door;
    this.clock = clock;
    this.works = works;
  }

  @Override
  protected void begin() {
    standStill();
  }

  @Override
  protected void look(boolean isAsked) {
    look();
  }

  /** Restored waves have no row in what backups do not copy. */
  private void standStill() {
    transactions.actIf(
        act -> {
          WaveRows rows = new WaveRows(act.jdbc());
          List<Wave> restored =
              rows.in(Wave.State.SENDING).stream().filter(wave -> !rows.isLive(wave.id())).toList();
          restored.forEach(wave -> rows.pause(wave.id(), Wave.Pause.RESTORED));
          if (!restored.isEmpty()) {
            act.record(
                null,
                "notice.waves-stand-still",
                Map.of("count", restored.size(), "by", "restore"));
          }
          return true;
        });
  }

  /** Takes up whatever is due. */
  @Override
  public void look() {
    Instant now = clock.realNow();
    for (Wave wave : transactions.run(jdbc -> new WaveRows(jdbc).in(Wave.State.SENDING))) {
      if (wave.terms().way() instanceof Way.Paper) {
        // People send it. That its last letters were posted may have been all that was committed.
        new WaveEnd(transactions, door, clock).ifOver(wave.id(), null);
        continue;
      }
      if (Sender.isUnderWay(wave.id())) {
        continue;
      }
      Optional<String> last = transactions.run(jdbc -> lastWork(jdbc, wave));
      if (last.filter(state -> state.equals("waiting") || state.equals("running")).isPresent()) {
        continue;
      }
      if (last.filter(state -> state.equals("stopped")).isPresent()) {
        pause(wave, Wave.Pause.STOPPED);
      } else if (last.filter(state -> state.equals("failed")).isPresent()) {
        pause(wave, Wave.Pause.FAULT);
      } else if (isDue(wave, now)) {
        takeUp(wave);
      }
    }
  }

  private static Optional<String> lastWork(JdbcClient jdbc, Wave wave) {
    UUID work = wave.work();
    return work == null
        ? Optional.empty()
        : jdbc.sql("select state from passing.work where id = :id")
            .param("id", work)
            .query(String.class)
            .optional();
  }

  private boolean isDue(Wave wave, Instant now) {
    return transactions.inTurn(
        connection -> {
          Optional<Instant> next = new Deliveries(connection, wave.id()).next();
          return next.isEmpty() || !next.get().isAfter(now);
        });
  }

  private void takeUp(Wave seen) {
    // Nobody's act: the approval that started it covers it to its end.
    transactions.actIf(
        act -> {
          Optional<Wave> wave = held(act, seen);
          wave.ifPresent(
              one ->
                  new WaveRows(act.jdbc())
                      .setWork(
                          one.id(), NoticeSending.startWork(works, act, one.createdBy(), one)));
          return true;
        });
  }

  /** Its work was stopped on the work's own page, or failed: that means the wave. */
  private void pause(Wave seen, Wave.Pause why) {
    transactions.actIf(
        act -> {
          held(act, seen)
              .ifPresent(
                  wave -> {
                    new WaveRows(act.jdbc()).pause(wave.id(), why);
                    door.tell(
                        act.jdbc(), wave.incident(), null, "notice.wave-stopped", wave.name());
                    act.record(
                        null,
                        "notice.wave-paused",
                        Map.of(
                            "incident", wave.incident().toString(),
                            "wave", wave.id().toString(),
                            "why", why.word()));
                  });
          return true;
        });
  }

  /** Held, if it still is as it was seen. */
  private Optional<Wave> held(Act act, Wave seen) {
    door.lock(act.jdbc(), seen.incident());
    return new WaveRows(act.jdbc())
        .lock(seen.id())
        .filter(wave -> wave.state() == Wave.State.SENDING)
        .filter(wave -> java.util.Objects.equals(wave.work(), seen.work()));
  }
}
