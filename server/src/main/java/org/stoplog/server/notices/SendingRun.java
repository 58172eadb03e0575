package org.stoplog.server.notices;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.directory.Merges;
import org.stoplog.server.mail.Reply;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/**
 * One run over what is due of a wave. Copies go from {@link Making} into {@code made}; some of them
 * are committed as handed over, in one transaction with the answers that came meanwhile, and given
 * to {@link Lanes}. So whatever end comes, only those that were given and not answered can be in
 * doubt, and they are named: at most {@link #PER_CONNECTION} for each connection. For one thread.
 */
final class SendingRun {
  /** Copies handed over and not answered, for each connection. */
  static final int PER_CONNECTION = 10;

  /** So many are answered before more follow: a wrong text or list shows at few people. */
  private static final int CANARIES = 20;

  private static final int FEW_MADE = 400;

  /** Of one domain that has to wait; more are not made before these went. */
  private static final int MOST_HELD = 50;

  private static final int MOST_ATTEMPTS = 12;
  private static final int MOST_LOSSES = 5;
  private static final int LONGEST_REPLY = 300;
  private static final Duration FIRST_WAIT = Duration.ofMinutes(5);
  private static final Duration LONGEST_WAIT = Duration.ofHours(4);

  /** Answers are committed together: at this many, or after this time. */
  private static final long GATHERING = TimeUnit.MILLISECONDS.toNanos(20);

  /** So long at most until it notices that somebody stopped it. */
  private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(500);

  /** So often the rows that count its states are made few again. */
  private static final long TALLYING = TimeUnit.SECONDS.toNanos(10);

  private final Copies.Approved approved;
  private final Transactions transactions;
  private final ServerClock clock;
  private final Progress progress;
  private final Lanes.Steps steps;
  private final UUID id;
  private final Making making;
  private final Lanes lanes;
  private final Semaphore signal = new Semaphore(0);
  private final Pace pace;
  private final DomainPace domains;
  private final ErrorShare errors;
  private final int mostInFlight;
  private final Deque<Copies.Copy> made = new ArrayDeque<>();
  private final Map<Long, Integer> held = new HashMap<>();
  private List<Deliveries.Result> results = new ArrayList<>();
  private int inFlight;
  private int losses;
  private long given;
  private long answered;
  private long done;
  private long committedAt = System.nanoTime();
  private long talliedAt = System.nanoTime();
  private Wave.@Nullable Pause pause;

  SendingRun(
      Copies.Approved approved,
      Transactions transactions,
      ServerClock clock,
      Outgoing outgoing,
      Making making,
      Progress progress,
      Lanes.Steps steps) {
    Wave.Terms terms = approved.wave().terms();
    this.approved = approved;
    this.transactions = transactions;
    this.clock = clock;
    this.progress = progress;
    this.steps = steps;
    this.id = approved.wave().id();
    this.making = making;
    this.pace = new Pace(terms.perMinute(), terms.warmUp(), System::nanoTime);
    this.domains =
        new DomainPace(
            terms.domainPerMinute(), terms.domainPerMinute() < terms.perMinute(), System::nanoTime);
    this.errors = new ErrorShare(terms.errorLimit());
    this.mostInFlight = PER_CONNECTION * terms.connections();
    this.lanes = new Lanes(terms.connections(), outgoing, steps, signal);
  }

  /**
   * Sends until nothing is due.
   *
   * @return why it has to stand still; null when it came to its end, or somebody stopped it
   * @throws StoplogException INTERRUPTED when the program ends
   */
  Wave.@Nullable Pause all() {
    try (making;
        lanes) {
      recover();
      boolean isOn = true;
      while (isOn && !isOver()) {
        await();
        takeOutcomes();
        takeMade();
        isOn = commit();
      }
      if (!isOn) {
        putBack();
      }
    }
    if (progress.stopped()) {
      throw stopped();
    }
    return pause;
  }

  private void recover() {
    transactions.inTurn(
        connection -> deliveries(connection).recover(approved.wave().terms().resends()));
    steps.at("recovered");
    Tally tally = transactions.run(jdbc -> Tally.of(jdbc, id));
    progress.step("Sending wave " + approved.wave().name(), tally.people(), "people");
    done = tally.ended();
    progress.at(done);
  }

  private Deliveries deliveries(Connection connection) {
    return new Deliveries(connection, id);
  }

  private static StoplogException stopped() {
    return new StoplogException(Problem.INTERRUPTED, "the wave was stopped");
  }

  private boolean isEnding() {
    return progress.stopped() || pause != null;
  }

  /** Nothing is under way, and nothing is due. */
  private boolean isOver() {
    if (inFlight > 0 || !results.isEmpty() || !made.isEmpty() || isEnding()) {
      return false;
    }
    return making.isDry();
  }

  /** Until there is something to do: an answer, copies that were made, or the turn of one. */
  private void await() {
    long wait = LOOK;
    if (isAnyReady() || !results.isEmpty()) {
      wait = lanes.waiting() == 0 ? 0 : Math.max(0, GATHERING - (System.nanoTime() - committedAt));
    } else if (!made.isEmpty() && inFlight < mostInFlight) {
      wait = Math.min(wait, Math.max(pace.nanosToNext(), nanosToDomain()));
    }
    try {
      if (signal.tryAcquire(wait, TimeUnit.NANOSECONDS)) {
        signal.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoplogException(Problem.INTERRUPTED, "the server is stopping", e);
    }
  }

  private long nanosToDomain() {
    return made.stream().mapToLong(copy -> domains.nanosTo(copy.domain())).min().orElse(0);
  }

  /** Whether a copy may go out now. */
  private boolean isAnyReady() {
    return room() > 0
        && pace.available() > 0
        && made.stream().anyMatch(copy -> domains.isOpen(copy.domain()));
  }

  /** How many more may be under way. */
  private int room() {
    int room = mostInFlight - inFlight;
    return answered >= CANARIES ? room : (int) Math.min(room, CANARIES - given);
  }

  private void takeOutcomes() {
    lanes.rethrow();
    for (Lanes.Outcome outcome : lanes.taken()) {
      inFlight--;
      add(outcome);
    }
    StoplogException closed = lanes.closed();
    if (closed != null && pause == null) {
      pause = Wave.Pause.ROUTE;
    }
  }

  private void takeMade() {
    if (!isEnding() && made.size() < FEW_MADE) {
      for (Copies.Copy copy : making.made(full(), signal)) {
        made.add(copy);
        held.merge(copy.domain(), 1, Integer::sum);
      }
    }
  }

  /** Domains of which many wait already. */
  private Set<Long> full() {
    return held.entrySet().stream()
        .filter(one -> one.getValue() >= MOST_HELD && !domains.isOpen(one.getKey()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private void add(Lanes.Outcome outcome) {
    Deliveries.Result result =
        switch (outcome) {
          case Lanes.Outcome.Answered one -> answered(one.copy(), one.reply());
          case Lanes.Outcome.Lost one -> lost(one.copy(), one.inDoubt());
          case Lanes.Outcome.Back one -> Deliveries.Result.back(one.copy());
        };
    results.add(result);
    done += Tally.FINAL.contains(result.state()) ? result.people().size() : 0;
  }

  private Deliveries.Result answered(Copies.Copy copy, Reply reply) {
    answered++;
    losses = 0;
    domains.answered(copy.domain(), reply.deferred());
    boolean isLast = copy.due().attempts() + 1 >= MOST_ATTEMPTS;
    String state =
        reply.accepted()
            ? "accepted"
            : reply.refused() ? "refused" : isLast ? "given-up" : "deferred";
    if (errors.add(reply.refused()) && pause == null) {
      pause = Wave.Pause.ERRORS;
    }
    Instant now = clock.realNow();
    String text = PlainValue.reply(reply.textWithout(copy.address()));
    return new Deliveries.Result(
        copy.people(),
        state,
        false,
        true,
        reply.code(),
        reply.status(),
        text.substring(0, Math.min(text.length(), LONGEST_REPLY)),
        now,
        state.equals("deferred") ? now.plus(wait(copy.due().attempts())) : null);
  }

  /** Without an answer: not taken, when its end was not sent; else nobody knows. */
  private Deliveries.Result lost(Copies.Copy copy, boolean inDoubt) {
    answered++;
    losses++;
    if (losses >= MOST_LOSSES + approved.wave().terms().connections() - 1 && pause == null) {
      pause = Wave.Pause.ROUTE;
    }
    boolean isLast = copy.due().attempts() + 1 >= MOST_ATTEMPTS;
    boolean isAgain = !isLast && (!inDoubt || approved.wave().terms().resends());
    return new Deliveries.Result(
        copy.people(),
        isAgain ? "deferred" : inDoubt ? "doubtful" : "given-up",
        inDoubt,
        true,
        null,
        null,
        null,
        null,
        isAgain ? clock.realNow().plus(wait(copy.due().attempts())) : null);
  }

  private static Duration wait(int attempts) {
    Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(attempts, 10));
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }

  /**
   * Commits what came and what goes out now, in one transaction.
   *
   * @return false when it is to be sent no more
   */
  private boolean commit() {
    long now = System.nanoTime();
    boolean isEnding = isEnding();
    boolean isEnough =
        results.size() * 2 >= mostInFlight
            || lanes.waiting() == 0
            || now - committedAt >= GATHERING;
    List<Copies.Copy> next = isEnding || !isEnough ? List.of() : next();
    boolean isSomething = isEnough && !(results.isEmpty() && next.isEmpty());
    if (!isEnding && !isSomething && now - committedAt < LOOK) {
      return true;
    }
    committedAt = now;
    Set<Long> erased = transactions.actIf(act -> commit(act, next, isEnding));
    boolean isAny = !results.isEmpty();
    results = new ArrayList<>();
    if (isAny) {
      steps.at("settled");
      progress.at(done);
    }
    if (erased == null) {
      return false;
    }
    if (!next.isEmpty()) {
      steps.at("handed-over");
      List<Copies.Copy> going =
          next.stream().filter(copy -> !erased.contains(copy.lead())).toList();
      inFlight += going.size();
      given += going.size();
      lanes.give(going);
    }
    return true;
  }

  /** Null when it is to be sent no more; else whose copies do not go out after all. */
  private @Nullable Set<Long> commit(
      org.stoplog.server.platform.Act act, List<Copies.Copy> next, boolean isEnding) {
    boolean isOn =
        new WaveRows(act.jdbc())
            .lock(id)
            .filter(wave -> wave.state() == Wave.State.SENDING)
            .isPresent();
    try {
      Deliveries deliveries = deliveries(act.connection());
      deliveries.settle(results);
      if (System.nanoTime() - talliedAt >= TALLYING) {
        talliedAt = System.nanoTime();
        Tally.gather(act.connection(), id);
      }
      if (isOn && !isEnding) {
        return handOver(act.connection(), deliveries, next);
      }
      deliveries.free(next);
      return null;
    } catch (SQLException e) {
      throw new DataAccessResourceFailureException("rows of a wave", e);
    }
  }

  /** Takes out of what was made those whose turn it is. */
  private List<Copies.Copy> next() {
    int most = Math.min(room(), pace.available());
    List<Copies.Copy> next = new ArrayList<>();
    for (Iterator<Copies.Copy> each = made.iterator(); each.hasNext() && next.size() < most; ) {
      Copies.Copy copy = each.next();
      if (domains.isOpen(copy.domain())) {
        domains.take(copy.domain());
        held.computeIfPresent(copy.domain(), (_, count) -> count == 1 ? null : count - 1);
        next.add(copy);
        each.remove();
      }
    }
    pace.take(next.size());
    return next;
  }

  /** Somebody erased since the copy was made gets none: the row is looked at anew. */
  private static Set<Long> handOver(
      Connection connection, Deliveries deliveries, List<Copies.Copy> next) throws SQLException {
    Set<Long> people =
        next.stream().flatMap(copy -> copy.readers().stream()).collect(Collectors.toSet());
    Set<Long> erased = Merges.erased(connection, people);
    List<Copies.Copy> staying =
        next.stream().filter(copy -> copy.readers().stream().anyMatch(erased::contains)).toList();
    Set<Long> leads = staying.stream().map(Copies.Copy::lead).collect(Collectors.toSet());
    deliveries.free(staying);
    deliveries.handOver(next.stream().filter(copy -> !leads.contains(copy.lead())).toList());
    return leads;
  }

  /** What is under way gets its answer; all else waits for another run. */
  private void putBack() {
    lanes.close();
    making.close();
    takeOutcomes();
    made.addAll(making.left());
    transactions.inTurn(
        connection -> {
          Deliveries deliveries = deliveries(connection);
          deliveries.settle(results);
          deliveries.free(made);
          return true;
        });
    results = new ArrayList<>();
    progress.at(done);
  }
}
