package org.stoplog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.cli.StormLoad.Sent;
import org.stoplog.cli.StormLoad.Way;
import org.stoplog.ledger.Ledger;

/**
 * Applications send through a gateway while it, its server and the database are killed a hundred
 * times, alone or two at once, also while they start and while recordings become batches. In the
 * end three accounts are held against each other: what applications were answered, what suppliers
 * got, and what the ledger says. {@code -Dstoplog.seed=N} draws the same victims and moments again,
 * {@code -Dstoplog.runs=N} is the number of rounds.
 */
class TrafficStormIT {
  private static final int ROUNDS = 100;
  private static final int MOST_BEFORE = 1_500;
  private static final int MOST_RECORDING = 700;
  private static final int MOST_DOWN = 400;

  private enum Victim {
    GATEWAY,
    SERVER,
    POSTGRES
  }

  @TempDir Path home;

  private final Map<Victim, Integer> kills = new EnumMap<>(Victim.class);
  private final List<Instant> recorderKills = new ArrayList<>();
  private Random random = new Random();
  private StormHouse house;
  private StormLoad load;
  private Way doomed;
  private long inForceAt = Long.MAX_VALUE;

  @Test
  @Tag("long")
  void aHundredKillsLoseAndDoubleNothing() throws Exception {
    int rounds = Integer.getInteger("stoplog.runs", ROUNDS);
    long seed = Long.getLong("stoplog.seed", random.nextLong() >>> 1);
    System.out.println("storm: -Dstoplog.seed=" + seed);
    random = new Random(seed);
    Desk desk = new Desk(home);
    try (StormSupplier supplier = new StormSupplier()) {
      List<Sent> sent;
      try (StormHouse made = new StormHouse(desk, random)) {
        house = made;
        doomed = house.letThrough("Beta", "doomed", true, supplier.port());
        List<Way> ways =
            List.of(
                doomed,
                house.letThrough("Beta", "events", true, supplier.port()),
                house.letThrough("Acme", "events", false, supplier.port()),
                house.letThrough("Acme", "copies", true, null));
        try (StormLoad applications =
            new StormLoad(house.gatewayAddress(), ways, random.nextLong())) {
          load = applications;
          sent = storm(rounds);
        }
        house.drain();
        assertThat(house.said())
            .as("nothing is left out, and nothing old obeyed")
            .noneMatch(line -> line.contains("IS NOT RECORDED") || line.contains("OBEY IT YET"));
      }
      try (Ledger ledger =
          Ledger.open(
              new Ledger.Options(
                  desk.path("data"), desk.path("keys"), null, 256, InstantSource.system()))) {
        StormRecord record = new StormRecord(desk, ledger);
        compare(new StormAccounts(sent, supplier, record), record.interrupted(recorderKills));
      }
    } catch (Exception | AssertionError e) {
      throw new AssertionError("fails with -Dstoplog.seed=" + seed, e);
    }
  }

  private List<Sent> storm(int rounds) throws Exception {
    house.startGateway();
    house.awaitGateway();
    house.awaitObedience();
    load.start();
    Set<Victim> starting = EnumSet.noneOf(Victim.class);
    for (int round = 0; round < rounds; round++) {
      Set<Victim> victims = victims();
      // Most rounds find all well; in others somebody dies who has only just begun.
      if (round == rounds / 2 || random.nextInt(4) > 0) {
        await(starting);
      }
      if (round == rounds / 2) {
        cut();
        victims = EnumSet.of(Victim.GATEWAY, Victim.SERVER);
      } else if (!starting.contains(Victim.SERVER) && !victims.equals(EnumSet.of(Victim.GATEWAY))) {
        // Whoever makes batches of segments dies while that is done.
        house.record();
        pause(MOST_RECORDING);
      } else {
        pause(MOST_BEFORE);
      }
      kill(victims);
      pause(MOST_DOWN);
      start(victims);
      starting.addAll(victims);
      if ((round + 1) % 10 == 0) {
        System.out.printf("%d rounds, killed %s%n", round + 1, kills);
      }
    }
    await(starting);
    house.record();
    pause(MOST_BEFORE);
    return load.end();
  }

  private Set<Victim> victims() {
    int choice = random.nextInt(20);
    return choice < 8
        ? EnumSet.of(Victim.GATEWAY)
        : choice < 12
            ? EnumSet.of(Victim.SERVER)
            : choice < 17
                ? EnumSet.of(Victim.POSTGRES)
                : EnumSet.complementOf(EnumSet.of(Victim.values()[choice - 17]));
  }

  /** A moment that nobody chose. */
  private void pause(int most) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(most)));
  }

  private void kill(Set<Victim> victims) throws IOException {
    List<Victim> order = new ArrayList<>(victims);
    Collections.shuffle(order, random);
    for (Victim victim : order) {
      boolean isDead = true;
      switch (victim) {
        case GATEWAY -> {
          house.killGateway();
          load.killed();
        }
        case SERVER -> {
          recorderKills.add(Instant.now());
          house.killServer();
        }
        case POSTGRES -> {
          recorderKills.add(Instant.now());
          isDead = house.killPostgres(random.nextBoolean());
        }
      }
      if (isDead) {
        kills.merge(victim, 1, Integer::sum);
      }
    }
  }

  /** A living server starts its database again by itself. */
  private void start(Set<Victim> victims) throws IOException {
    if (victims.contains(Victim.GATEWAY)) {
      load.begins();
      house.startGateway();
    }
    if (victims.contains(Victim.SERVER)) {
      house.startServer();
    }
  }

  private void await(Set<Victim> starting) throws IOException {
    if (starting.contains(Victim.GATEWAY)) {
      house.awaitGateway();
    }
    if (starting.contains(Victim.SERVER) || starting.contains(Victim.POSTGRES)) {
      house.awaitServer();
    }
    starting.clear();
  }

  /** From the moment that the server says that it is obeyed, nothing goes there any more. */
  private void cut() throws IOException {
    house.cut(doomed);
    house.awaitObedience();
    inForceAt = System.nanoTime();
  }

  private void compare(StormAccounts accounts, long interrupted) {
    accounts.compare(kills.getOrDefault(Victim.GATEWAY, 0), doomed, inForceAt);
    System.out.printf(
        "storm: killed %s, %d while segments became batches; %s%n", kills, interrupted, accounts);
    assertThat(interrupted).as("kills while segments became batches").isPositive();
    assertThat(accounts.withoutOutcome()).as("requests that left without outcome").isPositive();
  }
}
