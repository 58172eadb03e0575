package org.stoplog.server.operations;

import java.util.Map;
import java.util.UUID;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Works;

/** Begins backups, one at a time. */
final class Backups {
  private final BackupFolder folder;
  private final Works works;
  private final ServerClock clock;

  Backups(BackupFolder folder, Works works, ServerClock clock) {
    this.folder = folder;
    this.works = works;
    this.clock = clock;
  }

  /**
   * Starts one with the act that asks for it.
   *
   * @return the id of the work
   * @throws StoplogException BACKUPS_UNAVAILABLE when no folder was named, or while one is written
   */
  UUID start(Act act, UUID by) {
    folder.required();
    // Two at once would write the same bytes twice; whoever is second waits for the first's.
    act.jdbc().sql("lock table passing.work in share row exclusive mode").update();
    boolean isOne =
        act.jdbc()
            .sql(
                """
                select exists (select from passing.work
                  where kind = :kind and state in ('waiting', 'running'))
                """)
            .param("kind", BackupWork.KIND)
            .query(Boolean.class)
            .single();
    if (isOne) {
      throw new StoplogException(Problem.BACKUPS_UNAVAILABLE, "A backup is being written already.");
    }
    String name = BackupFolder.nameOf(clock.realNow());
    act.record(by, "backup.started", Map.of("file", name));
    return works.start(act, by, BackupWork.KIND, "Backup " + name, Map.of(BackupWork.NAME, name));
  }
}
