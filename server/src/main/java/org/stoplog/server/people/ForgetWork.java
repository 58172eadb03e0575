package org.stoplog.server.people;

import java.util.Map;
import java.util.UUID;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Progress;
import org.stoplog.server.platform.LongWork;

/** Erases one person; once they are erased there is nothing left to do. */
final class ForgetWork implements LongWork {
  static final String KIND = "forget";
  static final String LOOK_UP = "lookup";
  static final String REASON = "reason";

  private final Ledger ledger;
  private final LookUps lookUps;

  ForgetWork(Ledger ledger, LookUps lookUps) {
    this.ledger = ledger;
    this.lookUps = lookUps;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String run(Task task, Progress progress) {
    UUID id = UUID.fromString(String.valueOf(task.arguments().get(LOOK_UP)));
    LookUps.Row row =
        lookUps
            .find(id)
            .orElseThrow(
                () -> new StoplogException(Problem.PERSON_UNKNOWN, "The look-up is not there."));
    if (row.subject() != null) {
      ledger.forget(
          task.by(),
          row.people(),
          Map.of("reason", String.valueOf(task.arguments().get(REASON)), "lookup", id.toString()),
          progress);
    }
    return "/people";
  }
}
