package org.stoplog.server.sightings;

import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Strangers' lists as JSON, one entry after the other; bounded in depth, number and length. */
final class JsonLists {
  static final int MOST_ENTRIES = 100_000;
  private static final int DEEPEST = 8;
  private static final int LONGEST_TEXT = 100_000;
  private static final int LONGEST_NAME = 200;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxStringLength(LONGEST_TEXT)
                          .maxNameLength(LONGEST_NAME)
                          .maxNumberLength(50)
                          .build())
                  .build())
          // An entry is followed by the next one.
          .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private JsonLists() {}

  /**
   * Goes through the entries.
   *
   * @param field that holds the list; null when it is all of the file
   * @param what for people: {@code catalogue of breaches}
   * @param entry takes each with its number from 1
   * @throws LookFailed that says where it is no such list
   */
  static void each(
      byte[] bytes, @Nullable String field, String what, ObjIntConsumer<JsonNode> entry) {
    try (JsonParser in = JSON.createParser(bytes)) {
      in.nextToken();
      if (field != null && !find(in, field)) {
        throw new LookFailed("This is no " + what + ": it has no list \"" + field + "\".");
      }
      if (in.currentToken() != JsonToken.START_ARRAY) {
        throw new LookFailed("This is no " + what + ": there is no list where one should be.");
      }
      int number = 0;
      while (in.nextToken() != JsonToken.END_ARRAY) {
        number++;
        if (number > MOST_ENTRIES) {
          throw new LookFailed("It has more than 100,000 entries.");
        }
        if (in.currentToken() != JsonToken.START_OBJECT) {
          throw new LookFailed("Entry " + number + " is no JSON object.");
        }
        JsonNode one = JSON.readTree(in);
        entry.accept(one, number);
      }
      rest(in, field != null);
    } catch (JacksonException e) {
      // Its own words may quote what was sent.
      TokenStreamLocation at = e.getLocation();
      throw new LookFailed(
          "This is no %s that is read: it breaks%s. It is nested at most %d deep, and no text is longer than 100,000 characters."
              .formatted(
                  what,
                  at == null || at.getLineNr() < 1
                      ? ""
                      : " at line " + at.getLineNr() + ", column " + at.getColumnNr(),
                  DEEPEST),
          e);
    }
  }

  /** Goes to the value of a field of the outermost object. */
  private static boolean find(JsonParser in, String field) {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      return false;
    }
    while (in.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = in.currentName();
      in.nextToken();
      if (field.equals(name)) {
        return true;
      }
      in.skipChildren();
    }
    return false;
  }

  /** What follows must be whole too: a file that was cut off is none. */
  private static void rest(JsonParser in, boolean isInObject) {
    if (isInObject) {
      while (in.nextToken() == JsonToken.PROPERTY_NAME) {
        in.nextToken();
        in.skipChildren();
      }
    }
    if (in.nextToken() != null) {
      throw new LookFailed("Something stands behind the end of the list.");
    }
  }

  /** A text of an entry as one line; empty for none. */
  static String text(JsonNode entry, String field, int most) {
    JsonNode value = entry.get(field);
    return value == null || !value.isString() ? "" : Plain.line(value.asString(), most);
  }

  /** Whether a field says true. */
  static boolean is(JsonNode entry, String field) {
    JsonNode value = entry.get(field);
    return value != null && value.isBoolean() && value.asBoolean();
  }
}
