package org.stoplog.server.notices;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.directory.Merges;
import org.stoplog.ledger.store.Work;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.mail.ConnectionLost;
import org.stoplog.server.mail.Envelope;
import org.stoplog.server.mail.MailRoute;
import org.stoplog.server.mail.MailRoutes;
import org.stoplog.server.mail.Reply;
import org.stoplog.server.mail.SmtpSession;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/**
 * Sends a wave. A few copies at a time are committed as handed over before the first byte of them
 * goes out, and their answers are committed before the next few. So whatever end comes, only those
 * few can be in doubt, and they are named.
 */
final class Sender {
  /** Rows that are claimed, and whose addresses are read, at once. */
  private static final int CLAIM = 200;

  /** Copies between two commits: so many are in doubt at most. */
  static final int GROUP = 10;

  private static final int MOST_ATTEMPTS = 12;
  private static final int MOST_LOSSES = 5;
  private static final int LONGEST_REPLY = 300;
  private static final Duration FIRST_WAIT = Duration.ofMinutes(5);
  private static final Duration LONGEST_WAIT = Duration.ofHours(4);

  /** Waves that this process sends: one sender each. */
  private static final Set<UUID> UNDER_WAY = ConcurrentHashMap.newKeySet();

  private final Ledger ledger;
  private final Transactions transactions;
  private final MailRoutes routes;
  private final IncidentDoor door;
  private final ServerClock clock;
  private final Steps steps;

  /** Where it may end: a test ends it there. */
  interface Steps {
    void at(String step);
  }

  Sender(
      Ledger ledger,
      Transactions transactions,
      MailRoutes routes,
      IncidentDoor door,
      ServerClock clock,
      Steps steps) {
    this.ledger = ledger;
    this.transactions = transactions;
    this.routes = routes;
    this.door = door;
    this.clock = clock;
    this.steps = steps;
  }

  static boolean isUnderWay(UUID wave) {
    return UNDER_WAY.contains(wave);
  }

  /**
   * Sends what is due, until nothing is, or the wave is stopped.
   *
   * @throws StoplogException INTERRUPTED when the program ends
   */
  void run(UUID id, Progress progress) {
    if (!UNDER_WAY.add(id)) {
      return;
    }
    try {
      Copies.Approved approved = open(id);
      if (approved != null) {
        new Run(approved, progress).all();
      }
    } finally {
      UNDER_WAY.remove(id);
    }
  }

  /** Null when it is not to be sent now. */
  private Copies.@Nullable Approved open(UUID id) {
    Optional<Wave> found =
        transactions.run(
            jdbc -> {
              WaveRows rows = new WaveRows(jdbc);
              return rows.find(id)
                  .filter(wave -> wave.state() == Wave.State.SENDING && rows.isLive(id));
            });
    if (found.isEmpty()) {
      return null;
    }
    Wave wave = found.get();
    WaveRows.Sealed sealed = transactions.run(jdbc -> new WaveRows(jdbc).sealed(id)).orElseThrow();
    boolean isSame =
        transactions
            .run(jdbc -> RouteFacts.locked(jdbc, wave.terms().route()))
            .filter(facts -> facts.hash().hex().equals(sealed.routeSha256()))
            .isPresent();
    Optional<MailRoute> route = routes.find(wave.terms().route());
    if (!isSame || route.isEmpty()) {
      pause(id, Wave.Pause.ROUTE_CHANGED);
      return null;
    }
    Content content = Content.of(door.unseal(wave.incident(), sealed.content()));
    if (!content.hash().hex().equals(sealed.textSha256())) {
      throw new IllegalStateException("the text of wave " + id + " is not the approved one");
    }
    return new Copies.Approved(
        wave,
        content,
        supplier(wave),
        route.get(),
        ledger.stores().keys().unseal(sealed.secret(), Wave.context(id)),
        java.util.Objects.requireNonNull(wave.startedAt()));
  }

  private String supplier(Wave wave) {
    Integer supplier = transactions.run(jdbc -> door.find(jdbc, wave.incident())).supplier();
    return Suppliers.name(ledger, supplier);
  }

  private void pause(UUID id, Wave.Pause why) {
    transactions.actIf(
        act -> {
          Wave wave = new WaveRows(act.jdbc()).find(id).orElseThrow();
          door.lock(act.jdbc(), wave.incident());
          WaveRows rows = new WaveRows(act.jdbc());
          if (rows.lock(id).filter(now -> now.state() == Wave.State.SENDING).isEmpty()) {
            return false; // somebody stopped it in the same moment, and said why
          }
          rows.pause(id, why);
          door.tell(act.jdbc(), wave.incident(), null, "notice.wave-stopped", wave.name());
          act.record(
              null,
              "notice.wave-paused",
              java.util.Map.of(
                  "incident", wave.incident().toString(),
                  "wave", id.toString(),
                  "why", why.word()));
          return true;
        });
  }

  /** One run over what is due. */
  private final class Run {
    private final Copies.Approved approved;
    private final Progress progress;
    private final UUID id;
    private final Pace pace;
    private final ErrorShare errors;
    private @Nullable SmtpSession session;
    private int losses;
    private long done;
    private Wave.@Nullable Pause pause;
    private List<Deliveries.Result> results = new ArrayList<>();

    Run(Copies.Approved approved, Progress progress) {
      this.approved = approved;
      this.progress = progress;
      this.id = approved.wave().id();
      this.pace = new Pace(approved.wave().terms().perMinute());
      this.errors = new ErrorShare(approved.wave().terms().errorLimit());
    }

    private <T> T with(Work<T> work) {
      return transactions.inTurn(work);
    }

    private Deliveries deliveries(java.sql.Connection connection) {
      return new Deliveries(connection, id);
    }

    void all() {
      with(connection -> deliveries(connection).recover(approved.wave().terms().resends()));
      steps.at("recovered");
      Tally tally = transactions.run(jdbc -> Tally.of(jdbc, id));
      progress.step("Sending wave " + approved.wave().name(), tally.people(), "people");
      done = tally.ended();
      progress.at(done);
      try {
        List<Copies.Copy> copies = claim();
        while (copies != null) {
          for (int i = 0; i < copies.size(); i += GROUP) {
            List<Copies.Copy> group = copies.subList(i, Math.min(copies.size(), i + GROUP));
            if (!handOver(group, copies.subList(i, copies.size()))) {
              return;
            }
            send(group);
          }
          settle();
          copies = isPaused() ? null : claim();
        }
        if (!isPaused()) {
          end();
        }
      } finally {
        close();
      }
    }

    private boolean isPaused() {
      if (pause != null) {
        pause(id, pause);
      }
      return pause != null;
    }

    /** Null when nothing is due. */
    private @Nullable List<Copies.Copy> claim() {
      if (progress.stopped()) {
        throw stopped();
      }
      boolean isOn =
          transactions.run(
              jdbc ->
                  new WaveRows(jdbc)
                      .find(id)
                      .filter(wave -> wave.state() == Wave.State.SENDING)
                      .isPresent());
      List<Deliveries.Due> due =
          isOn
              ? with(connection -> deliveries(connection).claim(CLAIM, clock.realNow()))
              : List.of();
      if (due.isEmpty()) {
        return null;
      }
      steps.at("claimed");
      // One wave of an incident at a time: of two who turn out to be one person, one is told.
      return transactions.actIf(
          act -> {
            door.lock(act.jdbc(), approved.wave().incident());
            try {
              return new Copies(ledger, approved, Reading.day(clock))
                  .make(act.connection(), deliveries(act.connection()), due);
            } catch (SQLException e) {
              throw failed(e);
            }
          });
    }

    private static StoplogException stopped() {
      return new StoplogException(Problem.INTERRUPTED, "the wave was stopped");
    }

    private static RuntimeException failed(SQLException e) {
      return new org.springframework.dao.DataAccessResourceFailureException("rows of a wave", e);
    }

    /**
     * Commits the answers of those before and that these go out now, in one transaction.
     *
     * @param rest these and all that follow; free again when it is stopped
     * @return false when it is stopped
     */
    private boolean handOver(List<Copies.Copy> group, List<Copies.Copy> rest) {
      boolean isEnding = progress.stopped() || pause != null;
      List<Long> leads = rest.stream().map(Copies.Copy::lead).toList();
      Set<Long> erased =
          transactions.actIf(
              act -> {
                boolean isOn =
                    new WaveRows(act.jdbc())
                        .lock(id)
                        .filter(wave -> wave.state() == Wave.State.SENDING)
                        .isPresent();
                try {
                  Deliveries deliveries = deliveries(act.connection());
                  deliveries.settle(results);
                  if (!isOn || isEnding) {
                    deliveries.free(leads);
                    return null;
                  }
                  return handOver(act.connection(), deliveries, group);
                } catch (SQLException e) {
                  throw failed(e);
                }
              });
      settled();
      if (erased == null) {
        if (progress.stopped()) {
          throw stopped();
        }
        isPaused();
        return false;
      }
      steps.at("handed-over");
      passed = erased;
      return true;
    }

    private Set<Long> passed = Set.of();

    /** Somebody erased since the copy was made gets none: the row is looked at anew. */
    private Set<Long> handOver(
        java.sql.Connection connection, Deliveries deliveries, List<Copies.Copy> group)
        throws SQLException {
      Set<Long> people =
          group.stream().flatMap(copy -> copy.readers().stream()).collect(Collectors.toSet());
      Set<Long> erased = Merges.erased(connection, people);
      Set<Long> leads =
          group.stream()
              .filter(copy -> copy.readers().stream().anyMatch(erased::contains))
              .map(Copies.Copy::lead)
              .collect(Collectors.toSet());
      deliveries.free(leads);
      deliveries.handOver(
          group.stream()
              .filter(copy -> !leads.contains(copy.lead()))
              .map(Copies.Copy::handed)
              .toList());
      return leads;
    }

    private void settle() {
      List<Deliveries.Result> done = results;
      with(
          connection -> {
            deliveries(connection).settle(done);
            return true;
          });
      settled();
    }

    private void settled() {
      boolean isAny = !results.isEmpty();
      results = new ArrayList<>();
      if (isAny) {
        steps.at("settled");
        progress.at(done);
      }
    }

    private void send(List<Copies.Copy> group) {
      for (Copies.Copy copy : group) {
        if (passed.contains(copy.lead())) {
          continue;
        }
        if (pause != null || progress.stopped()) {
          results.add(Deliveries.Result.back(copy.lead()));
          continue;
        }
        pace.take(progress);
        Deliveries.Result result = send(copy);
        results.add(result);
        done += Tally.FINAL.contains(result.state()) ? copy.people().size() : 0;
        steps.at("sent");
      }
    }

    private Deliveries.Result send(Copies.Copy copy) {
      try {
        if (session == null) {
          session = routes.open(approved.route());
        }
        Reply reply =
            session.send(new Envelope(approved.route().from(), copy.address()), copy.bytes());
        if (!session.isUsable()) {
          close();
          lost();
        } else {
          losses = 0;
        }
        return answered(copy, reply);
      } catch (ConnectionLost e) {
        close();
        lost();
        return unanswered(copy, e);
      } catch (StoplogException e) {
        if (e.problem() != Problem.MAIL_ROUTE_FAILED) {
          throw e;
        }
        pause = Wave.Pause.ROUTE;
        return Deliveries.Result.back(copy.lead());
      }
    }

    private void lost() {
      losses++;
      if (losses >= MOST_LOSSES) {
        pause = Wave.Pause.ROUTE;
      }
    }

    private Deliveries.Result answered(Copies.Copy copy, Reply reply) {
      Instant now = clock.realNow();
      boolean isLast = copy.due().attempts() + 1 >= MOST_ATTEMPTS;
      String state =
          reply.accepted()
              ? "accepted"
              : reply.refused() ? "refused" : isLast ? "given-up" : "deferred";
      if (errors.add(reply.refused())) {
        pause = Wave.Pause.ERRORS;
      }
      String text = PlainValue.reply(reply.textWithout(copy.address()));
      return new Deliveries.Result(
          copy.lead(),
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
    private Deliveries.Result unanswered(Copies.Copy copy, ConnectionLost lost) {
      boolean isLast = copy.due().attempts() + 1 >= MOST_ATTEMPTS;
      boolean isAgain = !isLast && (!lost.inDoubt() || approved.wave().terms().resends());
      return new Deliveries.Result(
          copy.lead(),
          isAgain ? "deferred" : lost.inDoubt() ? "doubtful" : "given-up",
          lost.inDoubt(),
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

    private void close() {
      SmtpSession open = session;
      session = null;
      if (open != null) {
        open.close();
      }
    }

    /** When nothing follows any more. */
    private void end() {
      new WaveEnd(transactions, door, clock).ifOver(id, null);
      steps.at("ended");
    }
  }
}
