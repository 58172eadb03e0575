package org.stoplog.server.notices;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/**
 * Claims copies that are due and makes them, in a thread beside the one that hands them over: texts
 * and signatures take longer than anything else.
 */
final class Making implements AutoCloseable {
  /** Rows that are claimed, and whose addresses are read, at once. */
  private static final int CLAIM = 400;

  private final Ledger ledger;
  private final Transactions transactions;
  private final IncidentDoor door;
  private final ServerClock clock;
  private final Copies.Approved approved;
  private final Outgoing outgoing;
  private final Letters letters;
  private final Lanes.Steps steps;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());
  private @Nullable Future<@Nullable List<Copies.Copy>> under;
  private final ClaimTurns turns = new ClaimTurns();
  private Set<Long> asked = Set.of();

  Making(
      Ledger ledger,
      Transactions transactions,
      IncidentDoor door,
      ServerClock clock,
      Copies.Approved approved,
      Outgoing outgoing,
      Lanes.Steps steps) {
    this.ledger = ledger;
    this.transactions = transactions;
    this.door = door;
    this.clock = clock;
    this.approved = approved;
    this.outgoing = outgoing;
    this.letters = Letters.of(approved.content(), approved.supplier(), approved.sender());
    this.steps = steps;
  }

  /**
   * What was made since, if it is ready; and begins with more.
   *
   * @param full domains of which none is to be made now
   * @param signal gets a permit when it is ready
   */
  List<Copies.Copy> made(Set<Long> full, Semaphore signal) {
    Future<@Nullable List<Copies.Copy>> begun = under;
    List<Copies.Copy> ready = List.of();
    if (begun != null && begun.isDone()) {
      under = null;
      List<Copies.Copy> made = result(begun);
      turns.claimed(asked, made != null);
      ready = made == null ? List.of() : made;
    }
    if (under == null && turns.isWorthIt(full)) {
      asked = full;
      under =
          thread.submit(
              () -> {
                try {
                  return make(full);
                } finally {
                  signal.release();
                }
              });
    }
    return ready;
  }

  /** Whether nothing is due that nobody has claimed. */
  boolean isDry() {
    return turns.isDry() && under == null;
  }

  private static @Nullable List<Copies.Copy> result(Future<@Nullable List<Copies.Copy>> begun) {
    try {
      return begun.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      if (e.getCause() instanceof RuntimeException exception) {
        throw exception;
      }
      throw new IllegalStateException(e.getCause());
    } catch (CancellationException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoplogException(Problem.INTERRUPTED, "the server is stopping", e);
    }
  }

  /** Null when nothing is due. */
  private @Nullable List<Copies.Copy> make(Set<Long> full) {
    List<Deliveries.Due> due =
        transactions.inTurn(
            connection ->
                new Deliveries(connection, approved.wave().id())
                    .claim(CLAIM, clock.realNow(), full));
    if (due.isEmpty()) {
      return null;
    }
    steps.at("claimed");
    Copies copies = new Copies(ledger, approved, Addressee.day(clock));
    // One wave of an incident at a time: of two who turn out to be one person, one is told.
    List<Copies.Addressed> addressed =
        transactions.actIf(
            act -> {
              door.lock(act.jdbc(), approved.wave().incident());
              try {
                return copies.address(
                    act.connection(), new Deliveries(act.connection(), approved.wave().id()), due);
              } catch (SQLException e) {
                throw new DataAccessResourceFailureException("rows of a wave", e);
              }
            });
    return addressed.parallelStream()
        .map(one -> outgoing.copy(one, letters.letter(one.reader())))
        .toList();
  }

  /** What was made and never asked for, after {@link #close}. */
  List<Copies.Copy> left() {
    Future<@Nullable List<Copies.Copy>> begun = under;
    under = null;
    List<Copies.Copy> made = begun == null ? null : result(begun);
    return made == null ? new ArrayList<>() : made;
  }

  /** Waits for what is under way. */
  @Override
  public void close() {
    thread.close();
  }
}
