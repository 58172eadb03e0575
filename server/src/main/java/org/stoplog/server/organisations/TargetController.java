package org.stoplog.server.organisations;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.ServerClock;

/** One organisation of a round: its link, and what it asked. */
@Controller
final class TargetController {
  private static final String ONE = "/incidents/{id}/organisations/{round}/{organisation}";

  private final Pages pages;
  private final IncidentDoor door;
  private final BoardView view;
  private final RoundWatch watch;
  private final ServerClock clock;

  TargetController(
      Pages pages, IncidentDoor door, BoardView view, RoundWatch watch, ServerClock clock) {
    this.pages = pages;
    this.door = door;
    this.view = view;
    this.watch = watch;
    this.clock = clock;
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping(ONE)
  View show(
      @PathVariable("id") UUID id,
      @PathVariable("round") UUID round,
      @PathVariable("organisation") int organisation) {
    Caller caller = Caller.signedIn();
    return pages.view(
        "organisation-target",
        door.read(
            caller,
            id,
            seen ->
                view.target(
                    seen, round(seen, round), find(seen.jdbc(), round, organisation), caller)));
  }

  private Round round(IncidentDoor.Seen seen, UUID round) {
    return new RoundRows(seen.jdbc(), door)
        .find(round)
        .filter(found -> found.incident().equals(seen.id()))
        .orElseThrow(TargetController::unknown);
  }

  private static Target find(JdbcClient jdbc, UUID round, int organisation) {
    return Target.find(jdbc, round, organisation).orElseThrow(TargetController::unknown);
  }

  private static StoplogException unknown() {
    return new StoplogException(
        Problem.PAGE_UNKNOWN, "There is no such organisation in this round.");
  }

  private View change(
      UUID id,
      UUID round,
      int organisation,
      String act,
      BiFunction<IncidentDoor.Changing, Target, String> work) {
    door.change(
        Caller.signedIn(),
        id,
        change -> {
          round(change.seen(), round);
          JdbcClient jdbc = change.act().jdbc();
          if (new RoundRows(jdbc, door).lock(round).isEmpty()) {
            throw unknown();
          }
          String news = work.apply(change, find(jdbc, round, organisation));
          Map<String, Object> detail = new HashMap<>();
          detail.put("incident", id.toString());
          detail.put("round", round.toString());
          detail.put("organisation", organisation);
          door.tell(jdbc, id, change.by(), news, Integer.toString(organisation));
          change.act().record(change.by(), act, detail);
          return true;
        });
    return Redirects.see(Round.pathOf(id, round) + "/" + organisation);
  }

  /** Sends another link, by the approved text; the one before ends, and so does its code. */
  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping(ONE + "/renew")
  View renew(
      @PathVariable("id") UUID id,
      @PathVariable("round") UUID round,
      @PathVariable("organisation") int organisation) {
    View shown =
        change(
            id,
            round,
            organisation,
            "organisation.link-renewed",
            (change, target) -> {
              JdbcClient jdbc = change.act().jdbc();
              Round held = new RoundRows(jdbc, door).find(round).orElseThrow();
              if (!BoardView.isUsable(held) || target.obstacle() != null) {
                throw new StoplogException(
                    Problem.REQUEST_INVALID, "This round sends nothing to it.");
              }
              jdbc.sql(
                      """
                      update organisation_notice set generation = generation + 1,
                        token_sha256 = null, revoked_at = null, taken_at = null,
                        taken_sha256 = null, code_failures = 0, expires_at = :until
                      where round = :round and organisation = :organisation
                      """)
                  .param(
                      "until",
                      RoundRows.time(clock.realNow().plus(java.time.Duration.ofDays(held.days()))))
                  .param("round", round)
                  .param("organisation", organisation)
                  .update();
              jdbc.sql(
                      """
                      update organisation_mail set state = 'planned', attempts = 0, next_at = null
                      where round = :round and organisation = :organisation
                      """)
                  .param("round", round)
                  .param("organisation", organisation)
                  .update();
              jdbc.sql("insert into passing.live_round values (:round) on conflict do nothing")
                  .param("round", round)
                  .update();
              jdbc.sql("update organisation_round set state = 'sending' where id = :round")
                  .param("round", round)
                  .update();
              return "organisations.link-renewed";
            });
    watch.wake();
    return shown;
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping(ONE + "/revoke")
  View revoke(
      @PathVariable("id") UUID id,
      @PathVariable("round") UUID round,
      @PathVariable("organisation") int organisation) {
    return change(
        id,
        round,
        organisation,
        "organisation.link-ended",
        (change, target) -> {
          change
              .act()
              .jdbc()
              .sql(
                  """
                  update organisation_notice set revoked_at = :now
                  where round = :round and organisation = :organisation and revoked_at is null
                  """)
              .param("now", RoundRows.time(clock.realNow()))
              .param("round", round)
              .param("organisation", organisation)
              .update();
          return "organisations.link-ended";
        });
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping(ONE + "/questions/{asked}")
  View answered(
      @PathVariable("id") UUID id,
      @PathVariable("round") UUID round,
      @PathVariable("organisation") int organisation,
      @PathVariable("asked") UUID question) {
    return change(
        id,
        round,
        organisation,
        "organisation.question-answered",
        (change, target) -> {
          int rows =
              change
                  .act()
                  .jdbc()
                  .sql(
                      """
                      update organisation_question set answered_at = :now, answered_by = :by
                      where id = :question and round = :round and organisation = :organisation
                        and answered_at is null
                      """)
                  .param("now", RoundRows.time(clock.realNow()))
                  .param("by", change.by())
                  .param("question", question)
                  .param("round", round)
                  .param("organisation", organisation)
                  .update();
          if (rows == 0) {
            throw new StoplogException(
                Problem.REQUEST_INVALID, "There is no such question that waits.");
          }
          return "organisations.answered";
        });
  }
}
