package org.stoplog.server.notices;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.accounts.Approval;
import org.stoplog.server.accounts.Approvals;
import org.stoplog.server.accounts.Reveals;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ActorNames;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Counts;
import org.stoplog.server.platform.CsvLines;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Times;

/** Whom a wave did not reach: counted by why, and by our own ids once two people agree. */
@Controller
final class ResidualController {
  static final String SUB = "/residual";
  private static final int SHORTEST = 10;
  private static final int LONGEST = 500;
  private static final int UNPROCESSABLE = 422;

  private final Pages pages;
  private final Ledger ledger;
  private final IncidentDoor door;
  private final Approvals approvals;
  private final Reveals reveals;
  private final ResidualReveal kind;
  private final ActorNames names;
  private final ServerClock clock;

  ResidualController(
      Pages pages,
      Ledger ledger,
      IncidentDoor door,
      Approvals approvals,
      Reveals reveals,
      ResidualReveal kind,
      ActorNames names,
      ServerClock clock) {
    this.pages = pages;
    this.ledger = ledger;
    this.door = door;
    this.approvals = approvals;
    this.reveals = reveals;
    this.kind = kind;
    this.names = names;
    this.clock = clock;
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping("/incidents/{id}/waves/{wave}/residual")
  View show(@PathVariable("id") UUID id, @PathVariable("wave") UUID wave) {
    return show(id, wave, "", null, 200);
  }

  private View show(UUID id, UUID wave, String typed, @Nullable String error, int status) {
    Caller caller = Caller.signedIn();
    Map<UUID, String> known = names.names();
    return pages.view(
        "residual",
        door.read(
            caller,
            id,
            seen -> page(seen, WavesController.find(seen, wave), caller, known, typed, error)),
        status);
  }

  private ResidualPage page(
      IncidentDoor.Seen seen,
      Wave wave,
      Caller caller,
      Map<UUID, String> known,
      String typed,
      @Nullable String error) {
    JdbcClient jdbc = seen.jdbc();
    Tally tally = Tally.of(jdbc, wave.id());
    Counts counts =
        Counts.of(caller)
            .among(
                LongStream.concat(
                    LongStream.of(tally.residual()),
                    Tally.RESIDUAL.stream().mapToLong(tally::count)));
    List<WavePage.Pair> reasons = new ArrayList<>();
    tally
        .ordered()
        .forEach(
            (state, people) -> {
              if (Tally.RESIDUAL.contains(state)) {
                reasons.add(new WavePage.Pair(StateWords.state(state), counts.text(people)));
              }
            });
    String target = NoticeSending.target(wave);
    Optional<Approval> waiting = approvals.waiting(jdbc, ResidualReveal.ACT, target);
    Optional<Reveals.Right> right = reveals.of(jdbc, kind, target);
    boolean canWork = seen.works() && caller.may(Permission.WORK_ON_INCIDENTS);
    boolean isOver = wave.state() == Wave.State.DONE || wave.state() == Wave.State.PAUSED;
    Optional<Asked> asked = asked(jdbc, wave);
    return new ResidualPage(
        seen.path(),
        seen.name(),
        wave.path(),
        wave.name(),
        tally.residual() == 0
            ? "It reached everybody so far, or nothing was sent yet."
            : counts.text(tally.residual())
                + (isOver ? " were not reached by it." : " are not reached so far."),
        reasons,
        canWork && tally.residual() > 0 && waiting.isEmpty(),
        canWork
            && right
                .filter(one -> one.uses() > 0 && one.asker().equals(caller.account()))
                .isPresent(),
        asked
            .map(one -> known.getOrDefault(one.by(), "unknown") + ", " + Times.second(one.at()))
            .orElse(null),
        asked.map(Asked::reason).orElse(null),
        waiting.map(one -> "/approvals/" + one.id()).orElse(null),
        typed,
        error);
  }

  /** Who asked last. */
  private record Asked(UUID by, java.time.Instant at, String reason) {}

  private Optional<Asked> asked(JdbcClient jdbc, Wave wave) {
    return jdbc.sql(
            "select asked_by, asked_at, reason from notice_residual_reason where wave = :wave")
        .param("wave", wave.id())
        .query(
            (row, number) ->
                new Asked(
                    row.getObject(1, UUID.class),
                    row.getObject(2, java.time.OffsetDateTime.class).toInstant(),
                    new String(
                        door.unseal(wave.incident(), row.getBytes(3)), StandardCharsets.UTF_8)))
        .optional();
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/waves/{wave}/residual")
  View ask(
      @PathVariable("id") UUID id,
      @PathVariable("wave") UUID wave,
      @RequestParam(name = "reason", defaultValue = "") String typed) {
    Caller caller = Caller.signedIn();
    door.requireWork(caller, id);
    String reason = typed.strip();
    if (reason.length() < SHORTEST || reason.length() > LONGEST) {
      return show(
          id, wave, typed, "Say in 10 to 500 characters what the list is for.", UNPROCESSABLE);
    }
    UUID approval =
        door.change(
            caller,
            id,
            change -> {
              WavesController.find(change.seen(), wave);
              JdbcClient jdbc = change.act().jdbc();
              Wave held = new WaveRows(jdbc).lock(wave).orElseThrow();
              long people = Residual.print(jdbc, wave).people();
              if (people == 0) {
                throw new StoplogException(
                    Problem.REQUEST_INVALID, "There is nobody whom this wave did not reach.");
              }
              jdbc.sql(
                      """
                      insert into notice_residual_reason values (:wave, :reason, :by, :at)
                      on conflict (wave) do update set reason = excluded.reason,
                        asked_by = excluded.asked_by, asked_at = excluded.asked_at
                      """)
                  .param("wave", wave)
                  .param("reason", door.seal(id, reason.getBytes(StandardCharsets.UTF_8)))
                  .param("by", change.by())
                  .param("at", clock.realNow().atOffset(java.time.ZoneOffset.UTC))
                  .update();
              door.tell(jdbc, id, change.by(), "notice.residual-asked", held.name());
              return approvals.ask(change.act(), ResidualReveal.request(held, change.by(), people));
            });
    return Redirects.see("/approvals/" + approval);
  }

  /** The file, once. */
  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/waves/{wave}/residual/take")
  ResponseEntity<byte[]> take(@PathVariable("id") UUID id, @PathVariable("wave") UUID wave) {
    Caller caller = Caller.signedIn();
    CsvLines lines = new CsvLines("person", "state", "why");
    String name =
        door.change(
            caller,
            id,
            change -> {
              Wave found = WavesController.find(change.seen(), wave);
              Reveals.Right right =
                  reveals.take(change.act().jdbc(), caller, kind, NoticeSending.target(found));
              long people = named(change, wave, lines);
              door.tell(
                  change.act().jdbc(), id, change.by(), "notice.residual-taken", found.name());
              change
                  .act()
                  .record(
                      change.by(),
                      "notice.residual-taken",
                      Map.of(
                          "incident", id.toString(),
                          "wave", wave.toString(),
                          "approval", right.approval().toString(),
                          "people", people));
              return found.name();
            });
    return lines.download("not-reached-" + name + "-own-ids.csv");
  }

  private long named(IncidentDoor.Changing change, UUID wave, CsvLines lines) {
    try {
      return new Residual(change.act().connection(), wave).named(ledger, lines);
    } catch (SQLException e) {
      throw new IllegalStateException("the rows of a wave", e);
    }
  }
}
