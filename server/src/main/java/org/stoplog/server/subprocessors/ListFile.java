package org.stoplog.server.subprocessors;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Nearest;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * A supplier's own list of sub-processors: JSON as we publish ours
 * (docs/reference/sub-processors.schema.json), or CSV with the same fields. Known by what is in it.
 */
final class ListFile {
  static final int LARGEST = 2 << 20;
  static final int MOST = 2_000;

  private static final int LONGEST = 300;
  private static final int MOST_FAULTS = 20;
  private static final List<String> FIELDS =
      List.of("name", "domain", "purpose", "data", "place", "since");
  private static final List<String> MEMBERS =
      List.of("version", "updated", "sub_processors", "changes");
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(8)
                  .maxStringLength(10_000)
                  .maxNumberLength(100)
                  .maxNameLength(1_000)
                  .build())
          .build();

  /**
   * An entry of a list.
   *
   * @param line of the file, from 1
   * @param purpose empty where the list says nothing, as data and place
   */
  record Entry(
      int line,
      String name,
      @Nullable String domain,
      String purpose,
      String data,
      String place,
      @Nullable LocalDate since) {}

  private final List<Entry> entries = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();

  private ListFile() {}

  /**
   * Reads and checks all of it.
   *
   * @throws StoplogException REQUEST_INVALID with a line for each fault
   */
  static List<Entry> read(byte[] content) {
    if (content.length > LARGEST) {
      throw wrong("The list is larger than 2 MB");
    }
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException e) {
      throw wrong("The list is no UTF-8 text; save it as CSV (UTF-8) or JSON");
    }
    text = text.startsWith("\uFEFF") ? text.substring(1) : text;
    ListFile file = new ListFile();
    if (text.stripLeading().startsWith("{")) {
      file.json(text);
    } else {
      file.csv(text);
    }
    if (!file.faults.isEmpty()) {
      throw wrong(file.faults);
    }
    return List.copyOf(file.entries);
  }

  static StoplogException wrong(String what) {
    return new StoplogException(Problem.REQUEST_INVALID, what);
  }

  /** All of them, a line each, up to twenty. */
  static StoplogException wrong(List<String> what) {
    List<String> told = new ArrayList<>(what.subList(0, Math.min(what.size(), MOST_FAULTS)));
    if (what.size() > told.size()) {
      told.add("and " + (what.size() - told.size()) + " more");
    }
    return wrong(String.join("\n", told));
  }

  private void csv(String text) {
    List<String> header = null;
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder()
            .fieldSeparator(separator(text))
            .skipEmptyLines(true)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .ofCsvRecord(text)) {
      for (CsvRecord row : reader) {
        if (header == null) {
          header = header(row.getFields());
        } else {
          row((int) row.getStartingLineNumber(), header, row.getFields());
        }
      }
    } catch (CsvParseException | java.io.IOException e) {
      throw wrong("The list cannot be read as CSV; is a quote not closed?");
    }
    if (header == null) {
      throw wrong("The list is empty: it begins with a row of " + String.join(", ", FIELDS));
    }
  }

  private static char separator(String text) {
    String first = text.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
    return first.contains(";") && !first.contains(",") ? ';' : first.contains("\t") ? '\t' : ',';
  }

  private static List<String> header(List<String> names) {
    List<String> header =
        names.stream().map(name -> name.strip().toLowerCase(Locale.ROOT)).toList();
    for (String name : header) {
      if (!FIELDS.contains(name)) {
        throw wrong("Line 1: unknown column " + shown(name) + "; " + Nearest.hint(name, FIELDS));
      }
    }
    if (!header.contains("name") || Set.copyOf(header).size() != header.size()) {
      throw wrong("Line 1: there is one column name, and none is there twice");
    }
    return header;
  }

  private void row(int line, List<String> header, List<String> cells) {
    if (cells.size() != header.size()) {
      fault(line, "%d cells under %d headers".formatted(cells.size(), header.size()));
      return;
    }
    Map<String, String> fields = new HashMap<>();
    for (int i = 0; i < header.size(); i++) {
      fields.put(header.get(i), cells.get(i));
    }
    add(line, fields);
  }

  private void json(String text) {
    try (JsonParser in = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      try {
        document(in);
      } catch (JacksonException e) {
        // Without its cause, which quotes the file.
        throw wrong(
            "Line %d: not readable as JSON, too deep, or it breaks off"
                .formatted(in.currentLocation().getLineNr()));
      }
    }
  }

  private void document(JsonParser in) {
    Set<String> seen = new TreeSet<>();
    in.nextToken();
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      if (!MEMBERS.contains(name) || !seen.add(name)) {
        throw wrong(
            "Line %d: the member %s is unknown or there twice; a list has %s"
                .formatted(line(in), shown(name), String.join(", ", MEMBERS)));
      }
      JsonToken value = in.nextToken();
      switch (name) {
        case "version" -> {
          if (value != JsonToken.VALUE_NUMBER_INT || !in.getString().equals("1")) {
            throw wrong("Line %d: the version is not 1".formatted(line(in)));
          }
        }
        case "sub_processors" -> items(in, value);
        // What changed before is what the list says of itself; what changes here is seen here.
        default -> in.skipChildren();
      }
    }
    if (in.nextToken() != null) {
      throw wrong("Line %d: there is more after the end of the list".formatted(line(in)));
    }
    if (!seen.contains("version") || !seen.contains("sub_processors")) {
      throw wrong("The list has no version, or no sub_processors");
    }
  }

  private void items(JsonParser in, JsonToken begin) {
    if (begin != JsonToken.START_ARRAY) {
      throw wrong("Line %d: sub_processors is a list of objects".formatted(line(in)));
    }
    while (in.nextToken() != JsonToken.END_ARRAY) {
      if (in.currentToken() != JsonToken.START_OBJECT) {
        throw wrong("Line %d: sub_processors is a list of objects".formatted(line(in)));
      }
      int line = line(in);
      Map<String, String> fields = new HashMap<>();
      for (String name = in.nextName(); name != null; name = in.nextName()) {
        JsonToken value = in.nextToken();
        if (!FIELDS.contains(name) || fields.containsKey(name)) {
          fault(line(in), "the field " + shown(name) + " is unknown or there twice");
          in.skipChildren();
        } else if (value == JsonToken.VALUE_STRING) {
          fields.put(name, in.getString());
        } else if (value == JsonToken.VALUE_NULL) {
          fields.put(name, "");
        } else {
          fault(line(in), name + " is no text");
          in.skipChildren();
        }
      }
      add(line, fields);
    }
  }

  private static int line(JsonParser in) {
    return in.currentTokenLocation().getLineNr();
  }

  private void add(int line, Map<String, String> fields) {
    if (entries.size() == MOST) {
      throw wrong("Line %d: more than %d sub-processors".formatted(line, MOST));
    }
    for (String name : FIELDS) {
      String text = fields.getOrDefault(name, "");
      if (text.strip().length() > LONGEST || text.chars().anyMatch(Character::isISOControl)) {
        fault(line, name + " is longer than 300 characters, or has a line break in it");
        return;
      }
    }
    String name = said(fields, "name");
    if (name.isEmpty()) {
      fault(line, "the name is missing");
      return;
    }
    String domain = said(fields, "domain").toLowerCase(Locale.ROOT);
    String since = said(fields, "since");
    try {
      entries.add(
          new Entry(
              line,
              name,
              domain.isEmpty() ? null : domain,
              said(fields, "purpose"),
              said(fields, "data"),
              said(fields, "place"),
              since.isEmpty() ? null : LocalDate.parse(since)));
    } catch (DateTimeException e) {
      fault(line, "since is no day such as 2026-01-31");
    }
  }

  private static String said(Map<String, String> fields, String name) {
    return fields.getOrDefault(name, "").strip();
  }

  private void fault(int line, String what) {
    faults.add("Line " + line + ": " + what);
  }

  private static String shown(String name) {
    return "\"" + (name.length() > 60 ? name.substring(0, 60) + "…" : name) + "\"";
  }
}
