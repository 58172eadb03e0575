package org.stoplog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.problem.Problem;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A folder into which somebody puts exports, imported as they come. */
class FollowIT {
  @TempDir Path temp;
  private Desk desk;

  @BeforeEach
  void sit() throws IOException {
    desk = new Desk(temp);
    desk.register();
  }

  private void put(String name, String... lines) throws IOException {
    desk.file("in/" + name, lines);
    desk.file("in/" + name + ".done");
  }

  private String[] follow(String... more) {
    String[] args = {
      "import",
      "disclosures",
      "--supplier",
      "Acme",
      "--connection",
      "web",
      "--follow",
      desk.path("in").toString()
    };
    String[] all = java.util.Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return all;
  }

  private void putDay(int day) throws IOException {
    put("day" + day + ".csv", "user_id,sent_at", "u" + day + ",2025-04-0" + day + "T10:00:00Z");
  }

  private long live() {
    long live = 0;
    for (JsonNode batch : desk.done("batches")) {
      live += batch.get("status").asString().equals("live") ? 1 : 0;
    }
    return live;
  }

  @Test
  void eachFileIsABatchAndIsTakenOnce() throws IOException {
    putDay(1);
    putDay(2);
    desk.file("in/growing.csv", "user_id,sent_at", "u4,2025-04-0");
    JsonNode first = desk.done(follow("--once"));
    assertThat(first).hasSize(2);
    assertThat(first.get(0).get("rows").asLong()).isEqualTo(1);
    putDay(3);
    JsonNode second = desk.done(follow("--once"));
    assertThat(second).hasSize(3);
    assertThat(second.get(0).get("already").asString()).isEqualTo("live");
    assertThat(second.get(2).get("batch").asLong()).isPositive();
    assertThat(live()).isEqualTo(3);
    assertThat(desk.path("in/day1.csv")).exists();
  }

  @Test
  void whatWasUndoneStaysUndone() throws IOException {
    putDay(1);
    long batch = desk.done(follow("--once")).get(0).get("batch").asLong();
    desk.done("undo", String.valueOf(batch));
    assertThat(desk.done(follow("--once")).get(0).get("already").asString()).isEqualTo("undone");
  }

  @Test
  void aBadFileIsToldAndTheOthersAreTaken() throws IOException {
    putDay(1);
    put("day2.csv");
    putDay(3);
    assertThat(desk.run(follow("--once"))).isEqualTo(Problem.FILE_EMPTY.exitCode());
    assertThat(desk.out()).hasSize(3);
    JsonNode failed = desk.out().get(1);
    assertThat(failed.get("file").asString()).isEqualTo("day2.csv");
    assertThat(failed.get("failed").get("problem").asString()).isEqualTo("file-empty");
    assertThat(desk.out().get(2).get("rows").asLong()).isEqualTo(1);
  }

  @Test
  void anOldNewestFileIsAnAlarmWithACodeOfItsOwn() throws IOException {
    putDay(1);
    assertThat(desk.run(follow("--once", "--max-age", "26h"))).isZero();
    Files.setLastModifiedTime(
        desk.path("in/day1.csv.done"), FileTime.from(Instant.now().minus(Duration.ofHours(31))));
    assertThat(desk.refused(Problem.FILES_OVERDUE, follow("--once", "--max-age", "26h")))
        .contains("31 h old");
    Files.delete(desk.path("in/day1.csv.done"));
    desk.refused(Problem.FILES_OVERDUE, follow("--once", "--max-age", "26h"));
  }

  @Test
  void optionsThatDoNotFitAreRefused() throws IOException {
    desk.refused(Problem.USAGE, "import", "people");
    desk.refused(Problem.USAGE, "import", "people", "--once", desk.people());
    desk.refused(Problem.USAGE, follow("--once", "--max-age", "soon"));
    desk.refused(Problem.USAGE, "import", "suppliers", "--follow", temp.toString());
    desk.refused(Problem.FILE_NOT_FOUND, follow("--once"));
  }

  @Test
  void whatComesWhileItWatchesIsTakenUntilCtrlC() throws Exception {
    putDay(1);
    try (Running running = new Running(desk.arguments("data", "keys", follow()))) {
      JsonMapper mapper = new JsonMapper();
      JsonNode first = mapper.readTree(running.line());
      assertThat(first.get("file").asString()).isEqualTo("day1.csv");
      putDay(2);
      assertThat(mapper.readTree(running.line()).get("file").asString()).isEqualTo("day2.csv");
      running.interrupt();
      assertThat(running.exitCode()).as(() -> running.errors()).isZero();
      assertThat(running.rest()).isEqualTo(List.of());
    }
    assertThat(live()).isEqualTo(2);
  }
}
