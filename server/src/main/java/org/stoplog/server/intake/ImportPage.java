package org.stoplog.server.intake;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The form for a file.
 *
 * @param form what was typed; the password and the file are never repeated
 * @param errors by field
 */
public record ImportPage(
    Form form, List<String> suppliers, String limit, Map<String, String> errors) {
  public ImportPage {
    suppliers = List.copyOf(suppliers);
    errors = Map.copyOf(errors);
  }

  /** The fields, as texts. */
  public record Form(String kind, String supplier, String connection, String region, String asOf) {}

  public @Nullable String error(String field) {
    return errors.get(field);
  }
}
