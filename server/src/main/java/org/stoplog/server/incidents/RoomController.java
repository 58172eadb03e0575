package org.stoplog.server.incidents;

import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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
import org.stoplog.ledger.exposure.Window;
import org.stoplog.ledger.exposure.WindowText;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ActorNames;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Colleagues;
import org.stoplog.server.platform.Ids;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Panel;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;

/** The room, and what is written into it directly: notes, the state, tasks. */
@Controller
final class RoomController {
  private static final int LONGEST_NOTE = 10_000;
  private static final int LONGEST_TASK = 200;

  private final Pages pages;
  private final Incidents incidents;
  private final Facts facts;
  private final ActorNames names;
  private final Colleagues colleagues;
  private final List<Panel> panels;

  RoomController(
      Pages pages,
      Incidents incidents,
      Facts facts,
      ActorNames names,
      Colleagues colleagues,
      List<Panel> panels) {
    this.pages = pages;
    this.incidents = incidents;
    this.facts = facts;
    this.names = names;
    this.colleagues = colleagues;
    this.panels = panels.stream().sorted(Comparator.comparingInt(Panel::order)).toList();
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping("/incidents/{id}")
  View room(
      @PathVariable("id") UUID id,
      @RequestParam(name = "before", defaultValue = "9223372036854775807") long before) {
    Caller caller = Caller.signedIn();
    Map<UUID, String> people = names.names();
    List<Colleagues.Colleague> active = colleagues.active();
    Instant now = incidents.clock().product().instant();
    RoomPage page =
        incidents.read(
            caller,
            id,
            inside ->
                facts.looking(
                    inside,
                    List.of(),
                    claims ->
                        new RoomView(inside, claims, caller, people, active, now)
                            .page(before, panels(caller, id))));
    return pages.view("room", page);
  }

  private List<Panel.Shown> panels(Caller caller, UUID id) {
    return panels.stream()
        .filter(panel -> caller.may(panel.permission()))
        .map(panel -> panel.of(id))
        .toList();
  }

  /**
   * What changed since the page was made: a line for it, which moves nothing that is being read.
   */
  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping("/incidents/{id}/news")
  View news(@PathVariable("id") UUID id, @RequestParam("since") long since) {
    NewsPage page =
        incidents.read(
            Caller.signedIn(),
            id,
            inside -> new NewsPage(inside.incident().path(), inside.incident().version() - since));
    return pages.view("room-news", page);
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/notes")
  View note(
      @PathVariable("id") UUID id,
      @RequestParam("text") String text,
      @RequestParam(name = "privileged", defaultValue = "false") boolean privileged) {
    if (text.isBlank() || text.length() > LONGEST_NOTE) {
      throw new StoplogException(
          Problem.REQUEST_INVALID, "A note has 1 to " + LONGEST_NOTE + " characters.");
    }
    incidents.change(
        Caller.signedIn(),
        id,
        change -> {
          if (privileged && !change.inside().member().privileged()) {
            throw new StoplogException(
                Problem.ACCESS_DENIED, "You do not see what is privileged, and cannot write it.");
          }
          return change.record(
              new Timeline.News("note.written", null, text.strip(), privileged), Map.of());
        });
    return Redirects.see("/incidents/" + id + "#timeline");
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/state")
  View state(@PathVariable("id") UUID id, @RequestParam("state") String word) {
    Incident.State state =
        Incident.State.of(word)
            .orElseThrow(
                () -> new StoplogException(Problem.REQUEST_INVALID, "There is no such state."));
    incidents.change(
        Caller.signedIn(),
        id,
        change -> {
          new IncidentRows(change.jdbc()).setState(id, state);
          return change.record(
              new Timeline.News("state.changed", state.word()), Map.of("state", state.word()));
        });
    return Redirects.see("/incidents/" + id);
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/tasks")
  View addTask(
      @PathVariable("id") UUID id,
      @RequestParam("title") String title,
      @RequestParam(name = "owner", defaultValue = "") String owner,
      @RequestParam(name = "due", defaultValue = "") String due) {
    if (title.isBlank() || title.strip().length() > LONGEST_TASK) {
      throw new StoplogException(
          Problem.REQUEST_INVALID, "A task has a title of 1 to " + LONGEST_TASK + " characters.");
    }
    Instant until = until(due);
    incidents.change(
        Caller.signedIn(),
        id,
        change -> {
          UUID whose = owner.isBlank() ? null : UUID.fromString(owner);
          if (whose != null && new IncidentRows(change.jdbc()).member(id, whose).isEmpty()) {
            throw new StoplogException(
                Problem.REQUEST_INVALID, "Whoever has the task must be a member of the incident.");
          }
          UUID task = Ids.next(incidents.clock().realNow());
          long seq =
              change.record(
                  new Timeline.News("task.added", task.toString(), title.strip(), false),
                  Map.of("task", task.toString()));
          new Tasks(change.jdbc(), change.inside().keys())
              .add(id, task, title.strip(), whose, until, seq);
          return seq;
        });
    return Redirects.see("/incidents/" + id + "#tasks");
  }

  /** The end of what was typed: "until the 8th" includes that day. */
  private static @Nullable Instant until(String due) {
    if (due.isBlank()) {
      return null;
    }
    Window read = WindowText.parse(due, java.time.ZoneOffset.UTC);
    return read.to();
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/tasks/{task}/done")
  View closeTask(
      @PathVariable("id") UUID id,
      @PathVariable("task") UUID task,
      @RequestParam("proof") String proof) {
    if (proof.isBlank() || proof.length() > LONGEST_NOTE) {
      throw new StoplogException(
          Problem.REQUEST_INVALID, "Say what shows that it is done: a reference, a link, a name.");
    }
    incidents.change(
        Caller.signedIn(),
        id,
        change -> {
          long seq =
              change.record(
                  new Timeline.News("task.done", task.toString(), proof.strip(), false),
                  Map.of("task", task.toString()));
          if (!new Tasks(change.jdbc(), change.inside().keys())
              .close(id, task, proof.strip(), seq)) {
            throw new StoplogException(
                Problem.PAGE_UNKNOWN, "There is no such task, or it is closed already.");
          }
          return seq;
        });
    return Redirects.see("/incidents/" + id + "#tasks");
  }

  static List<String> states() {
    return Arrays.stream(Incident.State.values()).map(Incident.State::word).toList();
  }
}
