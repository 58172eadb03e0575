package org.stoplog.ledger.reader;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Collectors;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/** Reads a Parquet file with DuckDB, which is locked to this one file before it sees it. */
final class ParquetRead {
  private static final int SAMPLE_ROWS = 1000;

  private final ChildRequest request;
  private final String file;
  private final ChildOutput out;

  private ParquetRead(ChildRequest request, String file, ChildOutput out) {
    this.request = request;
    this.file = file;
    this.out = out;
  }

  /**
   * @param file name in the working folder, one of ours: without quotes and wildcards
   */
  static void run(ChildRequest request, String file, ChildOutput out) {
    try (Connection connection = open(file, request.read().limits().nativeMegabytes())) {
      new ParquetRead(request, file, out).read(connection);
    } catch (SQLException e) {
      throw problem(e);
    }
  }

  /** A database in memory that may open this file and nothing else, for good. */
  static Connection open(String file, int megabytes) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("jdbc_stream_results", "true");
    Connection connection = DriverManager.getConnection("jdbc:duckdb:", properties);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET autoinstall_known_extensions = false");
      statement.execute("SET autoload_known_extensions = false");
      statement.execute("SET allow_community_extensions = false");
      statement.execute("SET memory_limit = '" + megabytes + "MB'");
      statement.execute("SET threads = 2");
      statement.execute("SET temp_directory = ''");
      statement.execute("SET allowed_paths = ['" + file + "']");
      statement.execute("SET enable_external_access = false");
      statement.execute("SET lock_configuration = true");
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private void read(Connection connection) throws SQLException {
    List<List<String>> sample = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      List<String> names = names(statement);
      sample.add(names);
      try (ResultSet rows =
          statement.executeQuery(
              select(names.stream().map(ParquetRead::text).toList()) + " LIMIT " + SAMPLE_ROWS)) {
        while (rows.next()) {
          List<String> row = new ArrayList<>();
          for (int i = 1; i <= names.size(); i++) {
            String value = rows.getString(i);
            row.add(value == null ? "" : value);
          }
          sample.add(row);
        }
      }
      TablePlan plan = TablePlan.ofNamed(request.read(), Format.PARQUET, sample);
      if (!ChildReading.begin(request, plan.mapping(), out)) {
        rows(statement, names, plan);
      }
    }
  }

  private List<String> names(Statement statement) throws SQLException {
    try (ResultSet none = statement.executeQuery("SELECT * FROM " + table() + " LIMIT 0")) {
      ResultSetMetaData columns = none.getMetaData();
      List<String> names = new ArrayList<>();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        names.add(columns.getColumnName(i));
      }
      return names;
    }
  }

  private void rows(Statement statement, List<String> names, TablePlan plan) throws SQLException {
    List<Field> fields = plan.mapping().fields();
    int chosenBy = plan.fieldOf(request.read().only());
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      int column = plan.columnOf()[i];
      columns.add(
          column < 0
              ? "NULL"
              : fields.get(i).role() == Role.IGNORE && i != chosenBy
                  ? "CASE WHEN " + quoted(names.get(column)) + " IS NULL THEN NULL ELSE '1' END"
                  : text(names.get(column)));
    }
    SetDictionary sets = new SetDictionary();
    RowEmitter emitter = new RowEmitter(fields.size(), sets);
    RowMapper mapper = RowMapper.of(plan, request.read(), emitter);
    long row = 0;
    try (ResultSet values = statement.executeQuery(select(columns))) {
      while (values.next()) {
        mapper.begin(++row);
        for (int i = 0; i < columns.size(); i++) {
          String value = values.getString(i + 1);
          if (value != null) {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            mapper.cell(i, bytes, 0, bytes.length);
          }
        }
        mapper.end();
        if (row % Frames.BLOCK_ROWS == 0) {
          emitter.drain(out);
        }
      }
    }
    emitter.drain(out);
    out.end(emitter.rowTotal(), emitter.leftOutTotal(), emitter.cells());
  }

  private String select(List<String> columns) {
    return columns.stream().collect(Collectors.joining(", ", "SELECT ", " FROM " + table()));
  }

  private String table() {
    return "read_parquet('" + file + "', binary_as_string = true)";
  }

  private static String text(String column) {
    return "CAST(" + quoted(column) + " AS VARCHAR)";
  }

  private static String quoted(String column) {
    return '"' + column.replace("\"", "\"\"") + '"';
  }

  private static StoplogException problem(SQLException e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    if (message.contains("out of memory")) {
      return new StoplogException(
          Problem.READER_LIMIT, "the Parquet file needs more memory than the reader may take", e);
    }
    return new StoplogException(Problem.FILE_DAMAGED, "the Parquet file cannot be read", e);
  }
}
