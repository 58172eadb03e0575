package org.stoplog.ledger.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.intake.ImportReport;
import org.stoplog.ledger.intake.ImportRequest;
import org.stoplog.ledger.reader.Purpose;
import org.stoplog.ledger.store.Verification;

/** What is left of work that was cut off, and what is said of it. */
class CutOffIT {
  @TempDir Path temp;

  private Ledger open() {
    return Ledger.open(
        new Ledger.Options(
            temp.resolve("data"), temp.resolve("keys"), null, 256, InstantSource.system()));
  }

  @Test
  void doesNotCallCommittedWorkFailedWhenTheSweepLosesTheDatabase() throws Exception {
    Server server = new Server(temp.toRealPath().resolve("data"), temp.resolve("keys"));
    try (Ledger ledger = open()) {
      FutureTask<Boolean> work =
          new FutureTask<>(
              () -> {
                ledger.stores().commit("test.act", List.of(), connection -> Map.of());
                return true;
              });
      try (Server.Watch sweep = server.new Watch();
          Server.Watch other = server.new Watch()) {
        sweep.lock("iceberg_tables", "access exclusive");
        Thread.ofPlatform().start(work);
        while (!other.isWaiting()) {
          assertThat(work.isDone()).isFalse();
        }
        server.killAll();
      }
      assertThat(work.get()).isTrue();
      assertThat(ledger.verifyAudit())
          .isInstanceOfSatisfying(
              Verification.Intact.class, intact -> assertThat(intact.entries()).isEqualTo(1));
    }
  }

  @Test
  void removesFilesOfExposuresThatNeverCameAbout() throws Exception {
    open().close();
    Path folder = Files.createDirectories(temp.resolve("data/evidence/exposures"));
    Files.writeString(folder.resolve("draft.parquet"), "half");
    Files.writeString(folder.resolve("0".repeat(64) + ".parquet"), "whole, not committed");
    open().close();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void saysThatTheDatabaseWasLostWhenItIsKilledUnderManyRows() throws Exception {
    Path people =
        Files.writeString(
            temp.resolve("people.csv"),
            IntStream.range(0, 40_000)
                .mapToObj(n -> "u" + n + ",p" + n + "@example.test\n")
                .collect(Collectors.joining("", "user_id,email\n", "")));
    Server server = new Server(temp.toRealPath().resolve("data"), temp.resolve("keys"));
    try (Ledger ledger = open()) {
      ImportRequest request =
          new ImportRequest(people, Purpose.PEOPLE, null, 0, 0, null, null, null);
      FutureTask<ImportReport> work =
          new FutureTask<>(() -> ledger.importFile(request, Progress.NONE));
      try (Server.Watch holder = server.new Watch();
          Server.Watch other = server.new Watch()) {
        // The server stops at the first row, and the rows behind it do not fit into the socket.
        holder.holdRowsOf("person_identifier");
        Thread.ofPlatform().start(work);
        while (!other.isWaiting()) {
          assertThat(work.isDone()).isFalse();
        }
        server.killAll();
      }
      assertThatThrownBy(work::get)
          .cause()
          .isInstanceOfSatisfying(
              StoplogException.class,
              e -> assertThat(e.problem()).isEqualTo(Problem.DATABASE_LOST));
      assertThat(ledger.batches()).isEmpty();
    }
  }
}
