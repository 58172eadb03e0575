package org.stoplog.gateway.decode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A form or query of which one field holds events. The other fields go through as they are, so they
 * must be too small to hold anything, and must look like nothing of a person.
 */
final class Form {
  private static final int LONGEST_OTHER = 128;
  private static final int MOST_FIELDS = 64;

  /** The field's value, and all around it as it was sent. */
  record Found(byte[] value, Layer.InForm layer) {}

  private Form() {}

  /**
   * @param names of the fields that may hold events
   * @return null when no such field is there
   */
  static @Nullable Found find(byte[] form, Set<String> names) throws Unreadable {
    Found found = null;
    int fields = 0;
    int from = 0;
    while (from <= form.length) {
      int to = end(form, from);
      int equals = from;
      while (equals < to && form[equals] != '=') {
        equals++;
      }
      if (++fields > MOST_FIELDS) {
        throw new Unreadable("too-many-fields");
      }
      String name = new String(form, from, equals - from, StandardCharsets.ISO_8859_1);
      if (names.contains(name) && equals < to) {
        if (found != null) {
          throw new Unreadable("ambiguous-field");
        }
        found =
            new Found(
                Percent.decode(form, equals + 1, to),
                new Layer.InForm(
                    Arrays.copyOfRange(form, 0, equals + 1),
                    Arrays.copyOfRange(form, to, form.length)));
      }
      from = to + 1;
    }
    if (found != null) {
      checkOthers(form, names);
    }
    return found;
  }

  private static void checkOthers(byte[] form, Set<String> names) throws Unreadable {
    int from = 0;
    while (from <= form.length) {
      int to = end(form, from);
      String field = new String(form, from, to - from, StandardCharsets.ISO_8859_1);
      int equals = field.indexOf('=');
      boolean isEvents = equals > 0 && names.contains(field.substring(0, equals));
      if (!isEvents && (field.length() > LONGEST_OTHER || mayBePersonal(field))) {
        throw new Unreadable("unknown-field");
      }
      from = to + 1;
    }
  }

  /** Whether a query may be left unread: short values that look like nothing of a person. */
  static boolean isHarmless(String query) {
    for (String field : query.split("&", MOST_FIELDS + 1)) {
      int percent = field.indexOf('%');
      boolean hidesItsName = percent >= 0 && percent < Math.max(0, field.indexOf('='));
      if (field.length() > LONGEST_OTHER || hidesItsName || mayBePersonal(field)) {
        return false;
      }
    }
    return true;
  }

  /** Addresses and numbers in E.164 have one of these; a hash and a time have not. */
  private static boolean mayBePersonal(String field) {
    String lower = field.toLowerCase(Locale.ROOT);
    return lower.indexOf('@') >= 0
        || lower.contains("%40")
        || lower.contains("%2b")
        || lower.contains("=+");
  }

  private static int end(byte[] form, int from) {
    int to = from;
    while (to < form.length && form[to] != '&') {
      to++;
    }
    return to;
  }
}
