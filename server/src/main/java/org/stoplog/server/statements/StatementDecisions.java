package org.stoplog.server.statements;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Decision;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/** What the start page says of statements to those who work on their incidents. */
final class StatementDecisions implements Decision.Source {
  private final Transactions transactions;
  private final IncidentDoor door;
  private final ServerClock clock;

  StatementDecisions(Transactions transactions, IncidentDoor door, ServerClock clock) {
    this.transactions = transactions;
    this.door = door;
    this.clock = clock;
  }

  @Override
  public List<Decision> decisionsOf(Caller caller) {
    if (!caller.may(Permission.WORK_ON_INCIDENTS)) {
      return List.of();
    }
    Instant now = clock.now();
    List<Decision> decisions = new ArrayList<>();
    for (Statement one :
        transactions.run(jdbc -> new StatementRows(jdbc, door).watched(caller.account()))) {
      if (one.contradictedBy() != null) {
        decisions.add(
            new Decision(
                "A published sentence does not hold any more: " + one.slug(),
                "Exposure " + one.contradictedBy() + " contradicts it.",
                "Look at the statement",
                one.path()));
      } else if (one.outdatedBy() != null) {
        decisions.add(
            new Decision(
                "Published numbers are not the newest: " + one.slug(),
                "Exposure " + one.outdatedBy() + " has others.",
                "Look at the statement",
                one.path()));
      }
      Instant next = one.nextUpdate();
      if (next != null && !now.isBefore(next.minus(StatementWatch.BEFORE))) {
        boolean isPast = !now.isBefore(next);
        decisions.add(
            new Decision(
                (isPast ? "A promised update is overdue: " : "An update is promised soon: ")
                    + one.slug(),
                "The world was promised more by " + StatementForm.written(next) + " UTC.",
                "Write the next revision",
                one.path()));
      }
    }
    return decisions;
  }
}
