package org.stoplog.ledger.reader;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Guesses the mapping of one JSON object a line, its dotted paths being the columns. */
final class JsonGuess {
  private static final int ROWS = 1000;
  private static final int DEEPEST = 16;
  private static final JsonFactory JSON = Decoders.json();

  private JsonGuess() {}

  /**
   * @param sample whole lines as UTF-8
   * @throws StoplogException as {@link MappingGuess#mapping}, or {@link Problem#DATA_MALFORMED}
   */
  static Mapping guess(ReadRequest request, String encoding, byte[] sample) {
    Map<String, List<String>> columns = new LinkedHashMap<>();
    int rows = 0;
    int from = 0;
    while (from < sample.length && rows < ROWS) {
      int to = from;
      while (to < sample.length && sample[to] != '\n') {
        to++;
      }
      if (look(sample, from, to, columns)) {
        rows++;
      }
      from = to + 1;
    }
    if (columns.isEmpty()) {
      throw new StoplogException(
          Problem.DATA_MALFORMED, "none of the first lines is a whole JSON object");
    }
    MappingGuess guess = new MappingGuess(request);
    columns.forEach((name, values) -> guess.column(name, true, values));
    return guess.mapping(Format.NDJSON, encoding, null, true);
  }

  private static boolean look(byte[] bytes, int from, int to, Map<String, List<String>> columns) {
    if (!Utf8.isValid(bytes, from, to)) {
      return false;
    }
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), bytes, from, to - from)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      object(json, "", 0, columns);
      return true;
    } catch (JacksonException e) {
      return false;
    }
  }

  private static void object(
      JsonParser json, String path, int depth, Map<String, List<String>> columns) {
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String column = path + json.currentName();
      JsonToken token = json.nextToken();
      if (column.isEmpty() || column.length() > Frames.MOST_COLUMN_BYTES / 4 || depth == DEEPEST) {
        json.skipChildren();
      } else if (token == JsonToken.START_OBJECT) {
        object(json, column + ".", depth + 1, columns);
      } else if (token == JsonToken.START_ARRAY) {
        array(json, column, depth, columns);
      } else {
        add(columns, column, token == JsonToken.VALUE_NULL ? "" : json.getString());
      }
    }
  }

  private static void array(
      JsonParser json, String column, int depth, Map<String, List<String>> columns) {
    boolean first = true;
    for (JsonToken token = json.nextToken();
        token != JsonToken.END_ARRAY;
        token = json.nextToken()) {
      if (!first || token == JsonToken.START_ARRAY) {
        json.skipChildren();
      } else if (token == JsonToken.START_OBJECT) {
        object(json, column + ".", depth + 1, columns);
      } else {
        add(columns, column, token == JsonToken.VALUE_NULL ? "" : json.getString());
      }
      first = false;
    }
  }

  private static void add(Map<String, List<String>> columns, String column, String value) {
    List<String> values = columns.get(column);
    if (values == null) {
      if (columns.size() == Frames.MOST_FIELDS) {
        return;
      }
      values = new ArrayList<>();
      columns.put(column, values);
    }
    String trimmed = value.strip();
    if (!NoValue.is(trimmed)) {
      values.add(trimmed);
    }
  }
}
