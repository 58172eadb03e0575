package org.stoplog.server.notices;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Map;
import java.util.UUID;
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
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.CsvLines;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.ServerClock;

/** Leaving a wave to somebody else, and whom nobody tells so far. */
@Controller
final class DelegationController {
  private static final int SHORTEST = 10;
  private static final int LONGEST = 500;

  private final IncidentDoor door;
  private final Delegating delegating;
  private final Approvals approvals;
  private final ServerClock clock;

  DelegationController(
      IncidentDoor door, Delegating delegating, Approvals approvals, ServerClock clock) {
    this.door = door;
    this.delegating = delegating;
    this.approvals = approvals;
    this.clock = clock;
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/waves/{wave}/delegate")
  View delegate(
      @PathVariable("id") UUID id,
      @PathVariable("wave") UUID wave,
      @RequestParam(name = "teller", defaultValue = "") String teller,
      @RequestParam(name = "since", defaultValue = "") String since,
      @RequestParam(name = "words", defaultValue = "") String typed) {
    Caller caller = Caller.signedIn();
    door.requireWork(caller, id);
    Delegation.Teller who =
        Delegation.Teller.of(teller)
            .orElseThrow(() -> invalid("Choose who tells them instead of us."));
    String words = typed.strip();
    if (words.length() < SHORTEST || words.length() > LONGEST) {
      throw invalid("Say in 10 to 500 characters which one it is, and how we know.");
    }
    LocalDate day = day(since);
    UUID approval =
        door.change(
            caller,
            id,
            change -> {
              Wave held = WavesController.find(change.seen(), wave);
              new Delegation(wave, who, words, day, change.by(), null)
                  .put(change.act().jdbc(), door, held.incident(), clock.realNow());
              return approvals.ask(
                  change.act(),
                  delegating
                      .request(change.act().jdbc(), wave, change.by())
                      .orElseThrow(
                          () ->
                              invalid(
                                  "This wave is not ready, is a drill, or its route was removed.")));
            });
    return Redirects.see("/approvals/" + approval);
  }

  private static LocalDate day(String typed) {
    try {
      return LocalDate.parse(typed.strip());
    } catch (DateTimeException e) {
      throw invalid("Write the day from which they tell them as 2026-11-25.");
    }
  }

  private static StoplogException invalid(String message) {
    return new StoplogException(Problem.REQUEST_INVALID, message);
  }

  /**
   * Everybody who is in a wave of the incident that is no drill, and whom none tells, by the
   * record's own numbers and without any address: for whoever may know another way.
   */
  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping("/incidents/{id}/notices/untold.csv")
  ResponseEntity<byte[]> untold(@PathVariable("id") UUID id) {
    CsvLines lines = new CsvLines("person", "why");
    door.change(
        Caller.signedIn(),
        id,
        change -> {
          long[] count = new long[1];
          change
              .act()
              .jdbc()
              .sql(
                  """
                  select r.person, (array_agg(r.state order by w.created_at desc))[1]
                  from notice_recipient r join notice n on n.id = r.notice
                  join notice_wave w on w.id = r.wave
                  where n.incident = :incident and not r.drill
                  group by r.person
                  having bool_and(r.state not in ('planned', 'claimed', 'handed-over', 'accepted',
                    'deferred', 'doubtful', 'delegated', 'merged', 'erased'))
                  order by r.person
                  """)
              .param("incident", id)
              .query(
                  row -> {
                    count[0]++;
                    lines.add(row.getLong(1), StateWords.state(row.getString(2)));
                  });
          change
              .act()
              .record(
                  change.by(),
                  "notice.untold-exported",
                  Map.of("incident", id.toString(), "people", count[0]));
          return true;
        });
    return lines.download("told-by-nobody.csv");
  }
}
