package org.stoplog.ledger.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.expressions.Expressions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.NewFolder;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.intake.ImportReport;
import org.stoplog.ledger.intake.ImportRequest;
import org.stoplog.ledger.reader.Purpose;
import org.stoplog.ledger.store.Verification;
import org.stoplog.ledger.table.LedgerTable;
import org.stoplog.ledger.table.TableChange;
import org.stoplog.ledger.table.TableFiles;

/** What is left of work that was cut off, and what is said of it. */
class CutOffIT {
  @TempDir Path temp;

  @BeforeEach
  void makeAFolder() throws IOException {
    NewFolder.into(temp);
  }

  private Ledger open() {
    return Ledger.open(
        new Ledger.Options(
            temp.resolve("data"), temp.resolve("keys"), null, 256, InstantSource.system()));
  }

  @Test
  void doesNotCallCommittedWorkFailedWhenTheSweepLosesTheDatabase() throws Exception {
    Server server = new Server(temp.toRealPath().resolve("data"), temp.resolve("keys"));
    Path sent =
        Files.writeString(temp.resolve("sent.csv"), "email,date\nann@example.test,2025-03-01\n");
    try (Ledger ledger = open()) {
      ledger.importFile(
          new ImportRequest(sent, Purpose.DISCLOSURES, null, 1, 1, null, null, null),
          Progress.NONE);
      try (Server.Watch sweep = server.new Watch();
          Server.Watch other = server.new Watch()) {
        FutureTask<Boolean> locked =
            new FutureTask<>(
                () -> {
                  sweep.lock("iceberg_tables", "access exclusive");
                  return true;
                });
        FutureTask<Boolean> work =
            new FutureTask<>(
                () -> {
                  ledger
                      .stores()
                      .commit(
                          "test.act",
                          List.of(withoutDisclosures(ledger)),
                          connection -> {
                            // Whoever wants the tables alone has to wait for this commit, and then
                            // comes before its sweep.
                            try (Statement statement = connection.createStatement()) {
                              statement.execute("lock table iceberg_tables in row exclusive mode");
                            }
                            Thread.ofPlatform().start(locked);
                            while (!other.isRivalWaiting()) {
                              assertThat(locked.isDone()).isFalse();
                            }
                            return Map.of();
                          });
                  return true;
                });
        Thread.ofPlatform().start(work);
        assertThat(locked.get()).isTrue();
        while (!other.isWaiting()) {
          assertThat(work.isDone()).isFalse();
        }
        server.killAll();
        assertThat(work.get()).isTrue();
      }
      assertThat(ledger.verifyAudit(List.of(), Progress.NONE))
          .isInstanceOfSatisfying(
              Verification.Intact.class, intact -> assertThat(intact.entries()).isEqualTo(2));
    }
  }

  private static TableChange withoutDisclosures(Ledger ledger) {
    List<DataFile> files =
        ledger.inTransaction(
            connection ->
                new TableFiles(ledger.stores().catalog())
                    .plan(connection, LedgerTable.DISCLOSURES, Expressions.alwaysTrue()).stream()
                        .map(TableFiles.Planned::data)
                        .toList());
    return new TableChange(LedgerTable.DISCLOSURES, List.of(), files);
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
