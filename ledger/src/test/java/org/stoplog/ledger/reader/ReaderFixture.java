package org.stoplog.ledger.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.problem.StoplogException;

/**
 * Writes files as strangers do and reads them with a real child, which must leave nothing behind.
 */
abstract class ReaderFixture {
  @TempDir Path folder;
  Path work;
  FileReader reader;
  final Collected got = new Collected();

  @BeforeEach
  void makeReader() {
    work = folder.resolve("work");
    reader = new FileReader(work);
  }

  @AfterEach
  void leavesNothingBehind() throws IOException {
    if (Files.exists(work)) {
      try (Stream<Path> left = Files.list(work)) {
        assertThat(left).isEmpty();
      }
    }
  }

  Path file(String name, String text) throws IOException {
    return file(name, text, StandardCharsets.UTF_8);
  }

  Path file(String name, String text, Charset charset) throws IOException {
    return file(name, text.getBytes(charset));
  }

  Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  Path parquet(String name, String select) throws SQLException {
    Path file = folder.resolve(name);
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("COPY (" + select + ") TO '" + file + "' (FORMAT parquet)");
    }
    return file;
  }

  ReadResult read(Path file, Purpose purpose) {
    return read(Collected.request(file, purpose));
  }

  ReadResult read(ReadRequest request) {
    return reader.read(request, got, () -> false);
  }

  /** What went wrong, as {@code slug: message}; the file, which each message names, is left out. */
  String failure(Path file, Purpose purpose) {
    return failure(Collected.request(file, purpose));
  }

  String failure(ReadRequest request) {
    StoplogException failure = catchThrowableOfType(StoplogException.class, () -> read(request));
    assertThat(failure).as("a failure").isNotNull();
    String message = String.valueOf(failure.getMessage());
    String file = request.file().toString();
    assertThat(message).contains(file);
    String rest = message.replaceFirst("^" + Pattern.quote(file) + "(: |, (?=line ))", "");
    return failure.problem().slug() + ": " + rest;
  }
}
