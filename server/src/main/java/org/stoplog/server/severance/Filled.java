package org.stoplog.server.severance;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A form as a page shows it.
 *
 * @param values as they were typed, by field
 * @param errors what is wrong, by field
 */
public record Filled(Map<String, String> values, Map<String, String> errors) {
  static final Filled EMPTY = new Filled(Map.of(), Map.of());

  public Filled {
    values = Map.copyOf(values);
    errors = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(errors));
  }

  static Filled of(Typed typed) {
    return new Filled(typed.values(), typed.errors());
  }

  public String value(String field) {
    return values.getOrDefault(field, "");
  }

  public boolean isChosen(String field, String value) {
    return value(field).equals(value);
  }

  /** Empty when nothing is wrong. */
  public String error(String field) {
    return errors.getOrDefault(field, "");
  }

  /** For {@code aria-invalid}. */
  public @Nullable String wrong(String field) {
    return errors.containsKey(field) ? "true" : null;
  }

  /** For {@code aria-describedby}, behind a hint. */
  public String alsoBy(String field) {
    return errors.containsKey(field) ? " " + field + "-error" : "";
  }
}
