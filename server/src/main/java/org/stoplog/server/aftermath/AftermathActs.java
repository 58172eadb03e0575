package org.stoplog.server.aftermath;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.assessments.Assessments;
import org.stoplog.server.clocks.Promised;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Ids;
import org.stoplog.server.platform.InvalidBody;
import org.stoplog.server.platform.ServerClock;

/** What people and programs do after a supplier was breached. */
final class AftermathActs {
  private static final int SHORTEST = 10;
  private static final int LONGEST = 5_000;
  private static final int LONGEST_LINE = 200;
  private static final int MOST_LINES = 20;

  private final IncidentDoor door;
  private final ServerClock clock;
  private final Ledger ledger;
  private final Promised promised;

  AftermathActs(IncidentDoor door, ServerClock clock, Ledger ledger) {
    this.door = door;
    this.clock = clock;
    this.ledger = ledger;
    this.promised = new Promised(door);
  }

  /**
   * What was typed.
   *
   * @param requirements a line for each
   */
  record Typed(String kind, String reasons, String requirements, String due) {
    List<String> lines() {
      return Arrays.stream(requirements.split("\\R"))
          .map(String::strip)
          .filter(one -> !one.isEmpty())
          .toList();
    }
  }

  /** What it had promised, and what happened as far as anybody knows now. */
  List<Promised.Kept> promised(IncidentDoor.Seen seen) {
    return promised.of(seen, clock.now());
  }

  private static void require(boolean isRight, String field, String otherwise) {
    if (!isRight) {
      throw InvalidBody.ofField(field, otherwise);
    }
  }

  /**
   * Decides what becomes of the supplier; each requirement becomes a finding.
   *
   * @throws StoplogException REQUEST_INVALID that says what is wrong; ACCESS_DENIED for a member
   *     who may only read
   */
  void decide(Caller caller, UUID id, Typed typed) {
    SupplierDecision.Kind kind =
        SupplierDecision.Kind.of(typed.kind())
            .orElseThrow(
                () -> InvalidBody.ofField("kind", "Choose what is done: keep, restrict or end."));
    require(
        typed.reasons().length() >= SHORTEST && typed.reasons().length() <= LONGEST,
        "reasons",
        "Say why in 10 to 5,000 characters.");
    List<String> lines = typed.lines();
    require(
        lines.size() <= MOST_LINES && lines.stream().allMatch(one -> one.length() <= LONGEST_LINE),
        "requirements",
        "Write at most 20 requirements, each on a line of at most 200 characters.");
    LocalDate due = lines.isEmpty() ? null : due(typed.due());
    door.change(
        caller,
        id,
        change -> {
          Integer supplier = change.seen().supplier();
          if (supplier == null) {
            throw new StoplogException(
                Problem.REQUEST_INVALID, "Say in the incident which supplier it was first.");
          }
          int number = supplier;
          List<String> promises =
              promised(change.seen()).stream()
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
          "due",
          "Requirements are due on a day that is still to come.");
      return due;
    } catch (java.time.DateTimeException e) {
      throw InvalidBody.ofField(
          "due", "Write the day until which requirements are met as 2026-01-31.");
    }
  }
}
