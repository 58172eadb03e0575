package org.stoplog.ledger.reader;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * Tickets in JSON: one object a line, a list of objects, or an object with such a list, as
 * interfaces of support desks answer. Values are told as they come; nothing is kept as a tree.
 */
final class TicketJson {
  /** Under these keys of the outermost object lie lists of tickets. */
  private static final Set<String> LISTS =
      Set.of("tickets", "conversations", "cases", "results", "records", "data", "items", "issues");

  private static final int MOST_PATHS = 5_000;
  private static final int LONGEST_PATH = 200;
  private static final int LONGEST_LINE = 32 << 20;

  private final JsonFactory factory =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(200)
                  .maxStringLength(LONGEST_LINE)
                  .maxNameLength(10_000)
                  .build())
          .build();
  private final TicketSink sink;
  private final TicketCsv.Told told;
  private final Path root = new Path("", false);
  private int paths;

  TicketJson(TicketSink sink, TicketCsv.Told told) {
    this.sink = sink;
    this.told = told;
  }

  /** Where a value is; the same place has the same text. */
  private static final class Path {
    final String text;
    final Map<String, Path> children = new HashMap<>();

    /** Whether its key is no name of a field but something that somebody wrote. */
    final boolean isTelling;

    Path(String text, boolean isTelling) {
      this.text = text;
      this.isTelling = isTelling;
    }
  }

  private Path child(Path of, String key) {
    Path known = of.children.get(key);
    if (known != null) {
      return known;
    }
    boolean isItem = key.equals("[]");
    boolean isTelling = !isItem && TicketKeys.isTelling(key);
    String name = isTelling ? TicketKeys.TELLING : key;
    String text = isItem ? of.text + key : of.text.isEmpty() ? name : of.text + "." + name;
    if (paths >= MOST_PATHS || text.length() > LONGEST_PATH) {
      // Searched all the same, but no longer told apart.
      return of;
    }
    paths++;
    Path made = new Path(text, isTelling);
    of.children.put(key, made);
    return made;
  }

  void read(InputStream utf8, byte[] head, int first) throws IOException {
    if (head[first] == '{' && firstLineIsWhole(head, first)) {
      sink.format("JSON lines");
      lines(utf8);
    } else {
      sink.format("JSON");
      whole(utf8);
    }
  }

  private boolean firstLineIsWhole(byte[] head, int first) {
    int end = first;
    while (end < head.length && head[end] != '\n') {
      end++;
    }
    boolean goesOn = false;
    for (int i = end; i < head.length; i++) {
      goesOn |= head[i] == '{';
    }
    if (!goesOn) {
      return false;
    }
    try (JsonParser json =
        factory.createParser(ObjectReadContext.empty(), Arrays.copyOfRange(head, first, end))) {
      json.nextToken();
      json.skipChildren();
      return json.nextToken() == null;
    } catch (JacksonException e) {
      return false;
    }
  }

  private void lines(InputStream utf8) throws IOException {
    Reader reader =
        new BufferedReader(new InputStreamReader(utf8, StandardCharsets.UTF_8), 1 << 16);
    StringBuilder line = new StringBuilder();
    long number = 0;
    boolean goesOn = true;
    while (goesOn && sink.wantsMore()) {
      number++;
      line.setLength(0);
      boolean isTooLong = false;
      int c = reader.read();
      while (c >= 0 && c != '\n') {
        isTooLong |= line.length() >= LONGEST_LINE;
        if (!isTooLong) {
          line.append((char) c);
        }
        c = reader.read();
      }
      goesOn = c >= 0;
      if (isTooLong) {
        sink.unread(TicketFound.Why.LINE, "line " + number + ": too long");
      } else if (!line.toString().isBlank()) {
        line(line.toString(), number);
      }
    }
  }

  private void line(String line, long number) throws IOException {
    sink.begin(null);
    try (JsonParser json = factory.createParser(ObjectReadContext.empty(), line)) {
      // More than one value on a line is not as it should be, and is searched all the same.
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        value(json, root);
      }
    } catch (JacksonException e) {
      // What was read before the fault was searched.
      sink.unread(TicketFound.Why.LINE, "line " + number + ": no JSON, or nested too deep");
    }
    sink.end();
    told.ticket();
  }

  private void whole(InputStream utf8) throws IOException {
    try (JsonParser json = factory.createParser(ObjectReadContext.empty(), utf8)) {
      for (JsonToken token = json.nextToken();
          token != null && sink.wantsMore();
          token = json.nextToken()) {
        if (token == JsonToken.START_ARRAY) {
          list(json);
        } else if (token == JsonToken.START_OBJECT) {
          outermost(json);
        } else {
          sink.begin(null);
          value(json, root);
          sink.endOfRest();
        }
      }
    } catch (JacksonException e) {
      TokenStreamLocation at = e.getLocation();
      String place =
          at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr() + ": ";
      throw new StoplogException(
          Problem.DATA_MALFORMED, place + "this is no JSON, or nested too deep", e);
    }
  }

  /** Each item is a ticket. */
  private void list(JsonParser json) throws IOException {
    for (JsonToken token = json.nextToken();
        token != null && token != JsonToken.END_ARRAY && sink.wantsMore();
        token = json.nextToken()) {
      sink.begin(null);
      if (token == JsonToken.START_OBJECT) {
        object(json, root);
      } else {
        value(json, root);
      }
      sink.end();
      told.ticket();
    }
  }

  /** A ticket alone, or what an interface answers: a list of tickets and some words around it. */
  private void outermost(JsonParser json) throws IOException {
    boolean hasList = false;
    sink.begin(null);
    for (JsonToken token = json.nextToken();
        token == JsonToken.PROPERTY_NAME && sink.wantsMore();
        token = json.nextToken()) {
      String key = json.currentName();
      JsonToken next = json.nextToken();
      if (next == JsonToken.START_ARRAY && LISTS.contains(key)) {
        hasList = true;
        sink.endOfRest();
        list(json);
        if (!sink.wantsMore()) {
          return;
        }
        sink.begin(null);
      } else {
        Path path = child(root, key);
        if (path.isTelling || path == root) {
          sink.value(path.text, key, true);
        }
        value(json, path);
      }
    }
    if (hasList) {
      sink.endOfRest();
    } else {
      sink.end();
    }
    told.ticket();
  }

  private void object(JsonParser json, Path at) {
    for (JsonToken token = json.nextToken();
        token == JsonToken.PROPERTY_NAME;
        token = json.nextToken()) {
      Path path = child(at, json.currentName());
      if (path.isTelling || path == at) {
        sink.value(path.text, json.currentName(), true);
      }
      json.nextToken();
      value(json, path);
    }
  }

  private void value(JsonParser json, Path path) {
    switch (json.currentToken()) {
      case START_OBJECT -> object(json, path);
      case START_ARRAY -> {
        Path item = child(path, "[]");
        for (JsonToken token = json.nextToken();
            token != null && token != JsonToken.END_ARRAY;
            token = json.nextToken()) {
          value(json, item);
        }
      }
      case VALUE_STRING -> sink.value(path.text, json.getString(), true);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> sink.value(path.text, json.getString(), false);
      default -> {
        // True, false and null say nothing.
      }
    }
  }
}
