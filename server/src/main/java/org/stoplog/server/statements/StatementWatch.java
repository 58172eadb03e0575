package org.stoplog.server.statements;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.ServerLog;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.platform.Watch;

/** Reminds of the next update before it is due, and says when a promise was not kept. */
final class StatementWatch extends Watch implements StatementLook {
  private static final Duration EVERY = Duration.ofSeconds(20);

  /** Enough to write, and to find a second person. */
  static final Duration BEFORE = Duration.ofHours(4);

  private final Transactions transactions;
  private final IncidentDoor door;
  private final ServerClock clock;

  StatementWatch(Transactions transactions, IncidentDoor door, ServerClock clock, ServerLog log) {
    super("statements", EVERY, log);
    this.transactions = transactions;
    this.door = door;
    this.clock = clock;
  }

  @Override
  protected void look(boolean isAsked) {
    look();
  }

  /** One look at all promises. */
  @Override
  public void look() {
    Instant now = clock.now();
    for (Statement seen : transactions.run(jdbc -> new StatementRows(jdbc, door).watched(null))) {
      Instant next = seen.nextUpdate();
      if (next == null) {
        continue;
      }
      if (!now.isBefore(next) && seen.missed() < seen.published()) {
        tell(seen, next, "statement.update-missed");
      } else if (!now.isBefore(next.minus(BEFORE)) && seen.reminded() < seen.published()) {
        tell(seen, next, "statement.update-due");
      }
    }
  }

  private void tell(Statement seen, Instant next, String what) {
    transactions.actIf(
        act -> {
          door.lock(act.jdbc(), seen.incident());
          StatementRows rows = new StatementRows(act.jdbc(), door);
          Statement statement = rows.lock(seen.incident()).orElseThrow();
          if (statement.published() != seen.published()) {
            return false; // somebody kept the promise in this moment
          }
          rows.reminded(statement.id(), statement.published());
          if (what.equals("statement.update-missed")) {
            rows.missed(statement.id(), statement.published());
          }
          door.tell(
              act.jdbc(), statement.incident(), null, what, StatementForm.written(next) + " UTC");
          act.record(
              null,
              what,
              Map.of(
                  "incident", statement.incident().toString(),
                  "statement", statement.id().toString(),
                  "revision", statement.published()));
          return true;
        });
  }
}
