package org.stoplog.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/** A DuckDB of its own, with the memory, threads and settings of ours, that runs checked-in SQL. */
final class Peer implements AutoCloseable {
  private final Connection connection;

  Peer(Path temp) {
    try {
      connection = DriverManager.getConnection("jdbc:duckdb:");
    } catch (SQLException e) {
      throw failure(e);
    }
    execute("SET memory_limit = '" + Workplace.MEGABYTES + "MB'");
    execute("SET threads = " + Runtime.getRuntime().availableProcessors());
    execute("SET temp_directory = '" + temp + "'");
    execute("SET preserve_insertion_order = false");
    execute("SET parquet_metadata_cache = true");
    execute("SET TimeZone = 'UTC'");
  }

  /**
   * Runs {@code benchmarks/sql/<name>.sql}.
   *
   * @param values take the place of {@code ${name}}
   */
  void run(String name, Map<String, String> values) {
    execute(text(name, values));
  }

  static String text(String name, Map<String, String> values) {
    String sql;
    try {
      sql = Files.readString(Path.of("benchmarks/sql/" + name + ".sql"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (Map.Entry<String, String> value : values.entrySet()) {
      sql = sql.replace("${" + value.getKey() + "}", value.getValue());
    }
    return sql;
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

  private static StoplogException failure(SQLException e) {
    return new StoplogException(Problem.INTERNAL, "a peer's SQL failed: " + e.getMessage(), e);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw failure(e);
    }
  }
}
