package org.stoplog.ledger.reader;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * One JSON object a line, its keys as columns; what is nested has a dotted path, an array counts as
 * its first value.
 */
final class NdjsonDecoder implements LineDecoder {
  /** Children by key, and the fields that end here. */
  private static final class Node {
    final Map<String, Node> children = new HashMap<>();
    int[] fields = {};

    void end(int field) {
      fields = Arrays.copyOf(fields, fields.length + 1);
      fields[fields.length - 1] = field;
    }
  }

  private final JsonFactory factory = Decoders.json();

  private final Node root = new Node();
  private final Mapping mapping;
  private final @Nullable RowFilter only;
  private final int onlyField;
  private @Nullable RowMapper mapper;
  private @Nullable RowWriter writer;

  /**
   * @param only which rows count, null for all
   */
  NdjsonDecoder(Mapping mapping, @Nullable RowFilter only) {
    this.mapping = mapping;
    this.only = only;
    List<String> columns = mapping.fields().stream().map(Field::column).toList();
    this.onlyField =
        only == null ? -1 : only.field(mapping.fields(), new int[columns.size()], columns);
    for (int i = 0; i < mapping.fields().size(); i++) {
      String column = mapping.fields().get(i).column();
      Node node = root;
      for (String key : column.split("\\.", -1)) {
        node = node.children.computeIfAbsent(key, k -> new Node());
      }
      node.end(i);
      if (column.indexOf('.') >= 0) {
        // A flat key may have dots of its own.
        root.children.computeIfAbsent(column, k -> new Node()).end(i);
      }
    }
  }

  @Override
  public void decode(long line, byte[] bytes, int from, int to, RowWriter out) {
    RowMapper rows = mapper(out);
    if (!Utf8.isValid(bytes, from, to)) {
      rows.leaveOut(line, null, "bad-encoding");
      return;
    }
    rows.begin(line);
    try (JsonParser json =
        factory.createParser(ObjectReadContext.empty(), bytes, from, to - from)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        rows.leaveOut(line, null, "bad-json");
        return;
      }
      object(json, root, rows);
      if (json.nextToken() != null) {
        rows.leaveOut(line, null, "bad-json");
        return;
      }
    } catch (JacksonException e) {
      rows.leaveOut(line, null, "bad-json");
      return;
    }
    rows.end();
  }

  private RowMapper mapper(RowWriter out) {
    RowMapper known = mapper;
    if (known == null || writer != out) {
      known = new RowMapper(mapping, new int[mapping.fields().size()], out, only, onlyField);
      mapper = known;
      writer = out;
    }
    return known;
  }

  private static void object(JsonParser json, Node node, RowMapper rows) {
    while (json.nextToken() != JsonToken.END_OBJECT) {
      Node child = node.children.get(json.currentName());
      JsonToken token = json.nextToken();
      if (child == null) {
        json.skipChildren();
      } else if (token == JsonToken.START_OBJECT) {
        object(json, child, rows);
      } else if (token == JsonToken.START_ARRAY) {
        array(json, child, rows);
      } else {
        scalar(json, token, child, rows);
      }
    }
  }

  private static void array(JsonParser json, Node node, RowMapper rows) {
    boolean first = true;
    for (JsonToken token = json.nextToken();
        token != JsonToken.END_ARRAY;
        token = json.nextToken()) {
      if (!first || token == JsonToken.START_ARRAY) {
        json.skipChildren();
      } else if (token == JsonToken.START_OBJECT) {
        object(json, node, rows);
      } else {
        scalar(json, token, node, rows);
      }
      first = false;
    }
  }

  private static void scalar(JsonParser json, JsonToken token, Node node, RowMapper rows) {
    if (node.fields.length > 0 && token != JsonToken.VALUE_NULL) {
      byte[] value = json.getString().getBytes(StandardCharsets.UTF_8);
      for (int field : node.fields) {
        rows.cell(field, value, 0, value.length);
      }
    }
  }
}
