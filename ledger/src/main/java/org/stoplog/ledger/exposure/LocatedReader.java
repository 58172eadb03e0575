package org.stoplog.ledger.exposure;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.exposure.Located.Entry;
import org.stoplog.ledger.exposure.Located.Fields;
import org.stoplog.ledger.exposure.Located.Flag;
import org.stoplog.ledger.exposure.Located.Items;
import org.stoplog.ledger.exposure.Located.Nothing;
import org.stoplog.ledger.exposure.Located.Text;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * Reads a small YAML or JSON file that people write, token by token so that every value knows its
 * place. Aliases and tags are refused: nothing can grow beyond what is written.
 */
final class LocatedReader {
  static final int LARGEST = 1 << 20;
  private static final int DEEPEST = 12;
  private static final StreamReadConstraints BOUNDS =
      StreamReadConstraints.builder().maxNestingDepth(DEEPEST).maxDocumentLength(LARGEST).build();

  private final String file;
  private final JsonParser parser;

  private LocatedReader(String file, JsonParser parser) {
    this.file = file;
    this.parser = parser;
  }

  /** The file's only value; an empty file is refused. */
  static Located read(Path path) {
    String file = String.valueOf(path.getFileName());
    String text = text(path, file);
    boolean json = text.stripLeading().startsWith("{");
    try (JsonParser parser =
        json
            ? JsonFactory.builder()
                .streamReadConstraints(BOUNDS)
                .build()
                .createParser(ObjectReadContext.empty(), text)
            : YAMLFactory.builder()
                .streamReadConstraints(BOUNDS)
                .build()
                .createParser(ObjectReadContext.empty(), text)) {
      LocatedReader reader = new LocatedReader(file, parser);
      if (parser.nextToken() == null) {
        throw new StoplogException(Problem.CLAIMS_INVALID, file + ": the file is empty");
      }
      Located value = reader.value(0);
      if (parser.nextToken() != null) {
        throw reader.wrong("a second document starts here; a claims file holds one");
      }
      return value;
    } catch (JacksonException e) {
      TokenStreamLocation place = e.getLocation();
      throw new StoplogException(
          Problem.CLAIMS_INVALID,
          place(file, place) + ": " + (json ? "not valid JSON" : "not valid YAML") + reason(e));
    }
  }

  /** "claims.yaml, line 3, column 5", as all messages start. */
  static String place(String file, int line, int column) {
    return file + ", line " + line + ", column " + column;
  }

  private static String place(String file, @Nullable TokenStreamLocation place) {
    return place == null || place.getLineNr() < 1
        ? file
        : place(file, place.getLineNr(), Math.max(1, place.getColumnNr()));
  }

  /** The parser's own words only as far as they quote nothing of the file. */
  private static String reason(JacksonException e) {
    String said = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
    return said.matches("[A-Za-z ,<>-]{1,80}") ? " (" + said + ")" : "";
  }

  private static String text(Path path, String file) {
    try {
      if (!Files.isRegularFile(path)) {
        throw new StoplogException(
            Files.exists(path) ? Problem.FILE_UNREADABLE : Problem.FILE_NOT_FOUND,
            path + (Files.exists(path) ? " is not a plain file" : " does not exist"));
      }
      byte[] bytes;
      try (var in = Files.newInputStream(path)) {
        bytes = in.readNBytes(LARGEST + 1);
      }
      if (bytes.length > LARGEST) {
        throw new StoplogException(
            Problem.CLAIMS_INVALID, file + ": larger than 1 MB; put long lists into files of rows");
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new StoplogException(Problem.CLAIMS_INVALID, file + ": not UTF-8 text", e);
    } catch (NoSuchFileException e) {
      throw new StoplogException(Problem.FILE_NOT_FOUND, path + " does not exist", e);
    } catch (IOException e) {
      throw new StoplogException(Problem.FILE_UNREADABLE, path + " could not be read", e);
    }
  }

  private Located value(int depth) {
    if (depth > DEEPEST) {
      throw wrong("nested more than " + DEEPEST + " deep");
    }
    refuseYamlTricks();
    TokenStreamLocation at = parser.currentTokenLocation();
    int line = at.getLineNr();
    int column = at.getColumnNr();
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> new Fields(line, column, fields(depth));
      case START_ARRAY -> new Items(line, column, items(depth));
      case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          parser.getString().isEmpty() && parser instanceof YAMLParser
              ? new Nothing(line, column)
              : new Text(line, column, parser.getString());
      case VALUE_TRUE -> new Flag(line, column, true);
      case VALUE_FALSE -> new Flag(line, column, false);
      case VALUE_NULL -> new Nothing(line, column);
      case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw wrong("this is not understood");
    };
  }

  private Map<String, Entry> fields(int depth) {
    Map<String, Entry> fields = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      refuseYamlTricks();
      TokenStreamLocation at = parser.currentTokenLocation();
      String key = parser.currentName();
      if (fields.containsKey(key)) {
        throw wrong("the key \"" + key + "\" is given twice");
      }
      parser.nextToken();
      fields.put(key, new Entry(at.getLineNr(), at.getColumnNr(), value(depth + 1)));
    }
    return fields;
  }

  private List<Located> items(int depth) {
    List<Located> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(depth + 1));
    }
    return items;
  }

  private void refuseYamlTricks() {
    if (parser instanceof YAMLParser yaml
        && (yaml.isCurrentAlias() || yaml.getObjectId() != null || yaml.getTypeId() != null)) {
      throw wrong("anchors (&), aliases (*) and tags (!) are not allowed; put the value in quotes");
    }
  }

  private StoplogException wrong(String what) {
    return new StoplogException(
        Problem.CLAIMS_INVALID, place(file, parser.currentTokenLocation()) + ": " + what);
  }
}
