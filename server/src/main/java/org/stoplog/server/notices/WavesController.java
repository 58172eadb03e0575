package org.stoplog.server.notices;

import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.accounts.Approvals;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.CsvLines;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.platform.Works;

/** A wave: who gets it, a preview, its approval, how far it is, and whom it did not reach. */
@Controller
final class WavesController {
  private final Pages pages;
  private final IncidentDoor door;
  private final WaveView view;
  private final NoticeSending sending;
  private final Approvals approvals;
  private final Works works;
  private final WaveEnd end;
  private final ServerClock clock;

  WavesController(
      Pages pages,
      IncidentDoor door,
      WaveView view,
      NoticeSending sending,
      Approvals approvals,
      Works works,
      Transactions transactions,
      ServerClock clock) {
    this.pages = pages;
    this.door = door;
    this.view = view;
    this.sending = sending;
    this.approvals = approvals;
    this.works = works;
    this.end = new WaveEnd(transactions, door, clock);
    this.clock = clock;
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping("/incidents/{id}/waves/{wave}")
  View show(
      @PathVariable("id") UUID id,
      @PathVariable("wave") UUID wave,
      @RequestParam(name = "language", defaultValue = "") String language) {
    Caller caller = Caller.signedIn();
    return pages.view(
        "wave",
        door.read(caller, id, seen -> view.page(seen, find(seen, wave), caller, null, language)));
  }

  static Wave find(IncidentDoor.Seen seen, UUID wave) {
    return new WaveRows(seen.jdbc())
        .find(wave)
        .filter(found -> found.incident().equals(seen.id()))
        .orElseThrow(
            () ->
                new StoplogException(
                    Problem.PAGE_UNKNOWN, "There is no such wave of this incident."));
  }

  /** As one person would get it, whom the caller looked up with a reason. */
  @Access(value = Permission.LOOK_UP_PEOPLE, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/waves/{wave}/preview")
  View preview(
      @PathVariable("id") UUID id,
      @PathVariable("wave") UUID wave,
      @RequestParam(name = "look-up", defaultValue = "") String lookUp) {
    Caller caller = Caller.signedIn();
    return pages.view(
        "wave",
        door.read(
            caller,
            id,
            seen -> {
              if (!seen.works()) {
                throw new StoplogException(
                    Problem.ACCESS_DENIED, "You may read this incident, but not change it.");
              }
              return view.page(seen, find(seen, wave), caller, lookUp, "");
            }));
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/waves/{wave}/ask")
  View ask(@PathVariable("id") UUID id, @PathVariable("wave") UUID wave) {
    UUID approval =
        door.change(
            Caller.signedIn(),
            id,
            change -> {
              find(change.seen(), wave);
              return approvals.ask(
                  change.act(),
                  sending
                      .request(change.act().jdbc(), wave, change.by())
                      .orElseThrow(
                          () ->
                              new StoplogException(
                                  Problem.REQUEST_INVALID,
                                  "This wave is not ready, or its mail route was removed.")));
            });
    return Redirects.see("/approvals/" + approval);
  }

  /** What is done to a wave that is held. */
  private View change(UUID id, UUID wave, String act, BiFunction<Act, Wave, Map<String, ?>> work) {
    door.change(
        Caller.signedIn(),
        id,
        change -> {
          find(change.seen(), wave);
          Wave held = new WaveRows(change.act().jdbc()).lock(wave).orElseThrow();
          Map<String, Object> detail = new java.util.HashMap<>(work.apply(change.act(), held));
          detail.put("incident", id.toString());
          detail.put("wave", wave.toString());
          change.act().record(change.by(), act, detail);
          return true;
        });
    return Redirects.see(Wave.pathOf(id, wave));
  }

  private static void require(boolean isRight, String otherwise) {
    if (!isRight) {
      throw new StoplogException(Problem.REQUEST_INVALID, otherwise);
    }
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/waves/{wave}/discard")
  View discard(@PathVariable("id") UUID id, @PathVariable("wave") UUID wave) {
    return change(
        id,
        wave,
        "notice.wave-discarded",
        (act, held) -> {
          require(
              held.state() == Wave.State.READY || held.state() == Wave.State.COUNTING,
              "This wave was begun; stop it and end it instead.");
          approvals.edited(
              act.jdbc(),
              NoticeSending.ACT,
              NoticeSending.target(held),
              Caller.signedIn().account());
          new WaveRows(act.jdbc()).discard(wave);
          return Map.of();
        });
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/waves/{wave}/stop")
  View stop(@PathVariable("id") UUID id, @PathVariable("wave") UUID wave) {
    return change(
        id,
        wave,
        "notice.wave-stopped",
        (act, held) -> {
          require(held.state() == Wave.State.SENDING, "This wave is not being sent.");
          new WaveRows(act.jdbc()).pause(wave, Wave.Pause.STOPPED);
          tell(act, held, "notice.wave-stopped");
          return Map.of("why", Wave.Pause.STOPPED.word());
        });
  }

  private void tell(Act act, Wave wave, String kind) {
    door.tell(act.jdbc(), wave.incident(), Caller.signedIn().account(), kind, wave.name());
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/waves/{wave}/resume")
  View resume(@PathVariable("id") UUID id, @PathVariable("wave") UUID wave) {
    return change(
        id,
        wave,
        "notice.wave-resumed",
        (act, held) -> {
          require(held.state() == Wave.State.PAUSED, "This wave does not stand still.");
          require(
              !Wave.Pause.RESTORED.word().equals(held.paused()),
              "What was sent after the backup is not in its rows, so people would be told twice."
                  + " End it.");
          if (!held.terms().drill()) {
            new Holds(act.jdbc(), door)
                .require(held.incident(), Holds.What.NOTICES, clock.realNow());
          }
          NoticeSending.requireLinks(act.jdbc(), sending.sealed(act.jdbc(), held));
          WaveRows rows = new WaveRows(act.jdbc());
          rows.resume(wave);
          if (!(held.terms().way() instanceof Way.Paper)) {
            rows.setWork(
                wave, NoticeSending.startWork(works, act, Caller.signedIn().account(), held));
          }
          tell(act, held, "notice.wave-resumed");
          return Map.of("why", String.valueOf(held.paused()));
        });
  }

  /** Ends a wave that stands still: whoever waits yet is not told by it. */
  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/waves/{wave}/end")
  View end(@PathVariable("id") UUID id, @PathVariable("wave") UUID wave) {
    door.change(
        Caller.signedIn(),
        id,
        change -> {
          find(change.seen(), wave);
          Wave held = new WaveRows(change.act().jdbc()).lock(wave).orElseThrow();
          require(held.state() == Wave.State.PAUSED, "Stop it first.");
          require(!Sender.isUnderWay(wave), "Its last copies are on their way. Wait a moment.");
          try {
            Deliveries deliveries = new Deliveries(change.act().connection(), wave);
            // Nobody waits for an answer any more: what was handed over stays in doubt.
            deliveries.recover(false);
            deliveries.drop();
          } catch (SQLException e) {
            throw new IllegalStateException(e);
          }
          end.end(change.act(), held, change.by());
          return true;
        });
    return Redirects.see(Wave.pathOf(id, wave));
  }

  /** Whom it did not reach, by the record's own numbers of people. */
  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping("/incidents/{id}/waves/{wave}/residual.csv")
  ResponseEntity<byte[]> residual(@PathVariable("id") UUID id, @PathVariable("wave") UUID wave) {
    CsvLines lines =
        new CsvLines(
            "person",
            "why",
            "in_doubt",
            "attempts",
            "code",
            "status",
            "reply",
            "came_back",
            "came_back_status",
            "came_back_reason");
    String name =
        door.change(
            Caller.signedIn(),
            id,
            change -> {
              Wave found = find(change.seen(), wave);
              long count = WaveView.residual(change.act().jdbc(), wave, lines);
              change
                  .act()
                  .record(
                      change.by(),
                      "notice.residual-exported",
                      Map.of("incident", id.toString(), "wave", wave.toString(), "people", count));
              return found.name();
            });
    return lines.download("residual-" + name + ".csv");
  }
}
