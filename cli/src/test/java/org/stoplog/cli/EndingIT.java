package org.stoplog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.ledger.Ledger;
import tools.jackson.databind.json.JsonMapper;

/** Commands that are ended, disturbed or lied to, in processes of their own. */
class EndingIT {
  private static final int MANY = 300_000;

  @TempDir Path temp;
  private Desk desk;

  @BeforeEach
  void sit() throws IOException {
    desk = new Desk(temp);
  }

  /** A file whose import takes long enough to be disturbed. */
  private String large() throws IOException {
    Path file = desk.path("large.csv");
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("user_id,email,sent_at\n");
      for (int i = 0; i < MANY; i++) {
        out.write("u" + i + ",p" + i + "@example.org,2025-03-01T10:00:00Z\n");
      }
    }
    return file.toString();
  }

  private Running importing() throws IOException {
    desk.register();
    String[] args = {"import", "disclosures", large(), "--supplier", "Acme", "--connection", "web"};
    return new Running(desk.arguments("data", "keys", args));
  }

  /** The process that reads the file; before it is one, it looks like its parent. */
  private static boolean isReader(ProcessHandle child) {
    try {
      // The process handle leaves a command line out that is as long as ours.
      return Files.readString(Path.of("/proc", Long.toString(child.pid()), "cmdline"))
          .contains("org.stoplog.ledger.reader.Child");
    } catch (IOException e) {
      return false;
    }
  }

  private void nothingIsHalfDone() throws IOException {
    assertThat(desk.done("batches")).isEmpty();
    assertThat(desk.under("work")).isEmpty();
    assertThat(desk.under("temp")).isEmpty();
    assertThat(desk.under("warehouse")).noneMatch(file -> file.toString().endsWith(".parquet"));
    desk.done("import", "disclosures", desk.sent(), "--supplier", "Acme", "--connection", "web");
  }

  @Test
  void ctrlCInTheMiddleOfAnImportLeavesNothingHalfDone() throws Exception {
    try (Running running = importing()) {
      running.child(EndingIT::isReader);
      assertThat(desk.run("batches")).isEqualTo(Problem.DATA_FOLDER_IN_USE.exitCode());
      running.interrupt();
      assertThat(running.exitCode())
          .as(() -> running.errors())
          .isEqualTo(Problem.INTERRUPTED.exitCode());
      assertThat(running.errors()).contains("\"interrupted\"");
    }
    nothingIsHalfDone();
  }

  @Test
  void aDatabaseThatDiesInTheMiddleIsStartedAgain() throws Exception {
    try (Running running = importing()) {
      running.child(EndingIT::isReader);
      Path pid = desk.path("data/postgres/cluster/postmaster.pid");
      long postmaster = Long.parseLong(Files.readAllLines(pid).getFirst());
      assertThat(ProcessHandle.of(postmaster).orElseThrow().destroyForcibly()).isTrue();
      assertThat(running.exitCode()).as(() -> running.errors()).isZero();
    }
    assertThat(desk.done("batches")).hasSize(1);
    assertThat(desk.out().get(0).get("rows").asLong()).isEqualTo(MANY);
    desk.done("audit", "verify");
  }

  @Test
  void anAlteredAuditLogIsFound() throws IOException {
    desk.makeAFolder();
    desk.done("import", "people", desk.people());
    assertThat(desk.done("audit", "verify").get("entries").asLong()).isPositive();
    try (Ledger ledger =
        Ledger.open(
            new Ledger.Options(
                desk.path("data"),
                desk.path("keys"),
                null,
                512,
                java.time.InstantSource.system()))) {
      assertThat(ledger.inTransaction(EndingIT::tamper)).isTrue();
    }
    assertThat(desk.refused(Problem.AUDIT_BROKEN, "audit", "verify")).contains("entry 1");
    assertThat(desk.out().get("change").asString()).isEqualTo("ALTERED");
  }

  private static boolean tamper(Connection db) throws java.sql.SQLException {
    try (Statement statement = db.createStatement()) {
      return statement.executeUpdate("update audit_entry set act = 'nothing' where seq = 1") == 1;
    }
  }

  @Test
  void everyListIsJsonBeforeAnythingWasImported() {
    for (List<String> command :
        List.of(
            List.of("batches"),
            List.of("exposures"),
            List.of("coverage"),
            List.of("compact"),
            List.of("audit", "verify"),
            List.of("elements"))) {
      assertThat(desk.run(command.toArray(String[]::new))).isZero();
      assertThat(new JsonMapper().readTree(desk.printed())).as(command.toString()).isNotNull();
    }
  }
}
