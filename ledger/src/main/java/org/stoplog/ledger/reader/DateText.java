package org.stoplog.ledger.reader;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Reads dates and times as exports write them: ISO 8601, RFC 3339, days with slashes or dots in one
 * order, and seconds, milliseconds or microseconds since 1970. Without a zone it is UTC.
 */
final class DateText {
  private static final int DIGITS_OF_SECONDS = 11;
  private static final int DIGITS_OF_MILLIS = 14;
  private static final long DAY_MILLIS = 86_400_000;

  /** Two digits below this are 20xx. */
  private static final int PIVOT = 70;

  private final @Nullable String order;
  private byte[] bytes = new byte[0];
  private int at;
  private int end;

  /**
   * @param order {@code ymd}, {@code dmy} or {@code mdy}; null when no date needs it
   */
  DateText(@Nullable String order) {
    this.order = order;
  }

  /** Milliseconds since 1970-01-01 UTC, or {@link RowBlock#NO_TIME} when it is no date. */
  long epochMillis(byte[] text, int from, int to) {
    bytes = text;
    at = from;
    end = to;
    int digits = 0;
    while (from + digits < to && isDigit(from + digits)) {
      digits++;
    }
    try {
      if (digits == to - from && digits != 8 && digits != 4) {
        return sinceEpoch(digits);
      }
      if (digits == 10 && to - from > 11 && text[from + 10] == '.') {
        return secondsWithFraction(from, to);
      }
      long day = digits == 8 ? compactDay() : day(digits);
      if (at == end) {
        return day * DAY_MILLIS;
      }
      return day * DAY_MILLIS + timeOfDay();
    } catch (DateTimeException e) {
      return RowBlock.NO_TIME;
    }
  }

  /** The day in UTC as YYYY-MM-DD, null when it is no date. */
  byte @Nullable [] day(byte[] text, int from, int to) {
    long millis = epochMillis(text, from, to);
    if (millis == RowBlock.NO_TIME) {
      return null;
    }
    LocalDate day = Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC).toLocalDate();
    return day.getYear() < 0 || day.getYear() > 9999
        ? null
        : day.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private long sinceEpoch(int digits) {
    if (digits < 9 || digits > 17) {
      throw no();
    }
    long number = 0;
    for (int i = at; i < end; i++) {
      number = number * 10 + bytes[i] - '0';
    }
    if (digits <= DIGITS_OF_SECONDS) {
      return number * 1000;
    }
    return digits <= DIGITS_OF_MILLIS ? number : number / 1000;
  }

  private long secondsWithFraction(int from, int to) {
    try {
      return Math.round(
          Double.parseDouble(new String(bytes, from, to - from, StandardCharsets.US_ASCII)) * 1000);
    } catch (NumberFormatException e) {
      throw no();
    }
  }

  private long compactDay() {
    return LocalDate.of(number(4), number(2), number(2)).toEpochDay();
  }

  private long day(int digits) {
    int first = upTo(4);
    byte mark = at < end ? bytes[at] : 0;
    if (mark != '-' && mark != '/' && mark != '.') {
      throw no();
    }
    at++;
    int second = upTo(2);
    expect(mark);
    int lastFrom = at;
    int third = upTo(4);
    int lastDigits = at - lastFrom;
    if (at < end && bytes[at] == '.' && mark == '.') {
      at++;
    }
    if (digits == 4) {
      return LocalDate.of(first, second, third).toEpochDay();
    }
    if (order == null || order.equals("ymd")) {
      if (order == null || lastDigits == 4) {
        throw no();
      }
      return LocalDate.of(century(first), second, third).toEpochDay();
    }
    int year = lastDigits == 4 ? third : century(third);
    return order.equals("dmy")
        ? LocalDate.of(year, second, first).toEpochDay()
        : LocalDate.of(year, first, second).toEpochDay();
  }

  private static int century(int year) {
    return year >= 100 ? year : year < PIVOT ? 2000 + year : 1900 + year;
  }

  private long timeOfDay() {
    boolean comma = bytes[at] == ',';
    at++;
    if (comma || bytes[at - 1] == ' ') {
      while (at < end && bytes[at] == ' ') {
        at++;
      }
    } else if (bytes[at - 1] != 'T' && bytes[at - 1] != 't') {
      throw no();
    }
    int hour = upTo(2);
    expect((byte) ':');
    int minute = number(2);
    int second = 0;
    long millis = 0;
    if (at < end && bytes[at] == ':') {
      at++;
      second = number(2);
      if (at < end && (bytes[at] == '.' || bytes[at] == ',')) {
        at++;
        millis = fraction();
      }
    }
    hour = halfDay(hour);
    if (hour > 24 || minute > 59 || second > 60) {
      throw no();
    }
    long ofDay = ((hour * 60L + minute) * 60 + second) * 1000 + millis;
    return ofDay - zoneMillis();
  }

  private long fraction() {
    long millis = 0;
    int digits = 0;
    while (at < end && isDigit(at)) {
      if (digits < 3) {
        millis = millis * 10 + bytes[at] - '0';
      }
      digits++;
      at++;
    }
    if (digits == 0) {
      throw no();
    }
    for (int i = digits; i < 3; i++) {
      millis *= 10;
    }
    return millis;
  }

  private int halfDay(int hour) {
    int i = at;
    while (i < end && bytes[i] == ' ') {
      i++;
    }
    if (i + 2 != end || (bytes[i + 1] | 0x20) != 'm') {
      return hour;
    }
    int half = bytes[i] | 0x20;
    if ((half != 'a' && half != 'p') || hour < 1 || hour > 12) {
      throw no();
    }
    at = end;
    return hour % 12 + (half == 'p' ? 12 : 0);
  }

  private long zoneMillis() {
    while (at < end && bytes[at] == ' ') {
      at++;
    }
    String rest = new String(bytes, at, end - at, StandardCharsets.US_ASCII);
    if (rest.isEmpty()
        || rest.equals("Z")
        || rest.equals("z")
        || rest.equals("UTC")
        || rest.equals("GMT")) {
      return 0;
    }
    return ZoneOffset.of(rest).getTotalSeconds() * 1000L;
  }

  private int number(int digits) {
    int from = at;
    int value = upTo(digits);
    if (at - from != digits) {
      throw no();
    }
    return value;
  }

  private int upTo(int digits) {
    int value = 0;
    int from = at;
    while (at < end && at - from < digits && isDigit(at)) {
      value = value * 10 + bytes[at++] - '0';
    }
    if (at == from) {
      throw no();
    }
    return value;
  }

  private void expect(byte mark) {
    if (at == end || bytes[at] != mark) {
      throw no();
    }
    at++;
  }

  private boolean isDigit(int i) {
    return bytes[i] >= '0' && bytes[i] <= '9';
  }

  private static DateTimeException no() {
    return new DateTimeException("not a date");
  }
}
