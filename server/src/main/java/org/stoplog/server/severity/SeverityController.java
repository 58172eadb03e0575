package org.stoplog.server.severity;

import java.util.HashMap;
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
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ActorNames;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.ServerClock;

/** How bad an incident is for people, and what was judged to say so. */
@Controller
final class SeverityController {
  static final String PATH = "/incidents/{id}/severity";
  private static final int UNPROCESSABLE = 422;
  private static final int SHORTEST = 10;
  private static final int LONGEST = 2_000;

  private final Pages pages;
  private final IncidentDoor door;
  private final ActorNames names;
  private final ServerClock clock;

  SeverityController(Pages pages, IncidentDoor door, ActorNames names, ServerClock clock) {
    this.pages = pages;
    this.door = door;
    this.names = names;
    this.clock = clock;
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping(PATH)
  View show(@PathVariable("id") UUID id) {
    return show("severity", id, null, SeverityPage.Typed.NOTHING, 200);
  }

  /** What the room shows of it. */
  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping(PATH + "/panel")
  View panel(@PathVariable("id") UUID id) {
    return show("severity-panel", id, null, SeverityPage.Typed.NOTHING, 200);
  }

  private View show(
      String template, UUID id, @Nullable String error, SeverityPage.Typed typed, int status) {
    Caller caller = Caller.signedIn();
    Map<UUID, String> known = names.names();
    return pages.view(
        template,
        door.read(
            caller,
            id,
            seen -> {
              Judgement judgement = new Severities(seen.jdbc(), door).current(id);
              Cohorts cohorts = Cohorts.of(door.groups(seen.jdbc(), id), judgement);
              return new SeverityView(seen, judgement, cohorts, caller, known)
                  .page(new JudgementRows(seen.jdbc(), door).all(id), error, typed);
            }),
        status);
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping(PATH)
  View judge(
      @PathVariable("id") UUID id,
      @RequestParam(name = "judgement", defaultValue = "") String chosen,
      @RequestParam(name = "reason", defaultValue = "") String typed) {
    Caller caller = Caller.signedIn();
    door.requireWork(caller, id);
    int colon = chosen.indexOf(':');
    String answer = chosen.substring(colon + 1);
    Optional<Question> question = Question.of(colon < 0 ? "" : chosen.substring(0, colon));
    String reason = typed.strip();
    String error =
        question.isEmpty() || !question.get().answers().contains(answer)
            ? "Choose what is judged, and how."
            : reason.length() < SHORTEST || reason.length() > LONGEST
                ? "Say why, in 10 to 2,000 characters."
                : null;
    if (error != null || question.isEmpty()) {
      return show(
          "severity", id, error, new SeverityPage.Typed(chosen, answer, typed), UNPROCESSABLE);
    }
    String word = question.get().word();
    door.change(
        caller,
        id,
        change -> {
          int number =
              new JudgementRows(change.act().jdbc(), door)
                  .add(id, new JudgementRows.Said(word, answer, reason, change.by(), clock.now()));
          door.tell(
              change.act().jdbc(), id, change.by(), "severity.judged", Integer.toString(number));
          Map<String, Object> detail = new HashMap<>();
          detail.put("incident", id.toString());
          detail.put("number", number);
          detail.put("question", word);
          detail.put("answer", answer);
          change.act().record(change.by(), "severity.judged", detail);
          return true;
        });
    return Redirects.see(SeverityView.pathOf(id));
  }
}
