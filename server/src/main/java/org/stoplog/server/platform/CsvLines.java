package org.stoplog.server.platform;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** A CSV file to take away. What a spreadsheet would run as a formula gets an apostrophe. */
public final class CsvLines {
  private static final Pattern FORMULA = Pattern.compile("(?s)[=+\\-@\t\r].*");

  private final List<String> lines = new ArrayList<>();

  public CsvLines(String... header) {
    add((Object[]) header);
  }

  /** A line; null is an empty cell. */
  public void add(@Nullable Object... cells) {
    lines.add(line(cells));
  }

  /** One line, without its end; null is an empty cell. */
  public static String line(@Nullable Object... cells) {
    return Arrays.stream(cells).map(CsvLines::cell).collect(Collectors.joining(","));
  }

  private static String cell(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof Number) {
      return value.toString();
    }
    String text = value.toString();
    String safe = FORMULA.matcher(text).matches() ? "'" + text : text;
    return '"' + safe.replace("\"", "\"\"") + '"';
  }

  public String text() {
    return String.join("\r\n", lines) + "\r\n";
  }

  /**
   * As an answer that browsers save.
   *
   * @param name of ours, in ASCII
   */
  public ResponseEntity<byte[]> download(String name) {
    return ResponseEntity.ok()
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"")
        .contentType(MediaType.parseMediaType("text/csv;charset=UTF-8"))
        .body(text().getBytes(StandardCharsets.UTF_8));
  }
}
