package org.stoplog.server.intake;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.ServerLog;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.platform.Watch;
import org.stoplog.server.platform.Works;

/** Looks into followed folders, and starts the import of what came. */
final class FollowWatch extends Watch {
  private static final Duration EVERY = Duration.ofSeconds(20);

  private final Transactions transactions;
  private final FollowWork follow;
  private final Works works;
  private final ServerClock clock;

  FollowWatch(
      Transactions transactions, FollowWork follow, Works works, ServerClock clock, ServerLog log) {
    super("followed-folders", EVERY, log);
    this.transactions = transactions;
    this.follow = follow;
    this.works = works;
    this.clock = clock;
  }

  @Override
  protected void look(boolean isAsked) {
    transactions.run(jdbc -> new FollowedRows(jdbc).all()).forEach(this::look);
  }

  private void look(Followed folder) {
    int waiting = 0;
    String failure = null;
    try {
      waiting = follow.waiting(folder).size();
    } catch (StoplogException e) {
      if (e.problem().status() >= 500) {
        throw e;
      }
      failure = e.problem() == Problem.FILE_NOT_FOUND ? e.getMessage() : "It cannot be listed.";
    }
    Followed.Look look = new Followed.Look(clock.realNow(), waiting, failure);
    transactions.actIf(
        act -> {
          FollowedRows rows = new FollowedRows(act.jdbc());
          rows.looked(folder.id(), look);
          if (look.waiting() > 0
              && rows.find(folder.id()).isPresent()
              && !isUnderWay(act, folder)) {
            works.start(
                act,
                folder.by(),
                FollowWork.KIND,
                "Import what came into the folder " + folder.name(),
                Map.of(FollowWork.FOLDER, folder.id().toString()));
          }
          return true;
        });
  }

  /** Or failed, and is not to be tried again every few seconds. */
  private boolean isUnderWay(Act act, Followed folder) {
    List<UUID> ids =
        act.jdbc()
            .sql(
                """
                select w.id from passing.work w join passing.work_argument a on a.work = w.id
                where w.kind = :kind and a.name = :name and a.value = :folder
                  and (w.state in ('waiting', 'running')
                    or w.state = 'failed' and w.ended_at > :lately)
                """)
            .param("kind", FollowWork.KIND)
            .param("name", FollowWork.FOLDER)
            .param("folder", folder.id().toString())
            .param(
                "lately",
                clock.realNow().minus(Duration.ofMinutes(10)).atOffset(java.time.ZoneOffset.UTC))
            .query(UUID.class)
            .list();
    return !ids.isEmpty();
  }
}
