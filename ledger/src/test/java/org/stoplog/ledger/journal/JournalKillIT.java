package org.stoplog.ledger.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a gateway's journal with {@code kill -9} under load: what was answered is on the disk,
 * once. {@code -Dstoplog.seed=N} runs one seed again.
 */
class JournalKillIT {
  private static final int MOST_LINES = 3000;

  @TempDir Path temp;

  @Test
  void twoKillsLoseNothingThatWasAnswered() throws Exception {
    kill(2);
  }

  @Test
  @Tag("long")
  void aHundredKillsLoseNothingThatWasAnswered() throws Exception {
    kill(100);
  }

  private void kill(int times) throws Exception {
    long seed = Long.getLong("stoplog.seed", new Random().nextLong() >>> 1);
    System.out.println("journal kill test: -Dstoplog.seed=" + seed);
    Random random = new Random(seed);
    Journals journals = new Journals(temp.resolve("keys"));
    Path folder = temp.resolve("journal");
    Set<Long> numbers = new HashSet<>();
    int torn = 0;
    int answeredInAll = 0;
    for (int run = 0; run < times; run++) {
      List<String> answered = killed(journals, folder, "run" + run, random.nextInt(MOST_LINES));
      answeredInAll += answered.size();
      Seen seen = new Seen();
      for (Path file : Journals.segments(folder)) {
        SegmentReport report = journals.read(file, seen);
        torn += report.tail() == null ? 0 : 1;
        assertThat(report.tail()).isNotIn(SegmentReport.Tail.ALTERED, SegmentReport.Tail.MALFORMED);
        assertThat(numbers.add(report.header().number())).as("a number comes once").isTrue();
        assertThat(report.repeated() + report.stray()).isZero();
        Files.delete(file);
      }
      assertThat(seen.ids()).as("seed " + seed).doesNotHaveDuplicates().containsAll(answered);
      for (Seen.Request request : seen.requests) {
        int i = Integer.parseInt(request.id().split("-", -1)[2]);
        if (request.outcome() != null) {
          assertThat(i % 5).isNotZero();
          assertThat(request.outcome()).isEqualTo(new Outcome(Result.DELIVERED, 200 + i % 100));
        }
      }
    }
    assertThat(answeredInAll).isPositive();
    System.out.printf(
        "%d kills: %d answered, %d segments, %d with a torn end%n",
        times, answeredInAll, numbers.size(), torn);
  }

  /**
   * Runs a worker until it has answered so many times, and kills it.
   *
   * @return what it had said that it has, up to its end
   */
  private static List<String> killed(Journals journals, Path folder, String run, int lines)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Xmx200m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                JournalWorker.class.getName(),
                folder.toString(),
                HexFormat.of().formatHex(journals.keys.sealingPublicKey()),
                run)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> answered = new ArrayList<>();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
      while (answered.size() <= lines) {
        String line = out.readLine();
        assertThat(line).as("the worker ended by itself").isNotNull();
        answered.add(line);
      }
      process.toHandle().destroyForcibly(); // the process's own would close what we read from
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        answered.add(line);
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    // The last line may be cut off; what it names begins with it.
    answered.removeLast();
    return answered;
  }
}
