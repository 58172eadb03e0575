package org.stoplog.ledger.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.postgresql.Driver;
import org.stoplog.ledger.identity.Keyset;

/** The PostgreSQL of a data folder as somebody sees it who has its keys and may kill it. */
final class Server {
  private static final long AUDIT_LOCK = 0x73746f706c6f6702L;

  private final Path cluster;
  private final Path keys;

  Server(Path data, Path keys) {
    this.cluster = data.resolve("postgres/cluster");
    this.keys = keys;
  }

  /** Processes that are at home below a folder. */
  static List<ProcessHandle> processesIn(Path folder) {
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return all.filter(process -> home(process.pid()).startsWith(folder)).toList();
    }
  }

  private static Path home(long pid) {
    try {
      return Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "cwd"));
    } catch (IOException e) {
      return Path.of("/"); // gone
    }
  }

  List<ProcessHandle> processes() {
    return processesIn(cluster);
  }

  /** Servers, not counting their own children. */
  List<ProcessHandle> postmasters() {
    List<ProcessHandle> all = processes();
    List<Long> pids = all.stream().map(ProcessHandle::pid).toList();
    return all.stream()
        .filter(
            process -> process.parent().map(parent -> !pids.contains(parent.pid())).orElse(true))
        .toList();
  }

  /**
   * Kills the postmaster alone.
   *
   * @return the processes that notice by themselves and end
   */
  List<ProcessHandle> killPostmaster() {
    List<ProcessHandle> all = processes();
    postmasters().forEach(Server::kill);
    return all;
  }

  /** Kills the server with all it has now, but not one that somebody starts meanwhile. */
  void killAll() {
    killPostmaster().forEach(Server::kill);
  }

  /**
   * Kills one process that works for somebody, if there is one: then the postmaster ends all others
   * and recovers.
   *
   * @return the processes that it ends
   */
  List<ProcessHandle> killBackend() {
    List<ProcessHandle> backends = processes().stream().filter(Server::isBackend).toList();
    backends.stream().findFirst().ifPresent(Server::kill);
    return backends;
  }

  private static boolean isBackend(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"))
          .startsWith("postgres: stoplog ");
    } catch (IOException e) {
      return false; // gone
    }
  }

  private static void kill(ProcessHandle process) {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Whether it takes connections; the file of one that was killed still says so. */
  boolean isReady() {
    try {
      List<String> lines = Files.readAllLines(cluster.resolve("postmaster.pid"));
      return lines.size() > 7
          && lines.get(7).startsWith("ready")
          && postmasters().stream()
              .anyMatch(process -> Long.toString(process.pid()).equals(lines.getFirst().strip()));
    } catch (IOException e) {
      return false;
    }
  }

  /** A connection that looks at the ledger's, and may stand in their way. */
  final class Watch implements AutoCloseable {
    private final Connection connection;

    Watch() throws SQLException, IOException {
      String port = Files.readAllLines(cluster.resolve("postmaster.pid")).get(3).strip();
      Properties properties = new Properties();
      properties.setProperty("user", "stoplog");
      try (Keyset keyset = Keyset.open(keys, null)) {
        properties.setProperty("password", keyset.databasePassword());
      }
      properties.setProperty("ApplicationName", "watch");
      connection =
          new Driver().connect("jdbc:postgresql://127.0.0.1:" + port + "/postgres", properties);
    }

    void lock(String table, String mode) throws SQLException {
      connection.setAutoCommit(false);
      run("lock table " + table + " in " + mode + " mode");
    }

    void lockAudit() throws SQLException {
      run("select pg_advisory_lock(" + AUDIT_LOCK + ")");
    }

    void unlockAudit() throws SQLException {
      run("select pg_advisory_unlock(" + AUDIT_LOCK + ")");
    }

    /** Makes every insert into a table wait at its first row. */
    void holdRowsOf(String table) throws SQLException {
      run(
          """
          create function hold() returns trigger language plpgsql as
            $$ begin perform pg_advisory_xact_lock(1); return new; end $$;
          create trigger hold before insert on %s for each row execute function hold();
          select pg_advisory_lock(1)
          """
              .formatted(table));
    }

    private void run(String sql) throws SQLException {
      try (Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }

    /** Whether a connection of the ledger waits for a lock. */
    boolean isWaiting() throws SQLException {
      return !column(
              "select 1 from pg_stat_activity where application_name = 'stoplog'"
                  + " and wait_event_type = 'Lock'")
          .isEmpty();
    }

    /** Whether this connection's rival waits for a table. */
    boolean isRivalWaiting() throws SQLException {
      return !column(
              "select 1 from pg_stat_activity where application_name = 'watch'"
                  + " and wait_event_type = 'Lock'")
          .isEmpty();
    }

    /** Whether a transaction of the ledger has written something that is not committed. */
    boolean isWriting() throws SQLException {
      return !column(
              "select 1 from pg_stat_activity where application_name = 'stoplog'"
                  + " and backend_xid is not null")
          .isEmpty();
    }

    long acts() throws SQLException {
      return column("select count(*) from audit_entry").getFirst();
    }

    private List<Long> column(String sql) throws SQLException {
      List<Long> values = new ArrayList<>();
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery(sql)) {
        while (row.next()) {
          values.add(row.getLong(1));
        }
      }
      return values;
    }

    @Override
    public void close() {
      try {
        connection.close();
      } catch (SQLException e) {
        // The server was killed.
      }
    }
  }
}
