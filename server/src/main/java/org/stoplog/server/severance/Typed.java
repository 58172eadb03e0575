package org.stoplog.server.severance;

import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was typed into a form, and what is wrong with it. */
final class Typed {
  private final HttpServletRequest request;
  private final Map<String, String> values = new LinkedHashMap<>();
  private final Map<String, String> errors = new LinkedHashMap<>();

  Typed(HttpServletRequest request) {
    this.request = request;
  }

  /** As it was typed; empty when the field is missing. */
  String raw(String field) {
    String value = request.getParameter(field);
    String text = value == null ? "" : value.replace("\0", "");
    values.put(field, text);
    return text;
  }

  /** Null for an empty field. Too long a text is an error. */
  @Nullable String text(String field, int most) {
    String text = raw(field).strip();
    if (text.length() > most) {
      wrong(field, "Write up to " + most + " characters.");
    }
    return text.isEmpty() ? null : text;
  }

  /**
   * @param what is said when it is empty
   */
  String needed(String field, int most, String what) {
    String text = text(field, most);
    if (text == null) {
      wrong(field, what);
      return "";
    }
    return text;
  }

  void wrong(String field, String what) {
    errors.putIfAbsent(field, what);
  }

  boolean isWrong() {
    return !errors.isEmpty();
  }

  /** In the order of the form. */
  Map<String, String> errors() {
    return errors;
  }

  Map<String, String> values() {
    return values;
  }
}
