package org.stoplog.server.filings;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * A report to whoever a duty tells. The first may be incomplete where a law lets it be made in
 * phases (GDPR art. 33(4)); what follows it is a report of its own with the next number.
 *
 * @param report 1 for the first
 * @param lines what the duty asks for, in its order
 * @param filedAt null while it is a draft
 * @param receipt what the authority gave for it; null while it is a draft
 */
record Filing(
    String duty,
    int report,
    List<Line> lines,
    @Nullable Instant filedAt,
    @Nullable String receipt,
    UUID by,
    Instant at) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  Filing {
    lines = List.copyOf(lines);
  }

  /**
   * What one thing that is asked for is answered with.
   *
   * @param asked as the catalogue had it when this was written
   * @param text empty while it is missing
   */
  record Line(String asked, String text) {
    @Override
    public String toString() {
      return "Line[" + asked + "]";
    }
  }

  boolean isFiled() {
    return filedAt != null;
  }

  List<String> missing() {
    return lines.stream().filter(line -> line.text().isBlank()).map(Line::asked).toList();
  }

  static byte[] bytes(List<Line> lines) {
    return JSON.writeValueAsString(lines).getBytes(StandardCharsets.UTF_8);
  }

  static List<Line> lines(byte[] bytes) {
    return JSON.readValue(bytes, new TypeReference<List<Line>>() {});
  }

  /** Where the catalogue names nothing: what art. 33(3) GDPR asks for, as most laws do. */
  static final List<String> USUAL =
      List.of(
          "nature of the breach",
          "categories of data",
          "categories and number of people",
          "number of records",
          "contact",
          "likely consequences",
          "measures taken and proposed");
}
