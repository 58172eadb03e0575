package org.stoplog.server.clocks;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
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
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.people.OrganisationDesk;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ActorNames;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.ServerClock;

/** The duties of an incident: what they come to, by when, and what was decided and done. */
@Controller
final class ClocksController {
  static final String PATH = "/incidents/{id}/clocks";
  private static final int UNPROCESSABLE = 422;
  private static final int SHORTEST = 10;
  private static final int LONGEST = 2_000;

  private final Pages pages;
  private final IncidentDoor door;
  private final ActorNames names;
  private final ServerClock clock;
  private final IncidentDuties duties;
  private final Rules rules;
  private final Contracts contracts;
  private final DoneActs acts;
  private final Promised promised;

  ClocksController(
      Pages pages,
      IncidentDoor door,
      ActorNames names,
      ServerClock clock,
      IncidentDuties duties,
      Rules rules,
      OrganisationDesk desk,
      DoneActs acts) {
    this.pages = pages;
    this.door = door;
    this.names = names;
    this.clock = clock;
    this.duties = duties;
    this.rules = rules;
    this.contracts = new Contracts(door, desk);
    this.acts = acts;
    this.promised = new Promised(door);
  }

  /** What the room shows of it. */
  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping(PATH + "/panel")
  View panel(@PathVariable("id") UUID id) {
    return show("clocks-panel", id, Map.of(), null, ClocksPage.Typed.NOTHING, 200);
  }

  /**
   * @param suppose an answer that is tried out: {@code acquired:yes}
   */
  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping(PATH)
  View show(
      @PathVariable("id") UUID id,
      @RequestParam(name = "suppose", defaultValue = "") String suppose) {
    int colon = suppose.lastIndexOf(':');
    String question = colon < 0 ? "" : suppose.substring(0, colon);
    String answer = suppose.substring(colon + 1);
    boolean isSound = rules.isAsked(question) && ClocksView.answersTo(question).contains(answer);
    return show(
        "clocks",
        id,
        isSound ? Map.of(question, answer) : Map.of(),
        null,
        ClocksPage.Typed.NOTHING,
        200);
  }

  private View show(
      String template,
      UUID id,
      Map<String, String> supposed,
      @Nullable String error,
      ClocksPage.Typed typed,
      int status) {
    Caller caller = Caller.signedIn();
    Map<UUID, String> known = names.names();
    Instant now = clock.now();
    return pages.view(
        template,
        door.read(
            caller,
            id,
            seen -> {
              IncidentDuties.Look look = duties.look(seen, supposed, now);
              IncidentDuties.Look before =
                  supposed.isEmpty() ? null : duties.look(seen, Map.of(), now);
              String words =
                  supposed.entrySet().stream()
                      .map(one -> DutyWords.question(one.getKey()) + " " + one.getValue())
                      .findFirst()
                      .orElse(null);
              return new ClocksView(seen, look, caller, known, now)
                  .page(before, words, contracts.of(seen), promised.of(seen, now), error, typed);
            }),
        status);
  }

  /** Open deadlines, to be taken into a calendar. */
  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping(PATH + "/calendar.ics")
  ResponseEntity<byte[]> calendar(@PathVariable("id") UUID id) {
    Instant now = clock.now();
    byte[] file =
        door.read(
            Caller.signedIn(),
            id,
            seen ->
                Calendar.of(
                    id,
                    seen.name(),
                    duties.look(seen, Map.of(), now).duties().stream()
                        .filter(IncidentDuties.Timed::isOpen)
                        .toList(),
                    now));
    return ResponseEntity.ok()
        .header(HttpHeaders.CONTENT_TYPE, "text/calendar; charset=utf-8")
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"duties.ics\"")
        .body(file);
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping(PATH)
  View answer(
      @PathVariable("id") UUID id,
      @RequestParam(name = "question", defaultValue = "") String question,
      @RequestParam(name = "answer", defaultValue = "") String answer,
      @RequestParam(name = "happened", defaultValue = "") String typedTime,
      @RequestParam(name = "reason", defaultValue = "") String typed) {
    Caller caller = Caller.signedIn();
    door.requireWork(caller, id);
    String reason = typed.strip();
    boolean isStart = IncidentDuties.start(question).isPresent();
    Instant happened;
    try {
      require(isStart || rules.isAsked(question), "Choose a question that duties ask.");
      require(
          isStart || ClocksView.answersTo(question).contains(answer),
          "Choose an answer to this question.");
      require(isReason(reason), "Say how we know, in 10 to 2,000 characters.");
      happened = isStart ? time(typedTime) : null;
    } catch (StoplogException e) {
      ClocksPage.Typed again = new ClocksPage.Typed(question, answer, typedTime, typed);
      return show("clocks", id, Map.of(), e.getMessage(), again, UNPROCESSABLE);
    }
    door.change(
        caller,
        id,
        change -> {
          int number =
              new Answers(change.act().jdbc(), door)
                  .add(
                      id,
                      question,
                      isStart ? Answers.AT : answer,
                      happened,
                      reason,
                      change.by(),
                      clock.now());
          door.tell(
              change.act().jdbc(), id, change.by(), "clock.answered", Integer.toString(number));
          reEvaluate(change);
          Map<String, Object> detail = new HashMap<>();
          detail.put("incident", id.toString());
          detail.put("number", number);
          detail.put("question", question);
          detail.put("answer", isStart ? String.valueOf(happened) : answer);
          change.act().record(change.by(), "clock.answered", detail);
          return true;
        });
    return Redirects.see(ClocksView.listOf(id));
  }

  /** What changed by it is kept with it, not only at the next look of the watch. */
  private void reEvaluate(IncidentDoor.Changing change) {
    Instant now = clock.now();
    new Evaluations(change.act().jdbc())
        .keep(change.seen().id(), duties.look(change.seen(), Map.of(), now), now);
  }

  private static boolean isReason(String reason) {
    return reason.length() >= SHORTEST && reason.length() <= LONGEST;
  }

  private static void require(boolean isRight, String otherwise) {
    if (!isRight) {
      throw new StoplogException(Problem.REQUEST_INVALID, otherwise);
    }
  }

  /** One moment, which is not to come. */
  private Instant time(String typed) {
    Window window = WindowText.parse(typed, java.time.ZoneOffset.UTC);
    Instant from = window.from();
    if (from == null) {
      throw new StoplogException(Problem.REQUEST_INVALID, "Write one time.");
    }
    require(!from.isAfter(clock.now()), "This time is still to come.");
    return from;
  }

  /** Why a duty comes to what it does, and what was decided. */
  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping(PATH + "/of/{duty}")
  View why(@PathVariable("id") UUID id, @PathVariable("duty") String duty) {
    return show(id, duty, null, "", 200);
  }

  private View show(UUID id, String duty, @Nullable String error, String typed, int status) {
    Caller caller = Caller.signedIn();
    Map<UUID, String> known = names.names();
    Instant now = clock.now();
    return pages.view(
        "clock",
        door.read(
            caller,
            id,
            seen -> {
              IncidentDuties.Look look = duties.look(seen, Map.of(), now);
              IncidentDuties.Timed one = look.find(duty);
              return new ClocksView(seen, look, caller, known, now)
                  .page(one, acts(seen, one), error, typed);
            }),
        status);
  }

  private DoneActs.Done act(IncidentDoor.Seen seen, IncidentDuties.Timed one, String path) {
    return acts(seen, one).stream()
        .filter(done -> done.path().equals(path))
        .findFirst()
        .orElseThrow(
            () ->
                new StoplogException(
                    Problem.REQUEST_INVALID, "The incident has no such act for this duty."));
  }

  private List<DoneActs.Done> acts(IncidentDoor.Seen seen, IncidentDuties.Timed one) {
    return acts.of(seen.jdbc(), seen.id()).stream()
        .filter(act -> act.tells() == one.duty().obligation().tells())
        .toList();
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/of/{duty}")
  View decide(
      @PathVariable("id") UUID id,
      @PathVariable("duty") String duty,
      @RequestParam(name = "kind", defaultValue = "") String chosen,
      @RequestParam(name = "met", defaultValue = "") String typedTime,
      @RequestParam(name = "act", defaultValue = "") String actPath,
      @RequestParam(name = "words", defaultValue = "") String typed) {
    Caller caller = Caller.signedIn();
    door.requireWork(caller, id);
    Optional<DutyActs.Kind> kind = DutyActs.Kind.of(chosen);
    String words = typed.strip();
    Instant met;
    try {
      require(kind.isPresent(), "Choose what is decided, or that it was met.");
      require(isReason(words), "Say why, or by which act, in 10 to 2,000 characters.");
      met = kind.get() == DutyActs.Kind.MET && actPath.isEmpty() ? time(typedTime) : null;
    } catch (StoplogException e) {
      return show(id, duty, e.getMessage(), typed, UNPROCESSABLE);
    }
    door.change(
        caller,
        id,
        change -> {
          IncidentDuties.Timed one = duties.look(change.seen(), Map.of(), clock.now()).find(duty);
          Optional<DoneActs.Done> act =
              kind.get() == DutyActs.Kind.MET && met == null
                  ? Optional.of(act(change.seen(), one, actPath))
                  : Optional.empty();
          int number =
              new DutyActs(change.act().jdbc(), door)
                  .add(
                      id,
                      duty,
                      kind.get(),
                      act.map(DoneActs.Done::at).orElse(met),
                      act.map(done -> done.words() + ", " + done.path() + ": ").orElse("") + words,
                      ClocksView.terms(one),
                      change.by(),
                      clock.now());
          door.tell(
              change.act().jdbc(),
              id,
              change.by(),
              kind.get().isDecision() ? "clock.decided" : "clock.met",
              duty);
          reEvaluate(change);
          Map<String, Object> detail = new HashMap<>();
          detail.put("incident", id.toString());
          detail.put("number", number);
          detail.put("duty", duty);
          detail.put("said", kind.get().word());
          detail.put("outcome", DutyWords.word(one.duty().outcome()));
          if (kind.get() == DutyActs.Kind.MET) {
            detail.put("met", String.valueOf(act.map(DoneActs.Done::at).orElse(met)));
          }
          change
              .act()
              .record(change.by(), kind.get().isDecision() ? "clock.decided" : "clock.met", detail);
          return true;
        });
    return Redirects.see(ClocksView.listOf(id) + "/of/" + duty);
  }
}
