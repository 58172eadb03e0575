package org.stoplog.sample;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * One line of JSON that remembers which elements it discloses: so the truth cannot forget what the
 * line says. Not thread-safe.
 */
final class JsonLine {
  private final StringBuilder text = new StringBuilder(512);
  private final Deque<Boolean> first = new ArrayDeque<>();
  private int mask;

  /** Starts over with an empty object. */
  JsonLine begin() {
    text.setLength(0);
    first.clear();
    mask = 0;
    return open();
  }

  JsonLine begin(String key) {
    key(key);
    return open();
  }

  private JsonLine open() {
    text.append('{');
    first.push(true);
    return this;
  }

  JsonLine end() {
    text.append('}');
    first.pop();
    return this;
  }

  JsonLine put(String key, String value) {
    key(key);
    quote(value);
    return this;
  }

  JsonLine put(String key, long value) {
    key(key);
    text.append(value);
    return this;
  }

  JsonLine put(String key, boolean value) {
    key(key);
    text.append(value);
    return this;
  }

  /** Nothing is written for a null value. */
  JsonLine put(String key, @Nullable String value, Datum... disclosed) {
    if (value == null) {
      return this;
    }
    mask |= Datum.mask(disclosed);
    return put(key, value);
  }

  /** Elements of the line so far. */
  int mask() {
    return mask;
  }

  String text() {
    return text.toString();
  }

  private void key(String key) {
    if (!first.pop()) {
      text.append(',');
    }
    first.push(false);
    quote(key);
    text.append(':');
  }

  private void quote(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ') {
        text.append(String.format("\\u%04x", (int) c));
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }
}
