package org.stoplog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.stoplog.cli.StormLoad.Life;
import org.stoplog.cli.StormLoad.Sent;
import org.stoplog.cli.StormLoad.Way;

/**
 * Three accounts of a storm, held against each other request by request: what applications sent and
 * heard, what the supplier got, and what the ledger says.
 */
final class StormAccounts {
  /**
   * An outcome is written soon, and nobody waits for it; so many at most that were answered may be
   * without one in each kill of a gateway, and are then possibly received.
   */
  private static final int OUTCOMES_UNDER_WAY = 4 * StormLoad.THREADS;

  private enum Result {
    NONE,
    DELIVERED,
    POSSIBLE
  }

  /** Of a connection, as far as applications and supplier can know. */
  private static final class Sums {
    private long delivered;
    private long possible;

    /** Requests that are no disclosure, whatever became of them. */
    private long others;

    /** The same, as far as the application was told that all is well: by the reply of a cut. */
    private long sunk;

    /** The same, as far as nothing else than a record of the attempt can be. */
    private long sunkForSure;
  }

  private final List<Sent> sent;
  private final StormSupplier supplier;
  private final StormRecord record;
  private final Map<Life, Long> lastDurable = new HashMap<>();
  private final Map<Integer, Sums> sums = new HashMap<>();
  private long received;
  private long answered;
  private long answeredOnlyPossible;
  private long withoutOutcome;

  StormAccounts(List<Sent> sent, StormSupplier supplier, StormRecord record) {
    this.sent = sent;
    this.supplier = supplier;
    this.record = record;
    for (Sent one : sent) {
      if (isAnswered(one) && one.isOfOneLife()) {
        lastDurable.merge(one.life(), one.beganAt(), Long::max);
      }
    }
  }

  /**
   * @param gatewayKills how often the gateway was killed
   * @param doomed what was cut
   * @param inForceAt since when it was obeyed, by {@link System#nanoTime}
   */
  void compare(int gatewayKills, Way doomed, long inForceAt) {
    for (Sent one : sent) {
      Result result = result(one);
      compare(one, result);
      if (one.way() == doomed && one.beganAt() > inForceAt) {
        assertThat(isReceived(one)).as("it was cut: %s", one).isFalse();
        assertThat(result).as("an attempt is no disclosure: %s", one).isEqualTo(Result.NONE);
      }
    }
    assertThat(record.left()).as("people whom nobody sent").isZero();
    assertThat(answeredOnlyPossible)
        .as("outcomes that were lost")
        .isLessThanOrEqualTo((long) OUTCOMES_UNDER_WAY * gatewayKills);
    for (Map.Entry<Integer, Sums> entry : sums.entrySet()) {
      compare(entry.getKey(), entry.getValue(), entry.getKey() == doomed.connection());
    }
    assertThat(record.counts(doomed.connection()).refused()).as("attempts").isPositive();
  }

  private static boolean isAnswered(Sent one) {
    return one.isBySupplier() || (!one.way().isSentOn() && one.status() == 204);
  }

  private void compare(Sent one, Result result) {
    boolean isReceived = isReceived(one);
    received += isReceived ? 1 : 0;
    if (isReceived || isAnswered(one)) {
      assertThat(result).as("intent before request: %s", one).isNotEqualTo(Result.NONE);
    }
    if (one.isBySupplier()) {
      assertThat(isReceived).as("it was the supplier: %s", one).isTrue();
    }
    if (isAnswered(one)) {
      answered++;
      answeredOnlyPossible += result == Result.POSSIBLE ? 1 : 0;
    }
    if (result == Result.DELIVERED && one.way().isSentOn()) {
      assertThat(isReceived && !StormSupplier.keepsSilent(one.first()))
          .as("the supplier answered: %s", one)
          .isTrue();
    }
    boolean isOfADeadGateway =
        isReceived
            && one.isOfOneLife()
            && one.life().wasKilled()
            && one.life().killedAt() < supplier.answeredAt(one.first());
    if (isOfADeadGateway) {
      // Of one that keeps silent nobody knows whether it would have spoken before the kill.
      withoutOutcome += StormSupplier.keepsSilent(one.first()) ? 0 : 1;
      assertThat(result).as("nobody heard the answer: %s", one).isEqualTo(Result.POSSIBLE);
    }
    if (!one.mayHaveBeenKilled()) {
      // A gateway that ended in order has the outcome of everything.
      assertThat(result == Result.DELIVERED).as("%s: %s", result, one).isEqualTo(isAnswered(one));
      assertThat(result == Result.POSSIBLE)
          .as("%s: %s", result, one)
          .isEqualTo("bad-answer".equals(one.slug()));
    }
    add(one, result);
  }

  private boolean isReceived(Sent one) {
    Set<Integer> times = new HashSet<>();
    one.all().forEach(event -> times.add(supplier.received().getOrDefault(event, 0)));
    assertThat(times).as("all of it or nothing, and not again: %s", one).hasSize(1);
    assertThat(times.iterator().next()).as("received: %s", one).isBetween(0, 1);
    return times.contains(1);
  }

  private Result result(Sent one) {
    Set<Result> results = new HashSet<>();
    one.all()
        .forEach(
            event -> {
              String person = StormLoad.person(one.way(), event);
              List<StormRecord.Row> rows = record.take(one.way().isMixpanel(), person);
              assertThat(rows).as("exactly once: event %s of %s", event, one).hasSizeBetween(0, 1);
              for (StormRecord.Row row : rows) {
                assertThat(row.events()).as("exactly once: %s of %s", event, one).isOne();
                assertThat(row.connection()).isEqualTo(one.way().connection());
                results.add(row.isPossible() ? Result.POSSIBLE : Result.DELIVERED);
              }
              if (rows.isEmpty()) {
                results.add(Result.NONE);
              }
            });
    assertThat(results).as("all of it as one: %s", one).hasSize(1);
    return results.iterator().next();
  }

  private void add(Sent one, Result result) {
    Sums its = sums.computeIfAbsent(one.way().connection(), none -> new Sums());
    switch (result) {
      case DELIVERED -> its.delivered++;
      case POSSIBLE -> its.possible++;
      case NONE -> {
        its.others++;
        if (one.status() == 200) {
          its.sunk++;
          its.sunkForSure += isForSure(one) ? 1 : 0;
        }
      }
    }
  }

  /**
   * Nobody waits for the record of an attempt. But it was before the records of all requests that
   * were begun after its answer, and for those somebody waited.
   */
  private boolean isForSure(Sent one) {
    return !one.mayHaveBeenKilled()
        || (one.isOfOneLife() && one.endedAt() < lastDurable.getOrDefault(one.life(), 0L));
  }

  private void compare(int connection, Sums its, boolean isCut) {
    StormRecord.Counts counted = record.counts(connection);
    String what = "connection " + connection + ": " + counted;
    assertThat(counted.delivered()).as(what).isEqualTo(its.delivered);
    assertThat(counted.possible()).as(what).isEqualTo(its.possible);
    if (!isCut) {
      assertThat(its.sunk).as(what).isZero();
      assertThat(counted.refused()).as(what).isZero();
    }
    // An attempt whose answer got lost is counted, or is not: the application cannot know.
    assertThat(counted.refused()).as(what).isGreaterThanOrEqualTo(its.sunkForSure);
    assertThat(counted.refused() + counted.unsent()).as(what).isLessThanOrEqualTo(its.others);
    assertThat(counted.unsent()).as(what).isLessThanOrEqualTo(its.others - its.sunk);
  }

  @Override
  public String toString() {
    StormRecord.Counts all = record.all();
    return ("%d requests, %d answered, %d received; %d delivered, %d possible (%d of them answered, %d"
            + " whose gateway died before the supplier spoke), %d refused, %d unsent")
        .formatted(
            sent.size(),
            answered,
            received,
            all.delivered(),
            all.possible(),
            answeredOnlyPossible,
            withoutOutcome,
            all.refused(),
            all.unsent());
  }

  /** Requests whose gateway was killed while the supplier had them. */
  long withoutOutcome() {
    return withoutOutcome;
  }
}
