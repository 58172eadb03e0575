package org.stoplog.server.notices;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.accounts.Approval;
import org.stoplog.server.accounts.Approvals;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ActorNames;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Ids;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Times;

/** What an authority asked to hold back: entered by one, confirmed by another. */
@Controller
final class HoldController {
  private static final String PATH = "/incidents/{id}/notices/hold";
  private static final int UNPROCESSABLE = 422;
  private static final int LONGEST_LINE = 200;
  private static final int LONGEST = 2_000;
  private static final int SHORTEST = 10;
  private static final int LONGEST_YEARS = 2;
  private static final List<String> FIELDS =
      List.of(
          "authority", "reference", "reason", "until", "notices", "organisations", "statements");

  private final Pages pages;
  private final IncidentDoor door;
  private final Approvals approvals;
  private final ActorNames names;
  private final ServerClock clock;

  HoldController(
      Pages pages, IncidentDoor door, Approvals approvals, ActorNames names, ServerClock clock) {
    this.pages = pages;
    this.door = door;
    this.approvals = approvals;
    this.names = names;
    this.clock = clock;
  }

  static String pathOf(UUID incident) {
    return Notice.listOf(incident) + "/hold";
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping(PATH)
  View show(@PathVariable("id") UUID id) {
    return show(id, Map.of("notices", "true"), null, 200);
  }

  private View show(UUID id, Map<String, String> form, @Nullable String error, int status) {
    Caller caller = Caller.signedIn();
    Map<UUID, String> known = names.names();
    Instant now = clock.realNow();
    return pages.view(
        "notice-hold",
        door.read(
            caller,
            id,
            seen -> {
              List<Hold> all = new Holds(seen.jdbc(), door).of(id);
              boolean canWork = seen.works() && caller.may(Permission.WORK_ON_INCIDENTS);
              Optional<Hold> holding = all.stream().filter(one -> one.holds(now)).findFirst();
              return new HoldPage(
                  seen.path(),
                  seen.name(),
                  Notice.listOf(id),
                  pathOf(id),
                  holding.map(one -> left(one, now)).orElse("Nothing is held back."),
                  holding.isPresent(),
                  canWork,
                  all.stream()
                      .flatMap(
                          one ->
                              approvals
                                  .waiting(seen.jdbc(), Holding.ACT, id + "/" + one.number())
                                  .stream())
                      .map(Approval::id)
                      .map(waiting -> "/approvals/" + waiting)
                      .findFirst()
                      .orElse(null),
                  form,
                  error,
                  all.stream().map(one -> line(one, known, now, canWork)).toList());
            }),
        status);
  }

  private static String left(Hold hold, Instant now) {
    Duration left = Duration.between(now, hold.until());
    return "Held back until "
        + Times.second(hold.until())
        + ": "
        + hold.suspends()
        + ". "
        + (left.toDays() > 1 ? left.toDays() + " days" : left.toHours() + " hours")
        + " are left. Nothing starts by itself then.";
  }

  private static HoldPage.Line line(
      Hold one, Map<UUID, String> known, Instant now, boolean canWork) {
    String confirmed =
        one.confirmedBy() == null
            ? ""
            : "; confirmed by " + known.getOrDefault(one.confirmedBy(), "unknown");
    String state =
        one.liftedAt() != null
            ? "lifted "
                + Times.second(one.liftedAt())
                + " by "
                + known.getOrDefault(one.liftedBy(), "unknown")
                + ": "
                + one.liftReason()
            : one.confirmedAt() == null
                ? "not confirmed"
                : one.holds(now) ? "holds" : "its time is over";
    return new HoldPage.Line(
        one.number() + (one.renews() == null ? "" : ", renews " + one.renews()),
        one.words().authority(),
        one.words().reference(),
        one.words().reason(),
        one.suspends(),
        Times.second(one.until()),
        known.getOrDefault(one.enteredBy(), "unknown")
            + ", "
            + Times.second(one.enteredAt())
            + confirmed,
        state,
        canWork && one.holds(now));
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping(PATH)
  View enter(@PathVariable("id") UUID id, @RequestParam MultiValueMap<String, String> typed) {
    Caller caller = Caller.signedIn();
    door.requireWork(caller, id);
    Map<String, String> form = new LinkedHashMap<>();
    for (String field : FIELDS) {
      String value = typed.getFirst(field);
      form.put(field, value == null ? "" : value.strip());
    }
    Instant now = clock.realNow();
    String error = objection(form, now);
    if (error != null) {
      return show(id, form, error, UNPROCESSABLE);
    }
    UUID approval =
        door.change(
            caller,
            id,
            change -> {
              Holds holds = new Holds(change.act().jdbc(), door);
              Hold hold =
                  new Hold(
                      Ids.next(now),
                      id,
                      holds.next(id),
                      new Hold.Words(
                          text(form, "authority"), text(form, "reference"), text(form, "reason")),
                      text(form, "notices").equals("true"),
                      text(form, "organisations").equals("true"),
                      text(form, "statements").equals("true"),
                      until(text(form, "until")),
                      holds.of(id).stream()
                          .filter(one -> one.confirmedBy() != null && one.liftedBy() == null)
                          .map(Hold::number)
                          .findFirst()
                          .orElse(null),
                      change.by(),
                      now,
                      null,
                      null,
                      null,
                      null,
                      null);
              holds.add(hold);
              door.tell(
                  change.act().jdbc(), id, change.by(), "notice.hold-entered", "" + hold.number());
              return approvals.ask(change.act(), Holding.request(hold));
            });
    return Redirects.see("/approvals/" + approval);
  }

  private static String text(Map<String, String> form, String field) {
    return form.getOrDefault(field, "");
  }

  /** The end of that day, UTC. */
  private static Instant until(String day) {
    return LocalDate.parse(day).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private static @Nullable String objection(Map<String, String> form, Instant now) {
    for (String field : List.of("authority", "reference")) {
      String value = text(form, field);
      if (value.isEmpty()
          || value.length() > LONGEST_LINE
          || value.chars().anyMatch(Character::isISOControl)) {
        return "Give the authority and its reference, each on one line of at most 200 characters.";
      }
    }
    String reason = text(form, "reason");
    if (reason.length() < SHORTEST || reason.length() > LONGEST || reason.indexOf('\u001f') >= 0) {
      return "Say in 10 to 2 000 characters what reason the authority gave.";
    }
    if (!text(form, "notices").equals("true")
        && !text(form, "organisations").equals("true")
        && !text(form, "statements").equals("true")) {
      return "Choose what stands still.";
    }
    try {
      Instant until = until(text(form, "until"));
      if (!until.isAfter(now) || until.isAfter(now.plus(Duration.ofDays(366L * LONGEST_YEARS)))) {
        return "It ends on a day that is still to come, at most two years from now.";
      }
    } catch (DateTimeException e) {
      return "Write the last day as 2026-12-24.";
    }
    return null;
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/{number}/lift")
  View lift(
      @PathVariable("id") UUID id,
      @PathVariable("number") int number,
      @RequestParam(name = "reason", defaultValue = "") String typed) {
    Caller caller = Caller.signedIn();
    door.requireWork(caller, id);
    String reason = typed.strip();
    if (reason.length() < SHORTEST || reason.length() > LONGEST) {
      return show(id, Map.of(), "To lift it, say why in 10 to 2 000 characters.", UNPROCESSABLE);
    }
    door.change(
        caller,
        id,
        change -> {
          Holds holds = new Holds(change.act().jdbc(), door);
          Hold hold =
              holds
                  .find(id, number)
                  .filter(one -> one.holds(clock.realNow()))
                  .orElseThrow(
                      () ->
                          new StoplogException(
                              Problem.REQUEST_INVALID, "There is no such hold that holds."));
          holds.lift(hold, change.by(), clock.realNow(), reason);
          door.tell(change.act().jdbc(), id, change.by(), "notice.hold-lifted", "" + number);
          change
              .act()
              .record(
                  change.by(),
                  "notice.hold-lifted",
                  Map.of("incident", id.toString(), "number", number));
          return true;
        });
    return Redirects.see(pathOf(id));
  }
}
