package org.stoplog.server.messages;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One message service, or a new one.
 *
 * @param path where the form goes
 * @param fields as kept or as typed
 * @param errors by field
 * @param said what became of a test message, null when none was sent
 * @param isGood whether it was taken
 * @param to where a test message goes, as typed
 * @param suppliers of the register, in their order, by id
 */
public record ServicePage(
    String path,
    boolean isNew,
    Map<String, String> fields,
    Map<String, String> errors,
    int revision,
    @Nullable String said,
    boolean isGood,
    String to,
    Map<Integer, String> suppliers) {
  public ServicePage {
    fields = Map.copyOf(fields);
    errors = Map.copyOf(errors);
    suppliers = Collections.unmodifiableMap(new LinkedHashMap<>(suppliers));
  }

  /**
   * A secret that was made.
   *
   * @param path of its service
   */
  public record Secret(String path, String name, String secret) {
    @Override
    public String toString() {
      return "Secret[" + path + "]";
    }
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
    return "ServicePage[" + path + "]";
  }
}
