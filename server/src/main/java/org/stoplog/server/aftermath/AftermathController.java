package org.stoplog.server.aftermath;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
import org.stoplog.ledger.Ledger;
import org.stoplog.server.assessments.Assessments;
import org.stoplog.server.clocks.Promised;
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
import org.stoplog.server.suppliers.SupplierIds;

/** Whether a supplier is kept after its breach, on which conditions, and why. */
@Controller
final class AftermathController {
  private static final String ONE = "/incidents/{id}/aftermath";
  private static final int UNPROCESSABLE = 422;
  private static final int SHORTEST = 10;
  private static final int LONGEST = 5_000;
  private static final int LONGEST_LINE = 200;
  private static final int MOST_LINES = 20;

  private final Pages pages;
  private final IncidentDoor door;
  private final ActorNames names;
  private final ServerClock clock;
  private final Ledger ledger;
  private final Promised promised;

  AftermathController(
      Pages pages, IncidentDoor door, ActorNames names, ServerClock clock, Ledger ledger) {
    this.pages = pages;
    this.door = door;
    this.names = names;
    this.clock = clock;
    this.ledger = ledger;
    this.promised = new Promised(door);
  }

  /**
   * What was typed.
   *
   * @param requirements a line for each
   */
  private record Typed(String kind, String reasons, String requirements, String due) {
    List<String> lines() {
      return Arrays.stream(requirements.split("\\R"))
          .map(String::strip)
          .filter(one -> !one.isEmpty())
          .toList();
    }
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping(ONE)
  View show(@PathVariable("id") UUID id) {
    return show(id, new Typed("", "", "", ""), null, 200);
  }

  private View show(UUID id, Typed typed, @Nullable String error, int status) {
    Map<UUID, String> known = names.names();
    return pages.view(
        "aftermath",
        door.read(Caller.signedIn(), id, seen -> page(seen, known, typed, error)),
        status);
  }

  private AftermathPage page(
      IncidentDoor.Seen seen, Map<UUID, String> known, Typed typed, @Nullable String error) {
    Integer supplier = seen.supplier();
    return new AftermathPage(
        seen.path(),
        seen.name(),
        supplier,
        supplier == null
            ? ""
            : Optional.ofNullable(new SupplierIds(seen.jdbc()).all().get(supplier))
                .map(SupplierIds.Named::name)
                .orElse("unknown"),
        promised.of(seen, clock.now()).stream()
            .map(one -> new AftermathPage.Promise(one.says(), one.verdict(), one.isBroken()))
            .toList(),
        new DecisionRows(seen.jdbc(), door)
            .of(seen.id()).stream()
                .map(
                    one ->
                        new AftermathPage.Decided(
                            one.kind().words(),
                            known.getOrDefault(one.by(), "unknown") + ", " + Times.second(one.at()),
                            one.reasons(),
                            one.promises()))
                .toList(),
        Arrays.stream(SupplierDecision.Kind.values())
            .map(one -> new AftermathPage.Choice(one.word(), one.words()))
            .toList(),
        seen.works(),
        error,
        typed.kind(),
        typed.reasons(),
        typed.requirements(),
        typed.due());
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping(ONE)
  View decide(
      @PathVariable("id") UUID id,
      @RequestParam(name = "kind", defaultValue = "") String kind,
      @RequestParam(name = "reasons", defaultValue = "") String reasons,
      @RequestParam(name = "requirements", defaultValue = "") String requirements,
      @RequestParam(name = "due", defaultValue = "") String due) {
    Caller caller = Caller.signedIn();
    door.requireWork(caller, id);
    Typed typed = new Typed(kind, reasons.strip(), requirements, due.strip());
    try {
      decide(caller, id, typed);
    } catch (StoplogException e) {
      if (e.problem() != Problem.REQUEST_INVALID) {
        throw e;
      }
      return show(id, typed, e.getMessage(), UNPROCESSABLE);
    }
    return Redirects.see("/incidents/" + id + "/aftermath");
  }

  private static void require(boolean isRight, String otherwise) {
    if (!isRight) {
      throw new StoplogException(Problem.REQUEST_INVALID, otherwise);
    }
  }

  private void decide(Caller caller, UUID id, Typed typed) {
    SupplierDecision.Kind kind =
        SupplierDecision.Kind.of(typed.kind())
            .orElseThrow(
                () -> new StoplogException(Problem.REQUEST_INVALID, "Choose what is done."));
    require(
        typed.reasons().length() >= SHORTEST && typed.reasons().length() <= LONGEST,
        "Say why in 10 to 5,000 characters.");
    List<String> lines = typed.lines();
    require(
        lines.size() <= MOST_LINES && lines.stream().allMatch(one -> one.length() <= LONGEST_LINE),
        "Write at most 20 requirements, each on a line of at most 200 characters.");
    LocalDate due = lines.isEmpty() ? null : due(typed.due());
    door.change(
        caller,
        id,
        change -> {
          Integer supplier = change.seen().supplier();
          require(supplier != null, "Say in the incident which supplier it was first.");
          int number = Objects.requireNonNull(supplier);
          List<String> promises =
              promised.of(change.seen(), clock.now()).stream()
                  .map(one -> one.says() + ": " + one.verdict())
                  .toList();
          new DecisionRows(change.act().jdbc(), door)
              .add(
                  new SupplierDecision(
                      Ids.next(clock.realNow()),
                      number,
                      id,
                      kind,
                      typed.reasons(),
                      promises,
                      change.by(),
                      clock.now()));
          Assessments findings = new Assessments(change.act().jdbc(), ledger.stores().keys());
          for (String line : lines) {
            findings.require(
                Ids.next(clock.realNow()),
                number,
                line,
                "high",
                change.by(),
                Objects.requireNonNull(due),
                clock.now());
          }
          door.tell(change.act().jdbc(), id, change.by(), "supplier.decided", kind.word());
          change
              .act()
              .record(
                  change.by(),
                  "supplier.decided",
                  Map.of(
                      "incident", id.toString(),
                      "supplier", number,
                      "kind", kind.word(),
                      "requirements", lines.size()));
          return true;
        });
  }

  private LocalDate due(String typed) {
    try {
      LocalDate due = LocalDate.parse(typed);
      require(
          !due.isBefore(LocalDate.ofInstant(clock.now(), ZoneOffset.UTC)),
          "Requirements are due on a day that is still to come.");
      return due;
    } catch (java.time.DateTimeException e) {
      throw new StoplogException(
          Problem.REQUEST_INVALID, "Write the day until which requirements are met as 2026-01-31.");
    }
  }
}
