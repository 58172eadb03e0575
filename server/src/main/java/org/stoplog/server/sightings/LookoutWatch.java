package org.stoplog.server.sightings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.ServerLog;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.platform.Watch;

/** Lets lookouts look when they are due: a few at once, and never two at one host. */
final class LookoutWatch extends Watch implements LookoutLook {
  private static final Duration EVERY = Duration.ofMinutes(1);
  private static final int AT_ONCE = 4;

  private final Looking looking;
  private final Transactions transactions;
  private final ServerClock clock;
  private final ServerLog log;

  LookoutWatch(Looking looking, Transactions transactions, ServerClock clock, ServerLog log) {
    super("lookouts", EVERY, log);
    this.looking = looking;
    this.transactions = transactions;
    this.clock = clock;
    this.log = log;
  }

  @Override
  protected void look(boolean isAsked) {
    look();
  }

  @Override
  public synchronized void look() {
    Map<String, List<Lookout>> hosts = new LinkedHashMap<>();
    for (Lookout one : transactions.run(jdbc -> looking.lookouts(jdbc).due(clock.realNow()))) {
      hosts.computeIfAbsent(host(one), unseen -> new ArrayList<>()).add(one);
    }
    if (hosts.isEmpty()) {
      return;
    }
    try (ExecutorService few =
        Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().name("lookout").factory())) {
      hosts.values().forEach(all -> few.execute(() -> all.forEach(this::lookAt)));
    }
  }

  private static String host(Lookout one) {
    String target = String.valueOf(one.facts().target());
    return switch (one.kind()) {
      case BREACHES, EXPLOITED, SUB_PROCESSORS -> Targets.of(Targets.https(target)).host();
      case CERTIFICATE -> Targets.place(target).host();
      case NAMES -> target;
    };
  }

  private void lookAt(Lookout one) {
    if (isEnding()) {
      return;
    }
    try {
      looking.look(one);
    } catch (StoplogException e) {
      if (e.problem() != Problem.INTERRUPTED && e.problem() != Problem.SERVER_BUSY) {
        log.fault(e);
      }
    } catch (RuntimeException e) {
      // Written down as a look that failed: otherwise it would be due again at once, for ever.
      log.fault(e);
      looking.fail(one, "The program itself failed; its log says where.");
    }
  }
}
