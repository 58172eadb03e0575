package org.stoplog.cli;

import java.util.ArrayList;
import java.util.List;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import tools.jackson.databind.JsonNode;

/** What a server answered, for people to read. */
final class Facts {
  private Facts() {}

  /** A row for each field that the answer has. */
  static Table of(JsonNode one, String... fields) {
    Table table = new Table("FACT", "VALUE");
    for (String field : fields) {
      if (one.has(field)) {
        table.row(field, plain(one.get(field)));
      }
    }
    return table;
  }

  static String plain(JsonNode value) {
    if (value.isArray()) {
      List<String> parts = new ArrayList<>();
      value.forEach(part -> parts.add(part.asString("")));
      return String.join("; ", parts);
    }
    return value.isNull() ? "unknown" : value.asString("");
  }

  /** A number that may not be known. */
  static Object number(JsonNode one, String field, String none) {
    JsonNode value = one.path(field);
    return value.isNumber() ? (Object) value.asInt() : none;
  }

  /** What strangers wrote could move the cursor. */
  static String line(String text) {
    return text.replaceAll("[\\p{Cntrl}\\p{Cf}]", "\ufffd");
  }

  /**
   * An id as it is shown: part of a path.
   *
   * @throws StoplogException USAGE for what is none
   */
  static String id(String typed, String list) {
    String id = typed.strip();
    if (!id.matches("[0-9a-fA-F-]{36}")) {
      throw new StoplogException(Problem.USAGE, "name it by its id; " + list + " tells them");
    }
    return id;
  }
}
