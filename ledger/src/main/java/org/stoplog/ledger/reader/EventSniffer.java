package org.stoplog.ledger.reader;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Tells by a file's first line whether it is a supplier's event export. */
final class EventSniffer {
  private static final Set<String> SEGMENT_TYPES =
      Set.of("track", "identify", "page", "screen", "group", "alias");
  private static final Set<String> SEGMENT_KEYS =
      Set.of("userId", "anonymousId", "messageId", "previousId");

  private EventSniffer() {}

  /**
   * @param firstLine first line that is not blank, without its end
   * @return empty when it is not JSON, or JSON of another kind
   */
  static Optional<Format> sniff(byte[] firstLine) {
    try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), firstLine)) {
      JsonToken first = parser.nextToken();
      if (first == JsonToken.START_ARRAY) {
        return parser.nextToken() == JsonToken.START_OBJECT && isMessage(parser)
            ? Optional.of(Format.SEGMENT)
            : Optional.empty();
      }
      return first == JsonToken.START_OBJECT ? object(parser) : Optional.empty();
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private static Optional<Format> object(JsonParser parser) {
    Set<String> keys = new HashSet<>();
    boolean properties = false;
    boolean message = false;
    boolean batch = false;
    String name;
    while ((name = parser.nextName()) != null) {
      JsonToken token = parser.nextToken();
      keys.add(name);
      properties |= name.equals("properties") && token == JsonToken.START_OBJECT;
      message |= isType(name, token, parser);
      if (name.equals("batch") && token == JsonToken.START_ARRAY) {
        batch = parser.nextToken() == JsonToken.START_OBJECT && isMessage(parser);
        while (parser.streamReadContext().getParent() != null
            && !parser.streamReadContext().getParent().inRoot()) {
          parser.nextToken();
        }
      } else {
        parser.skipChildren();
      }
    }
    boolean segment = batch || (message && keys.stream().anyMatch(SEGMENT_KEYS::contains));
    if (segment) {
      return Optional.of(Format.SEGMENT);
    }
    return properties && keys.contains("event") ? Optional.of(Format.MIXPANEL) : Optional.empty();
  }

  /** Whether the object that was entered is a Segment message; it is read to its end. */
  private static boolean isMessage(JsonParser parser) {
    boolean type = false;
    boolean key = false;
    String name;
    while ((name = parser.nextName()) != null) {
      JsonToken token = parser.nextToken();
      type |= isType(name, token, parser);
      key |= SEGMENT_KEYS.contains(name);
      parser.skipChildren();
    }
    return type && key;
  }

  private static boolean isType(String name, JsonToken token, JsonParser parser) {
    return name.equals("type")
        && token == JsonToken.VALUE_STRING
        && SEGMENT_TYPES.contains(parser.getString());
  }
}
