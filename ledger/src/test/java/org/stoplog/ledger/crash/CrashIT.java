package org.stoplog.ledger.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random work against lists in memory, with {@code kill -9} of the program, the child that reads
 * and the database in between. After each kill all of the interrupted work is there or nothing.
 * {@code -Dstoplog.seed=N} runs one seed again, {@code -Dstoplog.runs=N} as many runs.
 */
class CrashIT {
  private static final int RUNS = 200;
  private static final int RUNS_OF_A_FOLDER = 10;

  @TempDir Path temp;

  @Test
  void threeKillsLeaveNothingHalfDone() throws Exception {
    long seed = seed();
    Random random = new Random(seed);
    List<Blow> blows = new ArrayList<>(Blow.all());
    Collections.shuffle(blows, random);
    Tally tally = new Tally();
    history(seed, random.nextLong(), false, blows.subList(0, 3), tally);
    System.out.print(tally);
  }

  @Test
  @Tag("long")
  void twoHundredKillsLeaveNothingHalfDone() throws Exception {
    long seed = seed();
    int runs = Integer.getInteger("stoplog.runs", RUNS);
    Random random = new Random(seed);
    List<Blow> blows = new ArrayList<>();
    while (blows.size() < runs) {
      List<Blow> round = new ArrayList<>(Blow.all());
      Collections.shuffle(round, random);
      blows.addAll(round);
    }
    Tally tally = new Tally();
    long from = System.nanoTime();
    for (int done = 0; done < runs; done += RUNS_OF_A_FOLDER) {
      List<Blow> some = blows.subList(done, Math.min(runs, done + RUNS_OF_A_FOLDER));
      history(seed, random.nextLong(), random.nextBoolean(), some, tally);
      System.out.printf(
          "%d runs equal after %d s%n",
          done + some.size(), (System.nanoTime() - from) / 1_000_000_000);
    }
    System.out.print(tally);
    if (runs >= RUNS) {
      for (String phase :
          List.of(
              "reading",
              "all read, nothing written",
              "files written, rows not",
              "metadata written, pointers not",
              "all written, not committed",
              "after the commit, before the sweep",
              "in the middle of the sweep",
              "opening: the server starts or recovers",
              "opening: the server runs")) {
        assertThat(tally.hits(phase)).as("kills that landed in: " + phase).isPositive();
      }
    }
  }

  private static long seed() {
    long seed = Long.getLong("stoplog.seed", new Random().nextLong() >>> 1);
    System.out.println("crash test: -Dstoplog.seed=" + seed);
    return seed;
  }

  /**
   * Several runs on one data folder.
   *
   * @param seed of the whole test, for whoever has to run it again
   */
  private void history(long seed, long ownSeed, boolean killFirst, List<Blow> blows, Tally tally)
      throws Exception {
    Path folder = Files.createTempDirectory(temp, "run");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    try (Trial trial = new Trial(folder, ownSeed, tally)) {
      try {
        trial.open(killFirst);
        for (Blow blow : blows) {
          trial.run(blow);
        }
        trial.end();
      } catch (Exception | AssertionError e) {
        throw new AssertionError("fails with -Dstoplog.seed=" + seed + "\n" + trial.story(), e);
      }
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
