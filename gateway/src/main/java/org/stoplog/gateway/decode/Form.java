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
  private static final int LONGEST_NAME = 32;
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
      if (equals < to && isOneOf(form, from, equals, names)) {
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
      int equals = from;
      while (equals < to && form[equals] != '=') {
        equals++;
      }
      if (!(equals < to && isOneOf(form, from, equals, names))
          && (to - from > LONGEST_OTHER
              || !isHarmlessField(
                  new String(form, from, to - from, StandardCharsets.ISO_8859_1)))) {
        throw new Unreadable("unknown-field");
      }
      from = to + 1;
    }
  }

  private static boolean isOneOf(byte[] form, int from, int to, Set<String> names) {
    return to - from <= LONGEST_NAME
        && names.contains(new String(form, from, to - from, StandardCharsets.ISO_8859_1));
  }

  /** Whether a query may be left unread: short values that look like nothing of a person. */
  static boolean isHarmless(String query) {
    String[] fields = query.split("&", MOST_FIELDS + 1);
    for (String field : fields) {
      if (field.length() > LONGEST_OTHER || !isHarmlessField(field)) {
        return false;
      }
    }
    return fields.length <= MOST_FIELDS;
  }

  /** A name that hides behind percents may be that of the events; addresses and numbers show. */
  private static boolean isHarmlessField(String field) {
    String lower = field.toLowerCase(Locale.ROOT);
    int percent = lower.indexOf('%');
    int equals = lower.indexOf('=');
    return !(percent >= 0 && (equals < 0 || percent < equals))
        && lower.indexOf('@') < 0
        && !lower.contains("%40")
        && !lower.contains("%2b")
        && !lower.contains("=+");
  }

  private static int end(byte[] form, int from) {
    int to = from;
    while (to < form.length && form[to] != '&') {
      to++;
    }
    return to;
  }
}
