package org.stoplog.ledger.exposure;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one end of a window. Throws DateTimeException with what is wrong. */
final class EdgeText {
  private static final Pattern ABOUT =
      Pattern.compile("(?:about|approximately|approx\\.?|around|circa|ca\\.?|~)\\s*(.+)");
  private static final String TIME =
      "(?:(?:T|\\s+|,\\s*)(\\d{1,2})(?::(\\d{2})(?::(\\d{2})(?:[.,]\\d{1,9})?)?)?)?";
  private static final String ZONE =
      "\\s*(z|[+-]\\d{2}(?::?\\d{2})?|[a-z][a-z_]+(?:/[a-z0-9_+-]+)*)?";
  private static final Pattern ISO =
      Pattern.compile(
          "(\\d{4})(?:-(\\d{2})(?:-(\\d{2})" + TIME + ")?)?" + ZONE + "(?:\\[([^\\]]+)\\])?",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern DAY_FIRST =
      Pattern.compile("(\\d{1,2})(?:st|nd|rd|th)? ([a-z]{3,9})\\.?,? (\\d{4})(.*)");
  private static final Pattern MONTH_FIRST =
      Pattern.compile("([a-z]{3,9})\\.? (\\d{1,2})(?:st|nd|rd|th)?,? (\\d{4})(.*)");
  private static final Pattern NUMBERS = Pattern.compile("\\d{1,4}[/.]\\d{1,2}[/.]\\d{1,4}.*");
  private static final int EARLIEST_YEAR = 1970;
  private static final int LATEST_YEAR = 2199;

  private EdgeText() {}

  static Edge parse(String text, ZoneId zone, @Nullable Precision declared) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    Matcher approximate = ABOUT.matcher(lower);
    boolean about = approximate.matches();
    String words = about ? approximate.group(1).strip() : lower;
    Matcher iso = ISO.matcher(withNumericMonth(words));
    if (!iso.matches()) {
      throw new DateTimeException(
          NUMBERS.matcher(words).matches()
              ? "the order of day and month is not sure; write 2025-11-08"
              : "\""
                  + text.strip()
                  + "\" is not a time; write 2025-11-08, 2025-11-08T14:00Z or 2025-11");
    }
    Precision written = written(iso);
    Precision unit =
        declared == null || declared == Precision.ABOUT || declared.compareTo(written) < 0
            ? written
            : declared;
    LocalDateTime start = floor(start(iso), unit);
    return new Edge(start, zone(iso, zone), unit, about || declared == Precision.ABOUT);
  }

  private static Precision written(Matcher iso) {
    if (iso.group(6) != null) {
      return Precision.SECOND;
    }
    if (iso.group(5) != null) {
      return Precision.MINUTE;
    }
    if (iso.group(4) != null) {
      return Precision.HOUR;
    }
    if (iso.group(3) != null) {
      return Precision.DAY;
    }
    return iso.group(2) == null ? Precision.YEAR : Precision.MONTH;
  }

  private static LocalDateTime start(Matcher iso) {
    int year = Integer.parseInt(iso.group(1));
    if (year < EARLIEST_YEAR || year > LATEST_YEAR) {
      throw new DateTimeException(
          "the year " + year + " is not in " + EARLIEST_YEAR + " to " + LATEST_YEAR);
    }
    return LocalDate.of(year, number(iso.group(2), 1), number(iso.group(3), 1))
        .atTime(number(iso.group(4), 0), number(iso.group(5), 0), number(iso.group(6), 0));
  }

  private static int number(@Nullable String digits, int otherwise) {
    return digits == null ? otherwise : Integer.parseInt(digits);
  }

  private static LocalDateTime floor(LocalDateTime time, Precision unit) {
    return switch (unit) {
      case SECOND -> time;
      case MINUTE -> time.withSecond(0);
      case HOUR -> time.withSecond(0).withMinute(0);
      case DAY -> time.toLocalDate().atStartOfDay();
      case MONTH -> YearMonth.from(time).atDay(1).atStartOfDay();
      case YEAR -> Year.from(time).atDay(1).atStartOfDay();
      case ABOUT -> throw new IllegalStateException("ABOUT is no unit");
    };
  }

  private static ZoneId zone(Matcher iso, ZoneId otherwise) {
    String named = iso.group(8) != null ? iso.group(8) : iso.group(7);
    if (named == null) {
      return otherwise;
    }
    return zoneOf(named);
  }

  /**
   * A zone by its name, in any case: {@code UTC}, {@code Europe/Berlin}, {@code +02:00}. Short
   * names such as EST, which mean different clocks in different places, are refused.
   */
  static ZoneId zoneOf(String name) {
    if (name.equalsIgnoreCase("z")
        || name.equalsIgnoreCase("utc")
        || name.equalsIgnoreCase("gmt")) {
      return ZoneOffset.UTC;
    }
    if (name.startsWith("+") || name.startsWith("-")) {
      return ZoneOffset.of(name);
    }
    return ZoneId.getAvailableZoneIds().stream()
        .filter(id -> id.contains("/") && id.equalsIgnoreCase(name))
        .findFirst()
        .map(ZoneId::of)
        .orElseThrow(
            () ->
                new DateTimeException(
                    "the zone \"" + name + "\" is not known; write Z, +02:00 or Europe/Berlin"));
  }

  private static String withNumericMonth(String words) {
    Matcher dayFirst = DAY_FIRST.matcher(words);
    if (dayFirst.matches()) {
      return iso(dayFirst.group(3), dayFirst.group(2), dayFirst.group(1), dayFirst.group(4));
    }
    Matcher monthFirst = MONTH_FIRST.matcher(words);
    if (monthFirst.matches()) {
      return iso(
          monthFirst.group(3), monthFirst.group(1), monthFirst.group(2), monthFirst.group(4));
    }
    return words;
  }

  private static String iso(String year, String monthName, String day, String rest) {
    for (Month month : Month.values()) {
      if (month.name().toLowerCase(Locale.ROOT).startsWith(monthName)) {
        return "%s-%02d-%02d%s".formatted(year, month.getValue(), Integer.parseInt(day), rest);
      }
    }
    throw new DateTimeException("\"" + monthName + "\" is not a month");
  }
}
