package org.stoplog.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/**
 * A PostgreSQL 18 of its own, from the binaries of a ledger, with more memory than the ledger's and
 * without fsync: what somebody would set up for this question alone.
 */
final class PostgresPeer implements AutoCloseable {
  private static final int PORT = 54_399;
  private static final List<String> AS_NOBODY =
      List.of("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "--");

  private final Path cluster;
  private final Path bin;
  private final Connection connection;

  /**
   * @param ledger data folder with unpacked binaries
   * @param cluster folder of the cluster; made when it is not there
   */
  PostgresPeer(Path ledger, Path cluster) {
    this.cluster = cluster.toAbsolutePath();
    try {
      bin = java.util.Objects.requireNonNull(initdb(ledger).getParent());
      if (!Files.exists(this.cluster.resolve("PG_VERSION"))) {
        Files.createDirectories(this.cluster);
        if (isRoot()) {
          run(List.of("chown", "65534:65534", this.cluster.toString()));
        }
        program("initdb", "-D", this.cluster.toString(), "-U", "peer", "-A", "trust", "-N");
      }
      program(
          "pg_ctl",
          "-D",
          this.cluster.toString(),
          "-w",
          "-l",
          this.cluster.resolve("log").toString(),
          "-o",
          "-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c port="
              + PORT
              + " -c shared_buffers=4GB -c work_mem=1GB -c maintenance_work_mem=2GB"
              + " -c effective_cache_size=12GB -c max_parallel_workers_per_gather=2"
              + " -c max_wal_size=16GB -c wal_level=minimal -c max_wal_senders=0 -c fsync=off"
              + " -c synchronous_commit=off -c random_page_cost=1.1 -c jit=off"
              + " -c dynamic_shared_memory_type=mmap",
          "start");
      connection =
          DriverManager.getConnection(
              "jdbc:postgresql://127.0.0.1:" + PORT + "/postgres", "peer", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private static Path initdb(Path ledger) throws IOException {
    try (var files = Files.walk(ledger.toAbsolutePath(), 6)) {
      return files
          .filter(file -> file.endsWith("bin/initdb"))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("the ledger has no binaries"));
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private void program(String name, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(isRoot() ? AS_NOBODY : List.of());
    command.add(bin.resolve(name).toString());
    command.addAll(List.of(arguments));
    run(command);
  }

  private static void run(List<String> command) throws IOException {
    try {
      int code =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start()
              .waitFor();
      if (code != 0) {
        throw new IllegalStateException(command + " ended with " + code);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Runs the statements of {@code benchmarks/sql/<name>.sql}. */
  void run(String name, Map<String, String> values) {
    for (String statement : Peer.text(name, values).split(";\\s*\\n")) {
      if (!statement.isBlank()) {
        execute(statement);
      }
    }
  }

  void execute(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  long count(String sql) {
    try (Statement statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  Connection connection() {
    return connection;
  }

  private static StoplogException failure(SQLException e) {
    return new StoplogException(Problem.INTERNAL, "a peer's SQL failed: " + e.getMessage(), e);
  }

  @Override
  public void close() {
    try {
      connection.close();
      program("pg_ctl", "-D", cluster.toString(), "-w", "-m", "fast", "stop");
    } catch (SQLException e) {
      throw failure(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
