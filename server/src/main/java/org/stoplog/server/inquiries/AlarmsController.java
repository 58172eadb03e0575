package org.stoplog.server.inquiries;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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
import org.stoplog.server.platform.Decision;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.Transactions;

/** Alarms: numbers of letters that are asked for by too many, or with wrong addresses. */
@Controller
final class AlarmsController implements Decision.Source {
  static final String PATH = "/incidents/questions";

  private final Pages pages;
  private final Transactions transactions;
  private final IncidentDoor door;
  private final ServerClock clock;

  AlarmsController(Pages pages, Transactions transactions, IncidentDoor door, ServerClock clock) {
    this.pages = pages;
    this.transactions = transactions;
    this.door = door;
    this.clock = clock;
  }

  private List<AlarmRows.Alarm> seenBy(JdbcClient jdbc, Caller caller) {
    return caller.may(Permission.WORK_ON_INCIDENTS)
        ? new AlarmRows(jdbc)
            .unseen().stream()
                .filter(
                    alarm ->
                        alarm.incident() == null
                            || door.isWorking(jdbc, alarm.incident(), caller.account()))
                .toList()
        : List.of();
  }

  @Override
  public List<Decision> decisionsOf(Caller caller) {
    return transactions.run(
        jdbc ->
            seenBy(jdbc, caller).stream()
                .limit(1)
                .map(
                    alarm ->
                        new Decision(
                            "Somebody may be sending letters in our name",
                            what(alarm),
                            "Look at the alarms",
                            PATH))
                .toList());
  }

  static String what(AlarmRows.Alarm alarm) {
    return alarm.incident() == null
        ? alarm.asked()
            + " numbers that are none were asked for within a day, from "
            + alarm.networks()
            + " places. Letters that are not ours may have made-up numbers."
        : "The number of one letter was asked for "
            + alarm.asked()
            + " times within a day, from "
            + alarm.networks()
            + " places, also with addresses that it did not go to. Somebody may have copied it.";
  }

  static AlarmsPage.Line line(AlarmRows.Alarm alarm, @Nullable String incident) {
    Instant seen = alarm.seen();
    return new AlarmsPage.Line(
        PATH + "/" + alarm.id(),
        incident == null ? "" : incident,
        what(alarm),
        Times.second(alarm.raised()),
        seen != null);
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping(PATH)
  View list() {
    Caller caller = Caller.signedIn();
    return pages.view(
        "inquiry-alarms",
        transactions.run(
            jdbc ->
                new AlarmsPage(
                    seenBy(jdbc, caller).stream()
                        .map(
                            alarm -> {
                              UUID incident = alarm.incident();
                              return line(
                                  alarm,
                                  incident == null ? null : door.find(jdbc, incident).name());
                            })
                        .toList())));
  }

  /** Somebody looked at it. */
  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/{alarm}")
  View see(@PathVariable("alarm") UUID id) {
    Caller caller = Caller.signedIn();
    transactions.act(
        act -> {
          boolean isTheirs =
              seenBy(act.jdbc(), caller).stream().anyMatch(alarm -> alarm.id().equals(id));
          if (!isTheirs || !new AlarmRows(act.jdbc()).see(id, caller.account(), clock.realNow())) {
            throw new StoplogException(Problem.PAGE_UNKNOWN, "There is no such alarm for you.");
          }
          act.record(caller.account(), "inquiry.alarm-seen", Map.of("alarm", id.toString()));
          return true;
        });
    return Redirects.see(PATH);
  }
}
