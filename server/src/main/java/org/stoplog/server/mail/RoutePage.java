package org.stoplog.server.mail;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One mail route, or a new one.
 *
 * @param path where the form goes
 * @param fields as kept or as typed; never a password
 * @param errors by field
 * @param hasPassword whether one is kept
 * @param said what became of a test message, null when none was sent
 * @param isGood whether it was taken
 * @param to where a test message goes, as typed
 * @param suppliers of the register, in their order, by id
 */
public record RoutePage(
    String path,
    boolean isNew,
    Map<String, String> fields,
    Map<String, String> errors,
    boolean hasPassword,
    int revision,
    @Nullable String said,
    boolean isGood,
    String to,
    Map<Integer, String> suppliers) {
  public RoutePage {
    fields = Map.copyOf(fields);
    errors = Map.copyOf(errors);
    suppliers = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(suppliers));
  }

  /** The value of a field. */
  public String typed(String field) {
    return fields.getOrDefault(field, "");
  }

  /** What is wrong with a field, empty when nothing is. */
  public String error(String field) {
    return errors.getOrDefault(field, "");
  }

  /** What describes a field beside its hint. */
  public String alsoBy(String field) {
    return errors.containsKey(field) ? " " + field + "-error" : "";
  }

  /** For {@code aria-invalid}. */
  public @Nullable String wrong(String field) {
    return errors.containsKey(field) ? "true" : null;
  }

  /** Names nobody. */
  @Override
  public String toString() {
    return "RoutePage[" + path + "]";
  }
}
