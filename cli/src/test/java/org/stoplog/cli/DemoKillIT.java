package org.stoplog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The demo with its pages and mail, killed at thirty moments: the program, or its PostgreSQL and
 * then the program. Each time it goes on where it was; in the end all numbers are exact, nobody was
 * told twice but by copies that are named in doubt, and the log holds against what was signed in
 * between.
 */
class DemoKillIT {
  private static final int KILLS = 30;

  private static final int MOST_RUNS = 90;
  private static final long MOST_MILLIS = 1_500;

  /** What it says when the chapters begin in which it is killed, as often in each. */
  private static final List<String> CHAPTERS =
      List.of(
          "Before: ",
          "nobody is named",
          "supplier-day16",
          "everybody in",
          "whoever is new",
          "whoever has more");

  @TempDir Path home;

  private final List<String> checkpoints = new ArrayList<>();

  @Test
  @Tag("long")
  void thirtyKillsChangeNothing() throws Exception {
    Desk desk = new Desk(home);
    long seed = Long.getLong("stoplog.seed", System.nanoTime());
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    int kills = 0;
    int ended = 0;
    for (int run = 0; run < MOST_RUNS && kills < KILLS; run++) {
      try (Running demo = demo()) {
        if (killed(demo, CHAPTERS.get(kills * CHAPTERS.size() / KILLS), random)) {
          kills++;
        } else {
          ended++;
        }
      } // killed by force, if it still is there
      if (kills % 10 == 5) {
        sign(desk);
      }
    }
    System.out.printf("seed %d: %d kills, %d runs came to their end before%n", seed, kills, ended);
    assertThat(kills).as("seed %d", seed).isEqualTo(KILLS);
    try (Running demo = demo()) {
      assertThat(demo.exitCode()).as(() -> "seed " + seed + demo.rest() + demo.errors()).isZero();
    }
    JsonNode report = new JsonMapper().readTree(Files.readString(home.resolve("report.json")));
    assertThat(report.get("exact").asBoolean()).as("seed %d: %s", seed, report).isTrue();
    System.out.println(report.get("parts"));
    List<String> verify = new ArrayList<>(List.of("audit", "verify", "--against"));
    verify.addAll(checkpoints);
    assertThat(checkpoints).isNotEmpty();
    desk.done(verify.toArray(String[]::new));
    // What was kept until now verifies elsewhere too.
    desk.done("backup", home.resolve("backup").toString());
    assertThat(desk.runOn("restored", "keys", "restore", home.resolve("backup").toString()))
        .isZero();
    assertThat(desk.runOn("restored", "keys", verify.toArray(String[]::new))).isZero();
  }

  private Running demo() throws IOException {
    return new Running(
        List.of(
            "demo",
            "--then-end",
            "--keep",
            home.toString(),
            "--report",
            home.resolve("report.json").toString(),
            "--port",
            String.valueOf(port())));
  }

  private int port;

  /** The same in all runs, since the mail route and the policy name the next ones. */
  private int port() throws IOException {
    if (port == 0) {
      port = FreePorts.inARow(FreePorts.OF_THE_DEMO);
    }
    return port;
  }

  /**
   * Waits for the story to go on, then a while, then kills.
   *
   * @return whether it was killed before its end
   */
  private boolean killed(Running demo, String chapter, Random random) throws Exception {
    demo.says(chapter);
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextLong(MOST_MILLIS)));
    if (!demo.isAlive()) {
      return false;
    }
    if (random.nextInt(3) == 0) {
      Path pid = home.resolve("data/postgres/cluster/postmaster.pid");
      try {
        long postgres = Long.parseLong(Files.readAllLines(pid).getFirst().strip());
        ProcessHandle.of(postgres).ifPresent(ProcessHandle::destroyForcibly);
      } catch (NoSuchFileException e) {
        // The story has come to its end, and the program is closing.
        return demo.isAlive();
      }
      // It may notice, or not, before it is killed itself.
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextLong(MOST_MILLIS)));
    }
    return true;
  }

  private void sign(Desk desk) {
    String file = home.resolve("checkpoint-" + checkpoints.size()).toString();
    List<String> sign = new ArrayList<>(List.of("audit", "checkpoint", "--out", file));
    if (!checkpoints.isEmpty()) {
      sign.add("--against");
      sign.addAll(checkpoints);
    }
    desk.done(sign.toArray(String[]::new));
    checkpoints.add(file);
  }
}
