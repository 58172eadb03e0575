package org.stoplog.cli;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Results as JSON: records become objects, in the order of their components. */
final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private static final JsonMapper LINES = JsonMapper.builder().build();

  private Json() {}

  /** On one line, for a stream of documents. */
  static String line(Object value) {
    return LINES.writeValueAsString(value);
  }

  static String text(Object value) {
    return MAPPER.writeValueAsString(value);
  }
}
