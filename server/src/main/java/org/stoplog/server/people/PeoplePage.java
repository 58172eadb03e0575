package org.stoplog.server.people;

import java.util.List;
import java.util.Map;

/**
 * The form for a look-up.
 *
 * @param form what was typed
 * @param errors by field; that of the limit is under {@code value}
 */
public record PeoplePage(
    Form form,
    List<Choice> schemes,
    List<Choice> reasons,
    List<String> suppliers,
    List<Recent> recent,
    int limit,
    int left,
    boolean isSpent,
    Map<String, String> errors) {
  public PeoplePage {
    schemes = List.copyOf(schemes);
    reasons = List.copyOf(reasons);
    suppliers = List.copyOf(suppliers);
    recent = List.copyOf(recent);
    errors = Map.copyOf(errors);
  }

  /** The fields, as texts. */
  public record Form(String scheme, String value, String supplier, String reason, String words) {}

  /** Something to choose. */
  public record Choice(String value, String words) {}

  /** A look-up of the last hour. */
  public record Recent(String path, String at, String reason, String found) {}

  public boolean isWrong(String field) {
    return errors.containsKey(field);
  }
}
