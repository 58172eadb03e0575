package org.stoplog.cli;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import tools.jackson.databind.JsonNode;

/** Waits for long work of a server, and shows how far it has come. */
final class ServerWork {
  private static final long BETWEEN_LOOKS = TimeUnit.MILLISECONDS.toNanos(300);
  private static final int HUNDRED = 100;

  private final Session session;
  private final ServerApi api;

  ServerWork(Session session, ServerApi api) {
    this.session = session;
    this.api = api;
  }

  /**
   * Waits until it is done. Ctrl-C asks the server to stop it too.
   *
   * @throws StoplogException WORK_FAILED when it failed, INTERRUPTED when somebody stopped it
   */
  void await(String work) {
    String step = "";
    try (CommandProgress progress = session.progress()) {
      while (true) {
        JsonNode now = api.get("/running/" + work).body();
        String state = SupplierCommand.text(now, "state", "");
        switch (state) {
          case "done" -> {
            return;
          }
          case "failed" ->
              throw new StoplogException(
                  Problem.WORK_FAILED,
                  SupplierCommand.text(now, "message", "the work failed")
                      .replaceAll("\\p{Cntrl}", " "));
          case "stopped" ->
              throw new StoplogException(Problem.INTERRUPTED, "somebody stopped the work");
          default -> {
            String current = SupplierCommand.text(now, "step", "Waiting");
            if (!current.equals(step)) {
              step = current;
              progress.step(step, HUNDRED, "%");
            }
            progress.at(now.path("percent").asInt(0));
          }
        }
        if (session.stopped()) {
          api.post("/running/" + work + "/stop", null);
          throw new StoplogException(Problem.INTERRUPTED, "the server was asked to stop the work");
        }
        LockSupport.parkNanos(BETWEEN_LOOKS);
      }
    }
  }
}
