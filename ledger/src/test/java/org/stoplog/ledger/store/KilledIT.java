package org.stoplog.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoplog.ledger.store.DatabaseIT.get;
import static org.stoplog.ledger.store.DatabaseIT.problem;
import static org.stoplog.ledger.store.DatabaseIT.put;
import static org.stoplog.ledger.store.DatabaseIT.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.testing.FreePorts;
import org.stoplog.testing.Prepared;

/** Kills, of us and of the database: nothing half done, and the next use works. */
@Tag("long")
class KilledIT {
  private static final String PASSWORD = Holder.PASSWORD;

  /** A data folder with a database, which was closed in order. */
  private static final Prepared NEW =
      new Prepared(
          home -> {
            try (DataFolder folder = DataFolder.open(home.resolve("data"))) {
              Database.start(folder, PASSWORD).close();
            }
          });

  @TempDir Path temp;

  @BeforeEach
  void makeADatabase() throws IOException {
    NEW.into(temp);
  }

  @Test
  void adoptsTheServerOfAKilledProcessAndEndsItsTransaction() throws Exception {
    Path root = temp.resolve("data");
    Holder.Started holder = Holder.start(root, "database");
    holder.kill();
    assertThat(ProcessHandle.of(holder.server())).isPresent();
    try (DataFolder folder = DataFolder.open(root);
        Database database = Database.start(folder, PASSWORD)) {
      assertThat(database.pid()).isEqualTo(holder.server());
      assertThat(get(database, "done")).isEqualTo("yes");
      // Would wait for the killed process's transaction if that still ran.
      put(database, "half", "mine");
      assertThat(get(database, "half")).isEqualTo("mine");
    }
    assertThat(ProcessHandle.of(holder.server())).isEmpty();
  }

  @Test
  void doesNotAdoptWithAWrongPassword() throws Exception {
    Path root = temp.resolve("data");
    Holder.Started holder = Holder.start(root, "database");
    holder.kill();
    try (DataFolder folder = DataFolder.open(root)) {
      assertThat(problem(() -> Database.start(folder, "guess"))).isEqualTo(Problem.KEYSET_WRONG);
      assertThat(ProcessHandle.of(holder.server())).isEmpty();
    }
  }

  @Test
  void recoversWhenProcessAndServerWereKilledTogether() throws Exception {
    Path root = temp.resolve("data");
    Holder.Started holder = Holder.start(root, "database");
    holder.kill();
    killAll(root);
    try (DataFolder folder = DataFolder.open(root);
        Database database = Database.start(folder, PASSWORD)) {
      assertThat(get(database, "done")).isEqualTo("yes");
      assertThat(get(database, "half")).isEqualTo("absent");
    }
  }

  @Test
  void replacesAServerOfOtherSettings() throws Exception {
    Path root = temp.resolve("data");
    try (DataFolder folder = DataFolder.open(root)) {
      PostgresServer server = PostgresServer.start(folder, PASSWORD);
      long careless;
      try (Connection connection = server.login().open()) {
        run(connection, "alter system set fsync = off");
        careless = startByHand(folder);
      }
      assertThat(careless).isNotEqualTo(server.pid());
      try (Database database = Database.start(folder, PASSWORD)) {
        assertThat(database.pid()).isNotEqualTo(careless);
        put(database, "a", "b");
      }
      assertThat(ProcessHandle.of(careless)).isEmpty();
    }
  }

  /** A server without our settings, as somebody may start it to look inside. */
  private static long startByHand(DataFolder folder) throws IOException {
    Path home = folder.postgres().resolve(PostgresBinaries.VERSION);
    Path cluster = folder.postgres().resolve("cluster");
    String control = home.resolve("bin/pg_ctl").toString();
    String log = cluster.resolve("by-hand.log").toString();
    List<String> stop = List.of(control, "stop", "-w", "-m", "fast", "-D", cluster.toString());
    assertThat(Program.run(ServerAccount.command(stop)).exitCode()).isZero();
    List<String> start =
        List.of(
            control,
            "start",
            "-w",
            "-D",
            cluster.toString(),
            "-l",
            log,
            "-o",
            "-p 0".replace("0", Integer.toString(FreePorts.next()))
                + " -c unix_socket_directories=");
    assertThat(Program.run(ServerAccount.command(start)).exitCode()).isZero();
    return Postmaster.running(cluster).orElseThrow().pid();
  }

  @Test
  void takesAPidFileThatNamesAnotherProcessForStale() throws IOException {
    Path root = temp.resolve("data");
    try (DataFolder folder = DataFolder.open(root)) {
      try (Database database = Database.start(folder, PASSWORD)) {
        put(database, "a", "b");
      }
      Path cluster = folder.postgres().resolve("cluster");
      String stale = ProcessHandle.current().pid() + "\n" + cluster + "\n1\n5432\n\n127.0.0.1\n";
      Path file = Files.writeString(cluster.resolve("postmaster.pid"), stale + "1 1\nready\n");
      ServerAccount.give(file);
      try (Database database = Database.start(folder, PASSWORD)) {
        assertThat(get(database, "a")).isEqualTo("b");
      }
    }
  }

  @Test
  void losesATransactionWithItsKilledBackendAndNothingElse() throws Exception {
    try (DataFolder folder = DataFolder.open(temp.resolve("data"));
        Database database = Database.start(folder, PASSWORD)) {
      put(database, "done", "yes");
      assertThat(
              problem(
                  () ->
                      database.transaction(
                          connection -> {
                            run(connection, "insert into setting values ('half', 'done')");
                            kill(backend(connection));
                            return run(connection, "insert into setting values ('more', 'x')");
                          })))
          .isEqualTo(Problem.DATABASE_LOST);
      assertThat(get(database, "half")).isEqualTo("absent");
      assertThat(get(database, "done")).isEqualTo("yes");
      put(database, "next", "works");
    }
  }

  @Test
  void startsAServerAgainThatWasKilledInTheMiddle() throws Exception {
    try (DataFolder folder = DataFolder.open(temp.resolve("data"));
        Database database = Database.start(folder, PASSWORD)) {
      put(database, "done", "yes");
      long killed = database.pid();
      assertThat(
              problem(
                  () ->
                      database.transaction(
                          connection -> {
                            run(connection, "insert into setting values ('half', 'done')");
                            killAll(folder.root());
                            return run(connection, "insert into setting values ('more', 'x')");
                          })))
          .isEqualTo(Problem.DATABASE_LOST);
      assertThat(get(database, "half")).isEqualTo("absent");
      assertThat(get(database, "done")).isEqualTo("yes");
      assertThat(database.pid()).isNotEqualTo(killed);
    }
  }

  @Test
  void replacesAPostmasterWhoseBackendsOutliveIt() throws Exception {
    try (DataFolder folder = DataFolder.open(temp.resolve("data"));
        Database database = Database.start(folder, PASSWORD)) {
      put(database, "done", "yes");
      try (Connection stuck = database.connect()) {
        long backend = backend(stuck);
        // A stopped process does not see its postmaster die.
        new ProcessBuilder("sh", "-c", "kill -STOP " + backend).start().waitFor();
        kill(database.pid());
        assertThat(ProcessHandle.of(backend)).isPresent();
        put(database, "next", "works");
        assertThat(ProcessHandle.of(backend)).isEmpty();
      }
      assertThat(get(database, "done")).isEqualTo("yes");
    }
  }

  @Test
  void makesAClusterAnewWhoseMakingWasKilled() throws Exception {
    try (DataFolder folder = DataFolder.open(temp.resolve("fresh"))) {
      Files.createDirectories(folder.postgres().resolve("cluster.new/base"));
      Files.writeString(folder.postgres().resolve("cluster.new/PG_VERSION"), "18");
      Files.createDirectories(folder.postgres().resolve(PostgresBinaries.VERSION + ".new/bin"));
      try (Database database = Database.start(folder, PASSWORD)) {
        put(database, "a", "b");
      }
      assertThat(folder.postgres()).isDirectoryNotContaining("glob:**.new");
    }
  }

  @Test
  void endsAMakingWhoseParentWasKilledAndLeavesNoPassword() throws Exception {
    Path root = temp.resolve("fresh");
    Process killed = Holder.launch(root, "database");
    while (!Files.exists(root.resolve("postgres/cluster.new/global"))) {
      assertThat(killed.isAlive()).isTrue();
    }
    killed.destroyForcibly().waitFor();
    try (DataFolder folder = DataFolder.open(root);
        Database database = Database.start(folder, PASSWORD)) {
      put(database, "a", "b");
      try (Stream<Path> entries = Files.list(folder.postgres())) {
        assertThat(entries.map(entry -> entry.getFileName().toString()))
            .containsExactlyInAnyOrder(PostgresBinaries.VERSION, "cluster", "postgres.log");
      }
    }
  }

  @Test
  void saysWhenAnExternalDatabaseIsNotThere() throws IOException {
    String url = "jdbc:postgresql://127.0.0.1:" + FreePorts.next() + "/postgres";
    assertThat(problem(() -> Database.external(url, "stoplog", "x")))
        .isEqualTo(Problem.DATABASE_LOST);
  }

  @Test
  void stopsTheServerWhenItsProcessEndsInOrder() throws Exception {
    Path root = temp.resolve("data");
    Holder.Started holder = Holder.start(root, "database");
    // By its handle: Process.destroy also closes the input, and the holder would go on and commit.
    holder.process().toHandle().destroy();
    holder.process().waitFor();
    assertThat(ProcessHandle.of(holder.server())).isEmpty();
    try (DataFolder folder = DataFolder.open(root);
        Database database = Database.start(folder, PASSWORD)) {
      assertThat(get(database, "half")).isEqualTo("absent");
    }
  }

  @Test
  void staysDownAfterItWasClosed() {
    try (DataFolder folder = DataFolder.open(temp.resolve("data"))) {
      Database database = Database.start(folder, PASSWORD);
      long server = database.pid();
      database.close();
      assertThat(problem(() -> put(database, "a", "b"))).isEqualTo(Problem.DATABASE_LOST);
      assertThat(ProcessHandle.of(server)).isEmpty();
      assertThat(Postmaster.processes(folder.postgres().resolve("cluster"))).isEmpty();
    }
  }

  private static long backend(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void kill(long pid) {
    ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
    process.destroyForcibly();
    process.onExit().join();
  }

  private static void killAll(Path root) {
    for (ProcessHandle process : Postmaster.processes(root.resolve("postgres/cluster"))) {
      process.destroyForcibly();
      process.onExit().join();
    }
  }
}
