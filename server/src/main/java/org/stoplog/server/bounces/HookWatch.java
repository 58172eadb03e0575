package org.stoplog.server.bounces;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stoplog.server.notices.CameBack;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.ServerLog;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.platform.Watch;

/**
 * Ties what providers called about to copies, a few at a time, and lets count what came before the
 * answer of a mail server.
 */
final class HookWatch extends Watch implements HookLook {
  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final int AT_ONCE = 200;

  private final Transactions transactions;
  private final CameBack copies;
  private final ServerClock clock;

  HookWatch(Transactions transactions, CameBack copies, ServerClock clock, ServerLog log) {
    super("events of providers", EVERY, log);
    this.transactions = transactions;
    this.copies = copies;
    this.clock = clock;
  }

  /** One at a time: what one has taken the next does not see. */
  @Override
  public synchronized void look() {
    long after = 0;
    while (after >= 0 && !isEnding()) {
      long from = after;
      after = transactions.actIf(act -> some(act, from));
    }
    transactions.run(
        jdbc -> {
          new HookQueue(jdbc).forgetCalls(clock.realNow());
          return copies.settleEarly(jdbc);
        });
  }

  @Override
  protected void look(boolean isAsked) {
    look();
  }

  /** The number of the last one that was looked at; -1 when none is left. */
  private long some(Act act, long after) {
    HookQueue queue = new HookQueue(act.jdbc());
    List<HookQueue.Waiting> waiting = queue.next(after, AT_ONCE);
    if (waiting.isEmpty()) {
      return -1;
    }
    Instant now = clock.realNow();
    List<Long> done = new ArrayList<>();
    Map<DayCounts.What, Integer> counts = new EnumMap<>(DayCounts.What.class);
    for (HookQueue.Waiting one : waiting) {
      Optional<DayCounts.What> what = take(act, one);
      if (what.isPresent()) {
        done.add(one.id());
        counts.merge(what.get(), 1, Integer::sum);
        new DayCounts(act.jdbc()).count(now, one.provider().word(), what.get());
      }
    }
    queue.remove(done);
    if (!done.isEmpty()) {
      Map<String, Object> detail = new HashMap<>();
      counts.forEach((what, count) -> detail.put(what.word(), count));
      act.record(null, "bounce.events-taken", detail);
    }
    return waiting.getLast().id();
  }

  /** Empty when its copy is at work elsewhere: it is looked at again. */
  private Optional<DayCounts.What> take(Act act, HookQueue.Waiting one) {
    HookEvent event = one.event();
    String mark = event.mark();
    String id = event.messageId();
    Optional<CameBack.Copy> copy =
        (mark == null ? Optional.<CameBack.Copy>empty() : copies.byMark(act.jdbc(), mark))
            .or(() -> id == null ? Optional.empty() : copies.byMessageId(act.jdbc(), id));
    if (copy.isEmpty()) {
      // A mark that is not ours was made up; without any it is a mail of somebody else's.
      return Optional.of(mark == null ? DayCounts.What.WAITING : DayCounts.What.FORGED);
    }
    if (!copies.hold(act.jdbc(), copy.get())) {
      return Optional.empty();
    }
    boolean isNew =
        copies.add(
            act.jdbc(),
            copy.get(),
            new CameBack.Event(
                event.kind(),
                event.severity(),
                event.status(),
                event.said(),
                one.provider().word(),
                one.hook(),
                event.at(),
                one.received(),
                event.same()));
    return Optional.of(isNew ? DayCounts.What.ADDED : DayCounts.What.KNOWN);
  }
}
