package org.stoplog.server.intake;

import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.intake.Batch;
import org.stoplog.ledger.intake.Batches;
import org.stoplog.server.platform.LongWork;

/** Takes a batch back; once it is taken back there is nothing left to do. */
final class UndoWork implements LongWork {
  static final String KIND = "undo";
  static final String BATCH = "batch";

  private final Ledger ledger;

  UndoWork(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String run(Task task, Progress progress) {
    long id = Long.parseLong(String.valueOf(task.arguments().get(BATCH)));
    Batch batch =
        ledger
            .inTransaction(connection -> Batches.find(connection, id))
            .orElseThrow(
                () -> new StoplogException(Problem.BATCH_UNKNOWN, "There is no batch " + id + "."));
    if (batch.status().equals("live")) {
      ledger.undo(task.by(), id, progress);
    }
    return LedgerController.pathOf(id);
  }
}
