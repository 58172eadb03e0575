package org.stoplog.server.platform;

import java.util.Map;
import java.util.UUID;
import org.stoplog.ledger.Progress;

/**
 * One kind of work that takes longer than a request may. It is started by {@link Works}, shown with
 * its progress, can be stopped, and is run again from its beginning when the program ended
 * meanwhile.
 */
public interface LongWork {
  /** Short and stored: {@code import}. */
  String kind();

  /**
   * Does the work in a thread of its own. Run twice it must do no more than once.
   *
   * @return the path of the page that shows what came of it
   * @throws org.stoplog.catalog.problem.StoplogException what its page should tell; INTERRUPTED
   *     when {@link Progress#stopped()} said so
   */
  String run(Task task, Progress progress);

  /**
   * What to do.
   *
   * @param by the account that started it
   * @param title for people; no personal value
   * @param arguments of this kind of work; no personal value, since they are kept as they are
   */
  record Task(UUID id, UUID by, String title, Map<String, String> arguments) {
    public Task {
      arguments = Map.copyOf(arguments);
    }
  }
}
