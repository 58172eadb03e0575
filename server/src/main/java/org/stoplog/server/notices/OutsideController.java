package org.stoplog.server.notices;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ActorNames;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Counts;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Times;

/** The decision on people of the file whom we do not know. */
@Controller
final class OutsideController {
  private static final int SHORTEST = 10;
  private static final int LONGEST = 500;
  private static final int UNPROCESSABLE = 422;

  private final Pages pages;
  private final IncidentDoor door;
  private final ActorNames names;
  private final ServerClock clock;

  OutsideController(Pages pages, IncidentDoor door, ActorNames names, ServerClock clock) {
    this.pages = pages;
    this.door = door;
    this.names = names;
    this.clock = clock;
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping("/incidents/{id}/notices/outside")
  View show(@PathVariable("id") UUID id) {
    return show(id, "", "", null, 200);
  }

  private View show(UUID id, String chosen, String typed, @Nullable String error, int status) {
    Caller caller = Caller.signedIn();
    Map<UUID, String> known = names.names();
    Counts counts = Counts.of(caller);
    return pages.view(
        "notice-outside",
        door.read(
            caller,
            id,
            seen -> {
              Outside outside = new Outside(seen.jdbc(), door);
              Optional<Outside.Count> count = outside.count(id);
              List<Outside.Decision> decisions = outside.decisions(id);
              return new OutsidePage(
                  seen.path(),
                  seen.name(),
                  Notice.listOf(id),
                  pathOf(id),
                  decisions.isEmpty()
                      ? "Nobody has decided yet. No wave ever mails them."
                      : "Decided: " + decisions.getFirst().way().words() + ".",
                  count.map(one -> counts.text(one.people())).orElse(null),
                  count
                      .map(one -> "exposure " + one.exposure() + ", wave " + one.wave())
                      .orElse(null),
                  seen.works() && caller.may(Permission.WORK_ON_INCIDENTS) && count.isPresent(),
                  Arrays.stream(Outside.Way.values())
                      .map(
                          way ->
                              new NoticePage.Choice(
                                  way.word(), way.words(), way.word().equals(chosen)))
                      .toList(),
                  typed,
                  error,
                  decisions.stream()
                      .map(
                          one ->
                              new OutsidePage.Line(
                                  Integer.toString(one.number()),
                                  one.way().words(),
                                  one.reason(),
                                  counts.text(one.people()),
                                  known.getOrDefault(one.by(), "unknown")
                                      + ", "
                                      + Times.second(one.at())))
                      .toList());
            }),
        status);
  }

  static String pathOf(UUID incident) {
    return Notice.listOf(incident) + "/outside";
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/notices/outside")
  View decide(
      @PathVariable("id") UUID id,
      @RequestParam(name = "way", defaultValue = "") String chosen,
      @RequestParam(name = "reason", defaultValue = "") String typed) {
    Caller caller = Caller.signedIn();
    door.requireWork(caller, id);
    Optional<Outside.Way> way = Outside.Way.of(chosen);
    String reason = typed.strip();
    if (way.isEmpty()) {
      return show(id, chosen, typed, "Choose what is done for them.", UNPROCESSABLE);
    }
    if (reason.length() < SHORTEST || reason.length() > LONGEST) {
      return show(id, chosen, typed, "Say why in 10 to 500 characters.", UNPROCESSABLE);
    }
    door.change(
        caller,
        id,
        change -> {
          Outside outside = new Outside(change.act().jdbc(), door);
          Outside.Count count =
              outside
                  .count(id)
                  .orElseThrow(
                      () ->
                          new StoplogException(
                              Problem.REQUEST_INVALID,
                              "They are counted when a wave is frozen. Prepare one first."));
          int number = outside.decide(id, way.get(), reason, count, change.by(), clock.realNow());
          door.tell(
              change.act().jdbc(),
              id,
              change.by(),
              "notice.outside-decided",
              Integer.toString(number));
          change
              .act()
              .record(
                  change.by(),
                  "notice.outside-decided",
                  Map.of(
                      "incident", id.toString(),
                      "number", number,
                      "decision", way.get().word(),
                      "exposure", count.exposure(),
                      "people", count.people()));
          return true;
        });
    return Redirects.see(pathOf(id));
  }
}
