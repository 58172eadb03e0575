package org.stoplog.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

class DatabaseIT {
  @TempDir Path temp;

  @BeforeEach
  void unpack() throws IOException {
    Unpacked.into(temp);
  }

  @Test
  void keepsWhatWasCommittedOverAStop() throws IOException {
    long pid;
    try (DataFolder folder = DataFolder.open(temp.resolve("data"));
        Database database = Database.start(folder, "secret")) {
      put(database, "a", "b");
      pid = database.pid();
      assertThat(ProcessHandle.of(pid)).isPresent();
      assertThat(folder.postgres()).isDirectoryNotContaining("glob:**initdb*");
    }
    assertThat(ProcessHandle.of(pid)).isEmpty();
    assertThat(Postmaster.processes(temp.resolve("data/postgres/cluster").toRealPath())).isEmpty();
    try (DataFolder folder = DataFolder.open(temp.resolve("data"));
        Database database = Database.start(folder, "secret")) {
      assertThat(get(database, "a")).isEqualTo("b");
    }
  }

  @Test
  void refusesAnotherPasswordAndLeavesNothingRunning() throws IOException {
    Path root = temp.resolve("data");
    try (DataFolder folder = DataFolder.open(root)) {
      Database.start(folder, "secret").close();
      assertThat(problem(() -> Database.start(folder, "guess"))).isEqualTo(Problem.KEYSET_WRONG);
      assertThat(Postmaster.processes(folder.postgres().resolve("cluster"))).isEmpty();
      try (Database database = Database.start(folder, "secret")) {
        Login nobody = Login.local(port(database), "");
        assertThatThrownBy(nobody::open).isInstanceOf(SQLException.class);
      }
    }
  }

  private static int port(Database database) {
    return database.transaction(
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet row = statement.executeQuery("select current_setting('port')::int")) {
            row.next();
            return row.getInt(1);
          }
        });
  }

  @Test
  void runsAsNobodyWithItsFilesItsOwnAndListensOnThisMachineOnly() throws Exception {
    try (DataFolder folder = DataFolder.open(temp.resolve("data"));
        Database database = Database.start(folder, "secret")) {
      Path process = Path.of("/proc/" + database.pid());
      Object uid = Files.getAttribute(process, "unix:uid");
      assertThat(uid).isNotEqualTo(0);
      Path cluster = folder.postgres().resolve("cluster");
      assertThat(Files.getAttribute(cluster, "unix:uid")).isEqualTo(uid);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cluster)))
          .isEqualTo("rwx------");
      assertThat(setting(database, "listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(setting(database, "unix_socket_directories")).isEmpty();
      assertThat(setting(database, "fsync")).isEqualTo("on");
      assertThat(setting(database, "full_page_writes")).isEqualTo("on");
      assertThat(setting(database, "synchronous_commit")).isEqualTo("on");
      assertThat(setting(database, "data_checksums")).isEqualTo("on");
    }
  }

  private static String setting(Database database, String name) {
    return database.transaction(
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet row = statement.executeQuery("show " + name)) {
            row.next();
            return row.getString(1);
          }
        });
  }

  @Test
  void namesTheFolderThatOnlyRootCanPass() throws IOException {
    Assumptions.assumeTrue(ServerAccount.isRoot(), "others need no second user");
    Path closed = Files.createDirectory(temp.resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    try (DataFolder folder = DataFolder.open(closed.resolve("data"))) {
      assertThatThrownBy(() -> Database.start(folder, "secret"))
          .isInstanceOf(StoplogException.class)
          .hasMessageContaining(closed + " lets only its owner in");
    }
  }

  @Test
  void writesNoValueToItsLogOrItsFailures() throws IOException {
    Path root = temp.resolve("data");
    String canary = "canary-7f3a@example.org";
    List<String> mistakes =
        List.of(
            "select '" + canary + "'::int",
            "insert into setting values ('" + canary + "', null)",
            "insert into setting values ('" + canary + "', 'x'), ('" + canary + "', 'y')",
            "do $$ begin raise exception '" + canary + "'; end $$");
    try (DataFolder folder = DataFolder.open(root);
        Database database = Database.start(folder, "secret")) {
      for (String mistake : mistakes) {
        assertThatThrownBy(() -> database.transaction(connection -> run(connection, mistake)))
            .isInstanceOfSatisfying(
                StoplogException.class,
                e -> assertThat(e.problem()).isEqualTo(Problem.DATABASE_FAILED))
            .satisfies(e -> assertThat(wholeText(e)).doesNotContain("canary"));
      }
    }
    assertThat(root.resolve("postgres/postgres.log")).content().doesNotContain("canary");
  }

  private static String wholeText(Throwable failure) {
    java.io.StringWriter text = new java.io.StringWriter();
    failure.printStackTrace(new java.io.PrintWriter(text));
    return text.toString();
  }

  @Test
  void rollsBackWhatThrows() {
    try (DataFolder folder = DataFolder.open(temp.resolve("data"));
        Database database = Database.start(folder, "secret")) {
      IllegalArgumentException bug = new IllegalArgumentException("a bug of the work");
      assertThatThrownBy(
              () ->
                  database.transaction(
                      connection -> {
                        run(connection, "insert into setting values ('half', 'done')");
                        throw bug;
                      }))
          .isSameAs(bug);
      assertThat(get(database, "half")).isEqualTo("absent");
    }
  }

  @Test
  void refusesADatabaseOfALaterVersionAndAnAlteredMigration() {
    try (DataFolder folder = DataFolder.open(temp.resolve("data"))) {
      try (Database database = Database.start(folder, "secret")) {
        database.transaction(
            c -> run(c, "insert into schema_version values (1000, 'V1000__x.sql', 'x')"));
        database.transaction(
            c ->
                run(
                    c,
                    "insert into schema_version select n, n::text, 'x' from"
                        + " generate_series(100, 200) n"));
      }
      assertThat(problem(() -> Database.start(folder, "secret")))
          .isEqualTo(Problem.DATA_FOLDER_NEWER);
      PostgresServer server = PostgresServer.start(folder, "secret");
      try (Connection connection = server.login().open()) {
        run(connection, "delete from schema_version where version >= 100");
        run(connection, "update schema_version set checksum = 'x' where version = 1");
      } catch (SQLException e) {
        throw new AssertionError(e);
      } finally {
        server.stop();
      }
      assertThatThrownBy(() -> Database.start(folder, "secret"))
          .hasMessageContaining("V1__settings_and_audit.sql is not the one");
    }
  }

  static int run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    }
  }

  static void put(Database database, String name, String value) {
    database.transaction(
        connection ->
            run(connection, "insert into setting values ('" + name + "', '" + value + "')"));
  }

  /** The setting, or "absent". */
  static String get(Database database, String name) {
    return database.transaction(
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet row =
                  statement.executeQuery("select value from setting where name = '" + name + "'")) {
            return row.next() ? row.getString(1) : "absent";
          }
        });
  }

  static Problem problem(Runnable work) {
    try {
      work.run();
    } catch (StoplogException e) {
      return e.problem();
    }
    throw new AssertionError("nothing was refused");
  }
}
