package org.stoplog.server.incidents;

import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ActorNames;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Colleagues;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Panel;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.severance.SupplierStanding;

/** The room, and what is written into it directly: notes, the state, tasks. */
@Controller
final class RoomController {
  private final Pages pages;
  private final Incidents incidents;
  private final Facts facts;
  private final ActorNames names;
  private final Colleagues colleagues;
  private final RoomActs acts;
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
    this.acts = new RoomActs(incidents);
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
    SupplierStanding standing = incidents.standing(caller, id);
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
                            .page(before, panels(caller, id), standing)));
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
    acts.note(Caller.signedIn(), id, text, privileged);
    return Redirects.see("/incidents/" + id + "#timeline");
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/state")
  View state(@PathVariable("id") UUID id, @RequestParam("state") String word) {
    acts.state(Caller.signedIn(), id, word);
    return Redirects.see("/incidents/" + id);
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/tasks")
  View addTask(
      @PathVariable("id") UUID id,
      @RequestParam("title") String title,
      @RequestParam(name = "owner", defaultValue = "") String owner,
      @RequestParam(name = "due", defaultValue = "") String due) {
    acts.addTask(Caller.signedIn(), id, title, owner, due);
    return Redirects.see("/incidents/" + id + "#tasks");
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/tasks/{task}/done")
  View closeTask(
      @PathVariable("id") UUID id,
      @PathVariable("task") UUID task,
      @RequestParam("proof") String proof) {
    acts.closeTask(Caller.signedIn(), id, task, proof);
    return Redirects.see("/incidents/" + id + "#tasks");
  }

  static List<String> states() {
    return Arrays.stream(Incident.State.values()).map(Incident.State::word).toList();
  }
}
