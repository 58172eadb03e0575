package org.stoplog.server.organisations;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.accounts.Approvals;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.mail.MailRoute;
import org.stoplog.server.mail.MailRoutes;
import org.stoplog.server.notices.Holds;
import org.stoplog.server.notices.RouteFacts;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Ids;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Tokens;
import org.stoplog.server.platform.Works;

/** Rounds of an incident: what was chosen, the board, and what is done to it. */
@Controller
final class BoardController {
  private static final String LIST = "/incidents/{id}/organisations";
  private static final String ONE = LIST + "/{round}";
  private static final int UNPROCESSABLE = 422;
  private static final int MOST_EXPOSURES = 20;

  private final Pages pages;
  private final IncidentDoor door;
  private final Ledger ledger;
  private final MailRoutes routes;
  private final Works works;
  private final Approvals approvals;
  private final BoardView view;
  private final RoundSending sending;
  private final RoundWatch watch;
  private final ServerClock clock;

  BoardController(
      Pages pages,
      IncidentDoor door,
      Ledger ledger,
      MailRoutes routes,
      Works works,
      Approvals approvals,
      BoardView view,
      RoundSending sending,
      RoundWatch watch,
      ServerClock clock) {
    this.pages = pages;
    this.door = door;
    this.ledger = ledger;
    this.routes = routes;
    this.works = works;
    this.approvals = approvals;
    this.view = view;
    this.sending = sending;
    this.watch = watch;
    this.clock = clock;
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping(LIST)
  View list(@PathVariable("id") UUID id) {
    return list(id, RoundForm.first(), null, 200);
  }

  private View list(UUID id, RoundForm form, @Nullable String error, int status) {
    Caller caller = Caller.signedIn();
    List<MailRoute> mail = routes.all();
    return pages.view(
        "organisation-board",
        door.read(caller, id, seen -> view.board(seen, caller, mail, form, error)),
        status);
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping(LIST)
  View prepare(@PathVariable("id") UUID id, @RequestParam MultiValueMap<String, String> fields) {
    Caller caller = Caller.signedIn();
    door.requireWork(caller, id);
    RoundForm form = RoundForm.read(fields);
    List<MailRoute> mail = routes.all();
    List<IncidentDoor.Frozen> exposures =
        door.read(caller, id, seen -> door.exposures(seen.jdbc(), id, MOST_EXPOSURES));
    String error =
        sending.base().isEmpty()
            ? "The public door is closed, so no link would work."
            : form.objection(exposures, mail);
    if (error != null) {
      return list(id, form, error, UNPROCESSABLE);
    }
    IncidentDoor.Frozen exposure =
        exposures.stream()
            .filter(one -> Long.toString(one.exposure()).equals(form.exposure()))
            .findFirst()
            .orElseThrow();
    MailRoute route =
        mail.stream()
            .filter(one -> Integer.toString(one.id()).equals(form.route()))
            .findFirst()
            .orElseThrow();
    if (route.isOf(door.read(caller, id, IncidentDoor.Seen::company))) {
      return list(id, form, RouteFacts.OF_SUPPLIER, UNPROCESSABLE);
    }
    UUID round = Ids.next(clock.realNow());
    door.change(caller, id, change -> prepare(change, round, form, exposure, route));
    return Redirects.see(Round.pathOf(id, round));
  }

  private boolean prepare(
      IncidentDoor.Changing change,
      UUID id,
      RoundForm form,
      IncidentDoor.Frozen exposure,
      MailRoute route) {
    RoundRows rows = new RoundRows(change.act().jdbc(), door);
    UUID incident = change.seen().id();
    if (rows.of(incident).stream().anyMatch(BoardView::isOpen)) {
      throw new StoplogException(
          Problem.REQUEST_INVALID, "Another round is not ended. End or discard it first.");
    }
    Round round =
        new Round(
            id,
            incident,
            rows.next(incident),
            Round.State.COUNTING,
            route.id(),
            route.catcher(),
            exposure.exposure(),
            exposure.sha256(),
            form.possible(),
            form.number(),
            form.letter(),
            null,
            null,
            change.by(),
            null,
            null,
            null);
    rows.add(
        round, ledger.stores().keys().seal(Tokens.random(), Round.context(id)), clock.realNow());
    rows.setWork(
        id,
        works.start(
            change.act(),
            change.by(),
            ListWork.KIND,
            "Lists of organisations, round " + round.number(),
            Map.of(ListWork.ROUND, id.toString())));
    change
        .act()
        .record(
            change.by(),
            "organisations.round-prepared",
            Map.of(
                "incident", incident.toString(),
                "round", id.toString(),
                "exposure", exposure.exposure(),
                "route", route.id(),
                "drill", route.catcher()));
    return true;
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping(ONE)
  View show(@PathVariable("id") UUID id, @PathVariable("round") UUID round) {
    Caller caller = Caller.signedIn();
    return pages.view(
        "organisation-round",
        door.read(caller, id, seen -> view.round(seen, find(seen, round), caller)));
  }

  private Round find(IncidentDoor.Seen seen, UUID round) {
    return new RoundRows(seen.jdbc(), door)
        .find(round)
        .filter(found -> found.incident().equals(seen.id()))
        .orElseThrow(
            () ->
                new StoplogException(
                    Problem.PAGE_UNKNOWN, "There is no such round of this incident."));
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping(ONE + "/ask")
  View ask(@PathVariable("id") UUID id, @PathVariable("round") UUID round) {
    UUID approval =
        door.change(
            Caller.signedIn(),
            id,
            change -> {
              find(change.seen(), round);
              return approvals.ask(
                  change.act(),
                  sending
                      .request(change.act().jdbc(), round, change.by())
                      .orElseThrow(
                          () ->
                              new StoplogException(
                                  Problem.REQUEST_INVALID,
                                  "This round is not ready, or its mail route was removed.")));
            });
    return Redirects.see("/approvals/" + approval);
  }

  /** What is done to a round that is held; it says how many rows it changed. */
  private View change(
      UUID id, UUID round, String act, String news, Function<Held, Map<String, ?>> work) {
    door.change(
        Caller.signedIn(),
        id,
        change -> {
          find(change.seen(), round);
          JdbcClient jdbc = change.act().jdbc();
          RoundRows rows = new RoundRows(jdbc, door);
          Round held = rows.lock(round).orElseThrow();
          Map<String, Object> detail = new HashMap<>(work.apply(new Held(jdbc, rows, held)));
          detail.put("incident", id.toString());
          detail.put("round", round.toString());
          door.tell(jdbc, id, change.by(), news, "" + held.number());
          change.act().record(change.by(), act, detail);
          return true;
        });
    return Redirects.see(Round.pathOf(id, round));
  }

  private record Held(JdbcClient jdbc, RoundRows rows, Round round) {
    void require(boolean isRight, String otherwise) {
      if (!isRight) {
        throw new StoplogException(Problem.REQUEST_INVALID, otherwise);
      }
    }
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping(ONE + "/discard")
  View discard(@PathVariable("id") UUID id, @PathVariable("round") UUID round) {
    return change(
        id,
        round,
        "organisations.round-discarded",
        "organisations.discarded",
        held -> {
          held.require(
              held.round().state() == Round.State.READY
                  || held.round().state() == Round.State.COUNTING,
              "This round was begun; stop it and end it instead.");
          approvals.edited(
              held.jdbc(),
              RoundSending.ACT,
              RoundSending.target(held.round()),
              Caller.signedIn().account());
          held.rows().discard(round);
          return Map.of();
        });
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping(ONE + "/stop")
  View stop(@PathVariable("id") UUID id, @PathVariable("round") UUID round) {
    return change(
        id,
        round,
        "organisations.round-stopped",
        "organisations.stopped",
        held -> {
          held.require(
              held.round().state() == Round.State.SENDING, "This round is not being sent.");
          held.rows().pause(round, "stopped");
          return Map.of();
        });
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping(ONE + "/resume")
  View resume(@PathVariable("id") UUID id, @PathVariable("round") UUID round) {
    View view =
        change(
            id,
            round,
            "organisations.round-resumed",
            "organisations.resumed",
            held -> {
              held.require(
                  held.round().state() == Round.State.PAUSED
                      && !"restored".equals(held.round().paused()),
                  "This round does not stand still, or a restore brought it back: end it.");
              if (!held.round().drill()) {
                new Holds(held.jdbc(), door).require(id, Holds.What.ORGANISATIONS, clock.realNow());
              }
              held.rows().resume(round);
              return Map.of("why", String.valueOf(held.round().paused()));
            });
    watch.wake();
    return view;
  }

  /** Ends a round that stands still: whoever waits yet is not told by it. */
  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping(ONE + "/end")
  View end(@PathVariable("id") UUID id, @PathVariable("round") UUID round) {
    return change(
        id,
        round,
        "organisations.round-ended",
        "organisations.ended",
        held -> {
          held.require(held.round().state() == Round.State.PAUSED, "Stop it first.");
          int dropped =
              held.jdbc()
                  .sql(
                      """
                      update organisation_mail set state = 'dropped', next_at = null
                      where round = :round and state in ('planned', 'deferred')
                      """)
                  .param("round", round)
                  .update();
          held.rows().end(round, clock.realNow());
          return Map.of("dropped-mails", dropped);
        });
  }
}
