package org.stoplog.server.support;

import java.time.Duration;
import java.time.Instant;
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
import org.stoplog.ledger.Numbers;
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

/** Codes for those who answer the telephone, made by whoever works on the incident. */
@Controller
final class CodesController {
  private static final int MOST_DAYS = 90;

  private final Pages pages;
  private final IncidentDoor door;
  private final ActorNames names;
  private final ServerClock clock;

  CodesController(Pages pages, IncidentDoor door, ActorNames names, ServerClock clock) {
    this.pages = pages;
    this.door = door;
    this.names = names;
    this.clock = clock;
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping("/incidents/{id}/support")
  View list(@PathVariable("id") UUID id) {
    return view(id, null);
  }

  private View view(UUID id, @Nullable String made) {
    Caller caller = Caller.signedIn();
    Map<UUID, String> known = names.names();
    Instant now = clock.realNow();
    return pages.view(
        "support-codes",
        door.read(
            caller,
            id,
            seen -> {
              boolean canWork = seen.works() && caller.may(Permission.WORK_ON_INCIDENTS);
              return new CodesPage(
                  seen.path(),
                  seen.name(),
                  canWork,
                  made,
                  new Codes(seen.jdbc())
                      .of(id).stream().map(code -> line(code, known, now, canWork)).toList());
            }));
  }

  private static CodesPage.Line line(
      Codes.Code code, Map<UUID, String> known, Instant now, boolean canWork) {
    Instant ended = code.endedAt();
    boolean isGood = ended == null && now.isBefore(code.expiresAt());
    return new CodesPage.Line(
        code.number(),
        known.getOrDefault(code.createdBy(), "unknown"),
        ended != null
            ? "ended " + Times.second(ended)
            : (isGood ? "good until " : "over since ") + Times.second(code.expiresAt()),
        Numbers.grouped(code.people()),
        Numbers.grouped(code.lookUps()),
        isGood && canWork
            ? "/incidents/" + code.incident() + "/support/" + code.id() + "/end"
            : null);
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/support")
  View make(
      @PathVariable("id") UUID id, @RequestParam(name = "days", defaultValue = "0") int days) {
    String code = Codes.make();
    door.change(
        Caller.signedIn(),
        id,
        change -> {
          if (days < 1 || days > MOST_DAYS) {
            throw new StoplogException(
                Problem.REQUEST_INVALID, "A code is good for 1 to " + MOST_DAYS + " days.");
          }
          Instant now = clock.realNow();
          UUID row = Ids.next(now);
          int number =
              new Codes(change.act().jdbc())
                  .add(row, id, code, change.by(), now, now.plus(Duration.ofDays(days)));
          door.tell(
              change.act().jdbc(), id, change.by(), "support.code-made", String.valueOf(number));
          change
              .act()
              .record(
                  change.by(),
                  "support.code-made",
                  Map.of("incident", id.toString(), "code", row.toString(), "days", days));
          return true;
        });
    return view(id, code);
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/support/{code}/end")
  View end(@PathVariable("id") UUID id, @PathVariable("code") UUID code) {
    door.change(
        Caller.signedIn(),
        id,
        change -> {
          if (!new Codes(change.act().jdbc()).end(id, code, clock.realNow())) {
            throw new StoplogException(
                Problem.PAGE_UNKNOWN, "The incident has no such code, or it was ended.");
          }
          door.tell(change.act().jdbc(), id, change.by(), "support.code-ended", null);
          change
              .act()
              .record(
                  change.by(),
                  "support.code-ended",
                  Map.of("incident", id.toString(), "code", code.toString()));
          return true;
        });
    return Redirects.see("/incidents/" + id + "/support");
  }
}
