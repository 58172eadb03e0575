package org.stoplog.ledger.exposure;

import java.util.List;
import java.util.Map;

/** A value of a YAML or JSON file that knows where it stands; lines and columns from 1. */
sealed interface Located {
  int line();

  int column();

  /** A text, or a number as written. */
  record Text(int line, int column, String text) implements Located {}

  record Flag(int line, int column, boolean value) implements Located {}

  /** Written {@code null}, {@code ~} or nothing at all. */
  record Nothing(int line, int column) implements Located {}

  record Items(int line, int column, List<Located> all) implements Located {}

  /** Keys in the file's order. */
  record Fields(int line, int column, Map<String, Entry> all) implements Located {}

  /** A key's own place and its value. */
  record Entry(int line, int column, Located value) {}

  /** How messages call this kind of value. */
  default String kind() {
    return switch (this) {
      case Text text -> "a text";
      case Flag flag -> "true or false";
      case Nothing nothing -> "nothing";
      case Items items -> "a list";
      case Fields fields -> "keys with values";
    };
  }
}
