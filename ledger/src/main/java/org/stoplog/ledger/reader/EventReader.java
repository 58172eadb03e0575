package org.stoplog.ledger.reader;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/** Walks the JSON of events along a mapping's paths. Not thread-safe. */
final class EventReader implements LineDecoder {
  /** Objects and arrays inside each other; Mixpanel allows 3. */
  static final int DEEPEST = 32;

  /** Jackson remembers up to 6,000 names of keys: bounds their memory. Mixpanel allows 255. */
  private static final int LONGEST_NAME = 2048;

  private final JsonFactory json =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxNameLength(LONGEST_NAME)
                  .build())
          .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
          // A stranger's keys may collide: that may cost time, never a row.
          .disable(TokenStreamFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
          .build();

  private final PathTable paths;
  private final @Nullable PathNode batchNode;
  private final EventRow row;
  private final EventRow batch;
  private final EventWriter writer;
  private final EventValues values;
  private final PlainScan plain;
  private boolean batchSeen;

  EventReader(Mapping mapping, EventRules rules) {
    paths = new PathTable(mapping.fields(), rules);
    batchNode = rules.many() ? paths.node("batch") : null;
    row = new EventRow(mapping.fields().size(), paths.slots().size());
    batch = new EventRow(mapping.fields().size(), paths.slots().size());
    writer = new EventWriter(paths, rules);
    values = new EventValues(row);
    plain = new PlainScan(paths, batchNode, row, values);
  }

  @Override
  public void decode(long line, byte[] bytes, int from, int to, RowWriter out) {
    row.clear();
    batchSeen = false;
    if (!isText(bytes, from, to)) {
      leaveOut(line, "bad-json", out);
      return;
    }
    if (plain.read(bytes, from, to)) {
      writer.write(line, row, out);
      return;
    }
    row.clear();
    try {
      if (!readWhole(bytes, from, to)) {
        leaveOut(line, "not-an-event", out);
      } else if (batchSeen) {
        batch.startFrom(row);
        readBatch(line, bytes, from, to, out);
      } else {
        writer.write(line, row, out);
      }
    } catch (StreamConstraintsException e) {
      leaveOut(line, "json-limit", out);
    } catch (JacksonException e) {
      leaveOut(line, "bad-json", out);
    }
  }

  /** Zeros would make the parser guess at UTF-16 or UTF-32. */
  private static boolean isText(byte[] bytes, int from, int to) {
    for (int i = from; i < Math.min(to, from + 4); i++) {
      if (bytes[i] == 0) {
        return false;
      }
    }
    return Utf8.isValid(bytes, from, to);
  }

  private JsonParser open(byte[] bytes, int from, int to) {
    return json.createParser(ObjectReadContext.empty(), bytes, from, to - from);
  }

  /**
   * Reads to the end of the line, so that nothing is written of a broken one; false when it is well
   * formed but no event. A batch is only passed over.
   */
  private boolean readWhole(byte[] bytes, int from, int to) {
    try (JsonParser parser = open(bytes, from, to)) {
      JsonToken first = parser.nextToken();
      if (first == JsonToken.START_OBJECT) {
        object(parser, paths.root(), 0, 0);
      } else if (first == JsonToken.START_ARRAY && batchNode != null) {
        parser.skipChildren();
        batchSeen = true;
      } else if (first == null) {
        row.fail(null, "bad-json");
      } else {
        return false;
      }
      if (parser.nextToken() != null) {
        row.fail(null, "bad-json");
        batchSeen = false;
      }
      return true;
    }
  }

  private void readBatch(long line, byte[] bytes, int from, int to, RowWriter out) {
    try (JsonParser parser = open(bytes, from, to)) {
      if (parser.nextToken() == JsonToken.START_ARRAY) {
        events(line, parser, out);
        return;
      }
      String name;
      while ((name = parser.nextName()) != null) {
        if (parser.nextToken() == JsonToken.START_ARRAY && name.equals("batch")) {
          events(line, parser, out);
        } else {
          parser.skipChildren();
        }
      }
    }
  }

  private void events(long line, JsonParser parser, RowWriter out) {
    JsonToken token = parser.nextToken();
    if (token == JsonToken.END_ARRAY) {
      leaveOut(line, "not-an-event", out);
    }
    for (; token != JsonToken.END_ARRAY; token = parser.nextToken()) {
      row.startFrom(batch);
      batchSeen = false;
      if (token == JsonToken.START_OBJECT) {
        object(parser, paths.root(), 0, 0);
      } else {
        parser.skipChildren();
      }
      if (token != JsonToken.START_OBJECT || batchSeen) {
        row.fail(null, "not-an-event");
      }
      writer.write(line, row, out);
    }
  }

  private void object(JsonParser parser, PathNode node, long low, long high) {
    String name;
    while ((name = parser.nextName()) != null) {
      PathNode child = paths.child(node, name);
      JsonToken token = parser.nextToken();
      if (child.slot != null && child.slot.recipient != EventSlot.NONE) {
        boolean on = token == JsonToken.VALUE_TRUE || token == JsonToken.START_OBJECT;
        values.recipient(on, child.slot, name);
      }
      if (child == batchNode && token == JsonToken.START_ARRAY) {
        batchSeen = true;
        parser.skipChildren();
      } else {
        value(parser, token, child, low | child.low, high | child.high);
      }
    }
  }

  private void value(JsonParser parser, JsonToken token, PathNode node, long low, long high) {
    if (node.isSkipped()) {
      parser.skipChildren();
      return;
    }
    switch (token) {
      case START_OBJECT -> object(parser, node, low, high);
      case START_ARRAY -> {
        JsonToken item;
        while ((item = parser.nextToken()) != JsonToken.END_ARRAY) {
          value(parser, item, node, low, high);
        }
      }
      case VALUE_STRING -> text(parser, node, low, high, true);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> text(parser, node, low, high, false);
      case VALUE_TRUE, VALUE_FALSE -> row.fill(node, low, high);
      case VALUE_NULL -> {}
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
          row.fail(null, "bad-json");
    }
  }

  private void text(JsonParser parser, PathNode node, long low, long high, boolean quoted) {
    if (!quoted && node.unlessZero && isZero(parser)) {
      return;
    }
    // Without a string, only a long whole number can be an account number.
    if (!quoted && node.slot == null && parser.currentToken() == JsonToken.VALUE_NUMBER_FLOAT) {
      row.fill(node, low, high);
      return;
    }
    values.text(
        parser.getStringCharacters(),
        parser.getStringOffset(),
        parser.getStringLength(),
        node,
        low,
        high);
  }

  private static boolean isZero(JsonParser parser) {
    byte[] number = parser.getString().getBytes(StandardCharsets.US_ASCII);
    return PlainScan.isZero(number, 0, number.length);
  }

  private static void leaveOut(long line, String reason, RowWriter out) {
    out.begin(line);
    out.leaveOut(null, reason);
  }
}
