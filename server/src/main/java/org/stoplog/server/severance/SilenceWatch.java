package org.stoplog.server.severance;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.ServerLog;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.platform.Watch;

/** Raises an alarm when something is seen after a cut that should not be. */
public final class SilenceWatch extends Watch {
  private static final Duration EVERY = Duration.ofMinutes(5);

  private final Transactions transactions;
  private final ServerClock clock;
  private final SeveranceNews news;

  SilenceWatch(Transactions transactions, ServerClock clock, ServerLog log, SeveranceNews news) {
    super("silence-watch", EVERY, log);
    this.transactions = transactions;
    this.clock = clock;
    this.news = news;
  }

  @Override
  protected void look(boolean isAsked) {
    follow();
  }

  /**
   * Looks now.
   *
   * @return how many alarms were raised
   */
  public int follow() {
    int raised = 0;
    List<Severance> holding = transactions.run(jdbc -> new SeveranceRows(jdbc).holding());
    for (Severance one : holding) {
      raised += transactions.actIf(act -> follow(act, one));
    }
    return raised;
  }

  private int follow(Act act, Severance one) {
    Instant now = clock.now();
    List<Line> lines = new Inventory(act.connection(), act.jdbc()).of(one.supplier());
    Silence silence = new SilenceRows(act.jdbc()).of(one, lines, now);
    AlarmRows rows = new AlarmRows(act.jdbc());
    List<Silence.Alarm> fresh =
        silence.alarms().stream().filter(alarm -> rows.raise(one.id(), alarm, now)).toList();
    if (!fresh.isEmpty()) {
      act.record(
          null,
          "supplier.not-silent",
          Map.of("severance", one.id().toString(), "alarms", fresh.size()));
      news.tell(act, one.supplier(), SupplierNews.Kind.NOT_SILENT, null, one);
    }
    return fresh.size();
  }
}
