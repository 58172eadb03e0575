package org.stoplog.gateway.decode;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The small fields beside the events, of a query or form: {@code verbose=1}. */
final class Parameters {
  private static final int LOOKED_AT = 4096;

  private final String query;
  private final String form;

  private Parameters(String query, String form) {
    this.query = query;
    this.form = form;
  }

  static Parameters of(Request request) {
    String query = request.query();
    byte[] body = request.body();
    boolean isForm = body.length > 0 && body[0] >= 'A' && body[0] <= 'z' && body[0] != '[';
    return new Parameters(query == null ? "" : query, isForm ? ends(body) : "");
  }

  /** Both ends of a form: fields stand before or behind a long one. */
  private static String ends(byte[] body) {
    if (body.length <= 2 * LOOKED_AT) {
      return new String(body, StandardCharsets.ISO_8859_1);
    }
    String tail = new String(body, body.length - LOOKED_AT, LOOKED_AT, StandardCharsets.ISO_8859_1);
    return new String(body, 0, LOOKED_AT, StandardCharsets.ISO_8859_1)
        + tail.substring(Math.max(0, tail.indexOf('&')));
  }

  boolean has(String name, String value) {
    return value.equals(value(query, name)) || value.equals(value(form, name));
  }

  private static @Nullable String value(String fields, String name) {
    int from = 0;
    while (from < fields.length()) {
      int to = fields.indexOf('&', from);
      to = to < 0 ? fields.length() : to;
      if (fields.startsWith(name, from)
          && from + name.length() < to
          && fields.charAt(from + name.length()) == '=') {
        return fields.substring(from + name.length() + 1, to);
      }
      from = to + 1;
    }
    return null;
  }
}
