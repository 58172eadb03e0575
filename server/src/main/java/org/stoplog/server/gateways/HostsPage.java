package org.stoplog.server.gateways;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The form of a connection's hosts, as it was filled in.
 *
 * @param revision that the form was made of; 0 for the first
 * @param isChanged whether somebody else saved meanwhile
 * @param isSuggested whether it was filled in with what is known of the supplier
 */
public record HostsPage(
    int connection,
    String title,
    long revision,
    boolean isChanged,
    boolean isCut,
    boolean isSuggested,
    Map<String, String> typed,
    Map<String, String> errors) {
  public HostsPage {
    typed = Map.copyOf(typed);
    errors = Collections.unmodifiableMap(new LinkedHashMap<>(errors));
  }

  public boolean isThere() {
    return revision > 0;
  }

  public boolean isChosen(String field) {
    return !typed(field).isEmpty();
  }

  public String typed(String field) {
    return typed.getOrDefault(field, "");
  }

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
