package org.stoplog.ledger.exposure;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Nearest;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.exposure.Located.Entry;
import org.stoplog.ledger.exposure.Located.Fields;
import org.stoplog.ledger.exposure.Located.Flag;
import org.stoplog.ledger.exposure.Located.Items;
import org.stoplog.ledger.exposure.Located.Nothing;
import org.stoplog.ledger.exposure.Located.Text;

/**
 * The keys of one object of a claims file, read strictly: only known ones, only the right types.
 */
final class Keys {
  private static final int LONGEST_TEXT = 20_000;

  private final String file;
  private final Fields fields;

  private Keys(String file, Fields fields) {
    this.file = file;
    this.fields = fields;
  }

  static Keys of(String file, Located value, String what, List<String> allowed) {
    if (!(value instanceof Fields fields)) {
      throw wrong(file, value, what + " has keys with values, not " + value.kind());
    }
    fields
        .all()
        .forEach(
            (key, entry) -> {
              if (!allowed.contains(key)) {
                throw wrong(
                    file,
                    entry.line(),
                    entry.column(),
                    "unknown key \"" + key + "\"; " + Nearest.hint(key, allowed));
              }
            });
    return new Keys(file, fields);
  }

  /** The key's value, null when it is not given or empty. */
  @Nullable Located value(String key) {
    Entry entry = fields.all().get(key);
    return entry == null || entry.value() instanceof Nothing ? null : entry.value();
  }

  /** Where the key's value stands; the object's place when the key is not given. */
  Located place(String key) {
    Entry entry = fields.all().get(key);
    return entry == null ? fields : entry.value();
  }

  @Nullable String text(String key) {
    Located value = value(key);
    return value == null ? null : text(file, value, key);
  }

  String needed(String key) {
    String text = text(key);
    if (text == null) {
      throw wrong(fields, "\"" + key + "\" is missing");
    }
    return text;
  }

  boolean flag(String key, boolean otherwise) {
    Located value = value(key);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Flag flag) {
      return flag.value();
    }
    throw wrong(value, "\"" + key + "\" is true or false, not " + value.kind());
  }

  /** The items of a list; a single value counts as a list of one. */
  List<Located> items(String key) {
    Located value = value(key);
    if (value == null) {
      return List.of();
    }
    return value instanceof Items items ? items.all() : List.of(value);
  }

  /** The items of a list of no more than {@code most}. */
  List<Located> items(String key, int most) {
    List<Located> items = items(key);
    if (items.size() > most) {
      throw wrong(place(key), "\"" + key + "\" has " + items.size() + " items; at most " + most);
    }
    return items;
  }

  /** One of an enum's words. */
  <E extends Enum<E>> @Nullable E word(String key, E[] values, Function<E, String> slug) {
    String text = text(key);
    if (text == null) {
      return null;
    }
    Map<String, E> words = new LinkedHashMap<>();
    Arrays.stream(values).forEach(value -> words.put(slug.apply(value), value));
    E found = words.get(text);
    if (found == null) {
      throw wrong(
          place(key),
          "\""
              + key
              + "\" is unknown: \""
              + text
              + "\"; "
              + Nearest.hint(text, List.copyOf(words.keySet())));
    }
    return found;
  }

  /** A day (its start in UTC) or an RFC 3339 time. */
  @Nullable Instant instant(String key) {
    String text = text(key);
    if (text == null) {
      return null;
    }
    try {
      return text.length() == 10
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw wrong(place(key), "\"" + key + "\" is 2025-11-08 or 2025-11-08T14:00:00Z");
    }
  }

  @Nullable LocalDate day(String key) {
    String text = text(key);
    try {
      return text == null ? null : LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw wrong(place(key), "\"" + key + "\" is a day such as 2025-11-08");
    }
  }

  @Nullable Double number(String key) {
    String text = text(key);
    try {
      return text == null ? null : Double.valueOf(text);
    } catch (NumberFormatException e) {
      throw wrong(place(key), "\"" + key + "\" is a number");
    }
  }

  StoplogException wrong(Located at, String what) {
    return wrong(file, at, what);
  }

  static String text(String file, Located value, String key) {
    if (!(value instanceof Text text)) {
      throw wrong(file, value, "\"" + key + "\" is a text, not " + value.kind());
    }
    if (text.text().isBlank() || text.text().length() > LONGEST_TEXT) {
      throw wrong(file, value, "\"" + key + "\" has 1 to " + LONGEST_TEXT + " characters");
    }
    return text.text().strip();
  }

  static StoplogException wrong(String file, Located at, String what) {
    return wrong(file, at.line(), at.column(), what);
  }

  private static StoplogException wrong(String file, int line, int column, String what) {
    return new StoplogException(
        Problem.CLAIMS_INVALID, LocatedReader.place(file, line, column) + ": " + what);
  }
}
